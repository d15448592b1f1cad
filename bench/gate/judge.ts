import type { Verdict } from '../../src/model/comparison.ts'
import type { DuetLaunch, DuetStopRule } from '../../src/model/duet.ts'
import { launchInterval } from '../../src/stats/index.ts'
import type { GateRecord } from './records.ts'

/** Joins the benchmark to the gate that it measures. */

/** The gate's own rule, or a fixed number of processes. */
export function stopRule(processes: number | undefined): DuetStopRule {
  return (launches) => ({
    decided: launches.length >= (processes ?? 5),
    ratio: null,
    interval: null,
  })
}

/** What the gate says of recorded processes; `undefined` when the comparison could not be made. */
export function judgeRecord(record: GateRecord): Verdict | undefined {
  if (record.failure !== null || record.obstacle !== null || record.launches.length < 2)
    return undefined
  const ratios = record.launches.map((launch) => ratioOf(launch, record.kind))
  const { interval } = launchInterval(Float64Array.from(ratios), 0.99)
  if (interval === undefined) return 'inconclusive'
  const { lo, hi } = interval
  if (lo > 1 && Math.sqrt(lo * hi) > 1.02) return 'regressed'
  if (hi < 1 && Math.sqrt(lo * hi) < 1 / 1.02) return 'improved'
  return lo > 1 / 1.05 && hi < 1.05 ? 'unchanged' : 'inconclusive'
}

const ratioOf = ({ wall, cpu }: DuetLaunch, kind: GateRecord['kind']): number =>
  ((kind === 'cpu' ? cpu : wall) ?? wall).ratio
