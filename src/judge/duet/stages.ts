import type { PartComparison } from '../../model/comparison.ts'
import type { DuetLaunch } from '../../model/duet.ts'
import { geometricMean } from '../../stats/index.ts'
import { staysWithin } from '../rule.ts'
import { changeText, countText, directionText, intervalText, SPEED_WORDS } from '../words.ts'
import { beyondLuck, intervalOf, type ProcessReading, summariseProcesses } from './processes.ts'
import { type DuetRule, FEWEST, logOf } from './rule.ts'

/**
 * What was said of each stage. Only under a scenario that moved is a stage called changed, so that stages add no false
 * alarms of their own; among themselves they share the scenario's allowance (C. E. Bonferroni, 1936).
 */
export function judgeStages(
  launches: readonly DuetLaunch[],
  by: DuetRule,
  scenarioMoved: boolean,
): readonly PartComparison[] {
  const names = [...new Set(launches.flatMap(({ stages }) => stages.map(({ name }) => name)))]
  const error = by.allowance / Math.max(1, names.length)
  return names.map((name) => {
    const readings = launches.flatMap(({ stages, first }) => {
      const wall = stages.find((stage) => stage.name === name)?.wall
      return wall === null || wall === undefined ? [] : [{ ...wall, first }]
    })
    if (readings.length === 0) {
      return { ...nothingKnown(name), verdict: 'not-comparable', reason: 'only one side has it' }
    }
    return judgeStage({ name, readings, launches: launches.length }, { by, error, scenarioMoved })
  })
}

const nothingKnown = (name: string): Omit<PartComparison, 'verdict' | 'reason'> => ({
  name,
  ratio: null,
  interval: null,
})

interface MeasuredStage {
  readonly name: string
  readonly readings: readonly ProcessReading[]
  /** Of the scenario. */
  readonly launches: number
}

interface StageRule {
  readonly by: DuetRule
  readonly error: number
  readonly scenarioMoved: boolean
}

function judgeStage(stage: MeasuredStage, rule: StageRule): PartComparison {
  const { name, readings, launches } = stage
  const processes = summariseProcesses(readings)
  const ratio = Math.exp(processes.location)
  if (readings.length < launches || readings.length < FEWEST) {
    const reason = `measured in ${readings.length} of ${countText(launches, 'process')} on both sides: too few to tell`
    return { ...nothingKnown(name), verdict: 'inconclusive', ratio, reason }
  }
  const interval = intervalOf(processes, rule.error)
  const shown = { name, ratio, interval, confidence: 1 - rule.error, ...typicalTimes(readings) }
  const around = `${changeText(ratio)} ${intervalText(interval)}`
  const excludes = interval[0] > 1 || interval[1] < 1
  const off = Math.abs(processes.location) > logOf(rule.by.limits.tolerancePercent)
  const moved = excludes && off && beyondLuck(processes, rule.by.allowance)
  if (moved && rule.scenarioMoved) {
    const reason = `${directionText(ratio, SPEED_WORDS)} ${intervalText(interval)}`
    return { ...shown, verdict: ratio > 1 ? 'regressed' : 'improved', reason }
  }
  if (!moved && staysWithin(interval, rule.by.limits.unchangedWithinPercent)) {
    return { ...shown, verdict: 'unchanged', reason: around }
  }
  const reason = rule.scenarioMoved
    ? `${around}: the processes can't tell`
    : `${around}: judged only where the whole moved`
  return { ...shown, verdict: 'inconclusive', reason }
}

const typicalTimes = (
  readings: readonly ProcessReading[],
): Pick<PartComparison, 'currentNs' | 'baselineNs'> => ({
  currentNs: geometricMean(readings.map(({ currentNs }) => currentNs)),
  baselineNs: geometricMean(readings.map(({ baselineNs }) => baselineNs)),
})

/** The stages that moved the way the scenario did, largest change first, in words; `undefined` when none did. */
export function whereText(
  stages: readonly PartComparison[],
  verdict: 'regressed' | 'improved',
): string | undefined {
  const distance = ({ ratio }: PartComparison): number => Math.abs(Math.log(ratio ?? 1))
  const moved = stages
    .filter((stage) => stage.verdict === verdict)
    .toSorted((one, other) => distance(other) - distance(one))
  if (moved.length === 0) return undefined
  return `in stage ${moved.map(({ name, ratio }) => `'${name}' (${changeText(ratio ?? 1)})`).join(', ')}`
}
