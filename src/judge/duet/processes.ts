import { createRandom } from '../../kernel/random.ts'
import type { ClockReading, Side } from '../../model/duet.ts'
import type { Interval } from '../../model/run.ts'
import {
  DETECTION_POWER,
  median,
  normalQuantile,
  robustMean,
  signFlip,
  sorted,
  studentCdf,
  studentQuantile,
} from '../../stats/index.ts'
import { withoutOrder } from './order.ts'
import { CAUTIOUS_SPREAD, FEWEST_FOR_EXACT } from './rule.ts'

/** What the processes of a scenario say together: each has one voice, its ratio. */

/** What one clock said in one process, and which side was loaded first there. */
export interface ProcessReading extends ClockReading {
  readonly first: Side
}

/** Where the logarithms of their ratios lie. */
export interface Processes {
  /** ln ratio of each, less what the order of loading did. */
  readonly logs: readonly number[]
  /** How far each counts, 0–1. */
  readonly weights: readonly number[]
  readonly location: number
  readonly standardError: number
  readonly degreesOfFreedom: number
}

/** What the pairs of a process say of its error is a rough number, and often twice what it truly is. */
const WITHIN_SHARE = 0.5

/**
 * The processes as one location with its error. Processes that agree far better than their own pairs do, agree by
 * chance: the error is at least half of what the pairs leave.
 */
export function summariseProcesses(readings: readonly ProcessReading[]): Processes {
  const { logs, fitted } = withoutOrder(readings)
  const weights = weightsOf(readings)
  const { location, standardError, degreesOfFreedom } = robustMean(logs, weights)
  const within = Math.sqrt(readings.reduce((sum, each) => sum + each.logStandardError ** 2, 0))
  return {
    logs,
    weights,
    location,
    standardError: Math.max(standardError, (WITHIN_SHARE * within) / readings.length),
    degreesOfFreedom: Math.max(1, degreesOfFreedom - fitted),
  }
}

/**
 * A process whose pairs scatter more than is typical counts for less: half as far when they scatter twice as much. One
 * whose pairs scatter little counts no more than the typical one, since code may keep a wrong ratio for a whole process.
 */
function weightsOf(readings: readonly ProcessReading[]): readonly number[] {
  const errors = readings.map(({ logStandardError }) => logStandardError)
  const typical = median(sorted(errors))
  return errors.map((error) => (error > typical ? typical / error : 1)).map(atLeastATenth)
}

const atLeastATenth = (weight: number): number => Math.max(0.1, weight)

/** The interval of the ratio that errs so often, both ways together. @param error 0–1 */
export function intervalOf(processes: Processes, error: number): Interval {
  const reach = reachOf(processes, error)
  return [Math.exp(processes.location - reach), Math.exp(processes.location + reach)]
}

/** Half the interval's width, as a logarithm. */
export function reachOf(processes: Processes, error: number): number {
  return studentQuantile(1 - error / 2, processes.degreesOfFreedom) * processes.standardError
}

/** How often identical code would be as far off, by Student's t. */
export function pValueOf({ location, standardError, degreesOfFreedom }: Processes): number {
  if (location === 0) return 1
  if (standardError === 0) return 0
  return 2 * studentCdf(-Math.abs(location) / standardError, degreesOfFreedom)
}

/**
 * The smallest slowdown that such processes show in about 80 % of duets, as a logarithm.
 * @param error what the look may err
 * @param allowance what all looks may, which luck is excluded by
 */
export function detectableBy(processes: Processes, error: number, allowance: number): number {
  const { standardError, degreesOfFreedom } = processes
  const power = studentQuantile(DETECTION_POWER, degreesOfFreedom) * standardError
  const cautious = isExact(processes, allowance) ? 0 : cautiousReach(processes, error)
  return Math.max(reachOf(processes, error), cautious) + power
}

/**
 * The same for a duet that ended early because nothing changed: a change would have kept it going, at least to where a
 * test is exact.
 */
export function detectableLater(processes: Processes, error: number, allowance: number): number {
  const count = processes.logs.length
  if (count >= FEWEST_FOR_EXACT) return detectableBy(processes, error, allowance)
  const degreesOfFreedom = FEWEST_FOR_EXACT - 2
  const standardError = processes.standardError * Math.sqrt(count / FEWEST_FOR_EXACT)
  const quantiles =
    studentQuantile(1 - error / 2, degreesOfFreedom) +
    studentQuantile(DETECTION_POWER, degreesOfFreedom)
  return quantiles * standardError
}

/**
 * Whether the processes lie on one side of no change beyond luck, whatever the shape of their errors: which side is
 * which is drawn by lot in each process, so that with identical code a ratio and its inverse are equally likely.
 * Where there are enough of them that is tested exactly, by flipping signs; below, all must lie on one side, and together
 * farther out than processes of identical code are known to.
 */
export function beyondLuck(processes: Processes, error: number): boolean {
  const { logs, weights, location } = processes
  if (!isExact(processes, error)) {
    const agree = logs.every((log) => Math.sign(log) === Math.sign(location))
    return agree && Math.abs(location) > cautiousReach(processes, error)
  }
  const { pValue } = signFlip(clipped(logs, weights), { random: createRandom(logs.length) })
  return pValue <= error
}

/** How far off processes of identical code may be, where there are too few for an exact test. */
const cautiousReach = ({ logs }: Processes, error: number): number =>
  (normalQuantile(1 - error / 2) * CAUTIOUS_SPREAD) / Math.sqrt(logs.length)

/**
 * Whether an exact test can tell so many processes from luck at all: of 2ⁿ choices of signs, two are as extreme as all on
 * one side. With fewer it would never call anything, however far off they are.
 */
const isExact = ({ logs }: Processes, error: number): boolean =>
  logs.length >= FEWEST_FOR_EXACT && 2 ** (1 - logs.length) <= error

/** Processes count as far as this many times their typical distance from no change. */
const CLIP_AT = 1.5

/** One process far off would hide what all others say. The bound does not depend on signs, so that flipping stays exact. */
function clipped(logs: readonly number[], weights: readonly number[]): readonly number[] {
  const bound = CLIP_AT * median(sorted(logs.map(Math.abs)))
  if (bound === 0) return logs
  return logs.map((log, index) => (weights[index] ?? 1) * Math.max(-bound, Math.min(bound, log)))
}
