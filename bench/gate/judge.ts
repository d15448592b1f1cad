import { duetStopRule, judgeDuets } from '../../src/judge/index.ts'
import type { ScenarioComparison } from '../../src/model/comparison.ts'
import type { DuetEvidence, DuetLaunch, DuetStopRule } from '../../src/model/duet.ts'
import { plannedIn } from './planned.ts'
import type { GateRecord } from './records.ts'
import { workloads } from './workloads.ts'

/** Joins the benchmark to the gate that it measures, which has its defaults. */

const gateStops = duetStopRule()

/** As the gate decides, or after so many processes. */
export function stopRule(processes: number | undefined): DuetStopRule {
  if (processes === undefined) return gateStops
  return (launches) => ({ ...gateStops(launches), decided: launches.length >= processes })
}

/**
 * What the gate says of recorded processes, taken in one after the other as if they were measured now: those after
 * which it would have stopped are not looked at. `undefined` when the comparison could not be made.
 */
export function judgeRecord(record: GateRecord): ScenarioComparison | undefined {
  if (record.obstacle !== null || record.launches.length === 0 || record.ended === 'failed') {
    return undefined
  }
  const [verdict] = judgeDuets([evidenceOf(record)])
  return verdict
}

function evidenceOf(record: GateRecord): DuetEvidence {
  const [launches, ended] = upToDecision(record.launches)
  const workload = workloads.find(({ name }) => name === record.workload)
  if (workload === undefined) throw new RangeError(`no workload is named ${record.workload}`)
  const planned = plannedIn('', workload)
  const pair = { identity: planned.identity, current: planned, baseline: planned }
  return { pair, launches, ended, failure: undefined, obstacle: undefined, unchecked: [] }
}

function upToDecision(
  launches: readonly DuetLaunch[],
): readonly [readonly DuetLaunch[], DuetEvidence['ended']] {
  for (let count = 1; count <= launches.length; count++) {
    const seen = launches.slice(0, count)
    if (gateStops(seen).decided) return [seen, 'decided']
  }
  return [launches, 'time-budget']
}
