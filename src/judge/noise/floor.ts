import { ratio as toRatio, ratioToPercent } from '../../kernel/units.ts'
import type { DuetEvidence, Side } from '../../model/duet.ts'
import type { NoiseFloor } from '../../model/noise.ts'
import type { Interval } from '../../model/run.ts'
import {
  compareLaunches,
  DETECTION_POWER,
  pseudomedian,
  stddev,
  studentQuantile,
} from '../../stats/index.ts'
import { chooseClock } from '../duet/clock.ts'
import { DETECTION_TO_REACH } from '../duet/interleaved.ts'
import { detectableBy, intervalOf, summariseProcesses } from '../duet/processes.ts'
import { type DuetRuleOptions, FINAL_SHARE, resolveDuetRule } from '../duet/rule.ts'
import { type RuleOptions, resolveRule } from '../rule.ts'

/**
 * The noise floor of one scenario: the largest change that another comparison of identical code is likely to show. Each
 * kind of comparison finds it by its own rule; `docs/statistics.md`, "Noise".
 */

/** How likely another comparison stays below the floor. */
const NOISE_CONFIDENCE = 0.95

/**
 * The interval of what another comparison of as many processes shows is this many times as wide as that of where both
 * lie: two estimates err, not one. G. J. Hahn & W. Q. Meeker, Statistical Intervals (1991), §4.8.
 */
const PREDICTION = Math.SQRT2

/** Fewest processes: the exact test on pairs has a 95 % interval from 6 on, and either half of them is a run. */
export const FEWEST_FOR_NOISE = 6

/** What was found, before it is known where and when. */
export type MeasuredNoise = Omit<NoiseFloor, 'scenario' | 'fingerprint' | 'measuredAt' | 'commit'>

/**
 * Of a duet of two copies: what another one of as many processes would show. `undefined` with too few of them.
 *
 * @throws PlimsollError RULE_INVALID when the options make no sense
 */
export function duetNoise(
  { launches, pair }: Pick<DuetEvidence, 'launches' | 'pair'>,
  options: DuetRuleOptions = {},
): MeasuredNoise | undefined {
  if (launches.length < FEWEST_FOR_NOISE) return undefined
  const by = resolveDuetRule(options, pair.identity.key)
  const { readings, clock } = chooseClock(launches, by.clock)
  const processes = summariseProcesses(readings)
  return {
    method: 'duet',
    clock,
    launches: launches.length,
    ...aroundRatio({
      ratio: Math.exp(processes.location),
      interval: intervalOf(
        { ...processes, standardError: PREDICTION * processes.standardError },
        1 - NOISE_CONFIDENCE,
      ),
      detectable: detectableBy(processes, FINAL_SHARE * by.allowance, by.allowance),
      power: studentQuantile(DETECTION_POWER, processes.degreesOfFreedom) * processes.standardError,
      tolerancePercent: by.rule.tolerancePercent,
    }),
    spreadPercent: percentOf(stddev(processes.logs)),
  }
}

/**
 * What each launch of two copies measured, ns; those of one position shared a process, or ran one after the other. In
 * the order in which they ran.
 */
export type CopiedLaunches = Readonly<Record<Side, readonly number[]>>

/**
 * Of fresh processes in turn: the interval of the exact test on their pairs, widened to what another such comparison
 * would show. `undefined` with too few of them, or a launch of 0.
 *
 * @throws PlimsollError RULE_INVALID when the options make no sense
 */
export function interleavedNoise(
  { current, baseline }: CopiedLaunches,
  options: DuetRuleOptions = {},
): MeasuredNoise | undefined {
  const launches = Math.min(current.length, baseline.length)
  if (launches < FEWEST_FOR_NOISE || !areTimes([...current, ...baseline])) return undefined
  const { rule } = resolveDuetRule(options, '')
  const logs = Array.from({ length: launches }, (_, at) =>
    Math.log((current[at] ?? 1) / (baseline[at] ?? 1)),
  )
  const { location, interval } = pseudomedian(logs, NOISE_CONFIDENCE)
  if (interval === undefined) return undefined
  const surer = pseudomedian(logs, rule.confidence).interval ?? interval
  const reach = (surer.hi - surer.lo) / 2
  return {
    method: 'interleaved',
    clock: 'wall',
    launches,
    ...aroundRatio({
      ratio: Math.exp(location),
      interval: [
        Math.exp(location - PREDICTION * (location - interval.lo)),
        Math.exp(location + PREDICTION * (interval.hi - location)),
      ],
      detectable: DETECTION_TO_REACH * reach,
      power: (DETECTION_TO_REACH - 1) * reach,
      tolerancePercent: rule.tolerancePercent,
    }),
    spreadPercent: percentOf(stddev(logs)),
  }
}

/**
 * Of stored runs: the first half of the launches stands for one run, the second half for a later one, so that what
 * drifts counts. Nothing lasting tells the halves apart, so that the far end of their own interval, which already has
 * the distance of this one comparison in it, bounds another one's. Each half takes the launches of one copy; of the two ways to do so the one that differs more is given.
 * `undefined` with too few launches, or one of 0.
 *
 * @throws PlimsollError RULE_INVALID when the options make no sense
 */
export function storedNoise(
  copies: CopiedLaunches,
  options: RuleOptions = {},
): MeasuredNoise | undefined {
  const launches = Math.min(copies.current.length, copies.baseline.length)
  if (launches < FEWEST_FOR_NOISE || !areTimes([...copies.current, ...copies.baseline])) {
    return undefined
  }
  const half = launches >> 1
  const ways = [
    { earlier: copies.baseline, later: copies.current },
    { earlier: copies.current, later: copies.baseline },
  ].flatMap(
    ({ earlier, later }) =>
      noiseBetween(later.slice(launches - half, launches), earlier.slice(0, half), options) ?? [],
  )
  const [worst] = ways.toSorted((one, other) => other.floorPercent - one.floorPercent)
  if (worst === undefined) return undefined
  const logs = [copies.current, copies.baseline].map((side) =>
    side.slice(0, launches).map(Math.log),
  )
  const spread = Math.hypot(...logs.map(stddev)) / Math.SQRT2
  return { method: 'stored', clock: 'wall', launches, ...worst, spreadPercent: percentOf(spread) }
}

function noiseBetween(
  later: readonly number[],
  earlier: readonly number[],
  options: RuleOptions,
): AroundRatio | undefined {
  const rule = resolveRule(options)
  const likely = compareLaunches(later, earlier, { confidence: NOISE_CONFIDENCE })
  const sure = compareLaunches(later, earlier, rule)
  if (likely.kind !== 'compared' || sure.kind !== 'compared') return undefined
  return aroundRatio({
    ratio: likely.ratio,
    interval: [likely.interval.lo, likely.interval.hi],
    detectable: Math.log(sure.smallestDetectableRatio),
    power: studentQuantile(DETECTION_POWER, sure.degreesOfFreedom) * sure.logStandardError,
    tolerancePercent: rule.tolerancePercent,
  })
}

type AroundRatio = Pick<
  MeasuredNoise,
  'ratio' | 'interval' | 'confidence' | 'floorPercent' | 'smallestDetectablePercent'
>

function aroundRatio(found: {
  readonly ratio: number
  readonly interval: Interval
  /** The smallest change that is found in 80 % of comparisons where nothing else limits it, as a logarithm. */
  readonly detectable: number
  /** How far beyond a limit a change must lie to be found beyond it in 80 % of comparisons, likewise. */
  readonly power: number
  readonly tolerancePercent: number
}): AroundRatio {
  const { ratio, interval, detectable, power, tolerancePercent } = found
  const floorPercent = percentOf(Math.max(...interval.map((bound) => Math.abs(Math.log(bound)))))
  return {
    ratio,
    interval,
    confidence: NOISE_CONFIDENCE,
    floorPercent,
    smallestDetectablePercent: percentOf(
      Math.max(detectable, Math.log1p(Math.max(tolerancePercent, floorPercent) / 100) + power),
    ),
  }
}

/** A change, as a logarithm, in percent. */
const percentOf = (log: number): number => ratioToPercent(toRatio(Math.exp(log)))

const areTimes = (values: readonly number[]): boolean =>
  values.every((value) => value > 0 && Number.isFinite(value))
