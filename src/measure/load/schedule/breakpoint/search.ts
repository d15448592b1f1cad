import {
  type BreakpointObservation,
  type Gap,
  gapsOf,
  hullOf,
  isNarrow,
  plausibleGaps,
  type Tally,
  tallies,
} from './gaps.ts'
import type { BreakpointPlan } from './options.ts'

/**
 * Looks for the highest rate that keeps the budgets, as a pure function of what was seen so far.
 *
 *   grow until a rate does not hold ─▶ bisect ─▶ try the bounds again ─▶ found
 *                                        ▲               │
 *                                        └── contradicted ┘
 *
 * A try may mislead. So no bound is believed for good: every gap between two tried rates stays a possible place of the
 * limit until it contradicts several more tries than the best one does (the least number of contradictions is the
 * most likely place if all tries mislead equally often: M. Horstein, "Sequential transmission using noiseless feedback",
 * IEEE Trans. Inf. Theory 9 (1963), with votes in place of odds). It is found when all that stays possible is narrow.
 */

/** What to do next, or what was found. */
export type BreakpointMove = BreakpointStep | BreakpointFound

/** A rate to try. */
export interface BreakpointStep {
  readonly kind: 'step'
  readonly ratePerSecond: number
  readonly durationMs: number
  /** Without load, before it: so that what a rate before it left behind does not count. */
  readonly pauseMs: number
  readonly why: StepReason
}

type StepReason = 'first' | 'grow' | 'shrink' | 'bisect' | 'try again' | 'doubt'

/** The answer. */
export interface BreakpointFound {
  readonly kind: 'found'
  /** The highest rate that holds for certain; 0 = not even the lowest. */
  readonly ratePerSecond: number
  /** Where the limit is; `null` = nothing higher was tried. With `generator-saturated` the target's is above. */
  readonly interval: readonly [low: number, high: number | null]
  /** What was the limit. `none-reached`: the highest rate that may be tried holds. */
  readonly limit: 'target-saturated' | 'generator-saturated' | 'none-reached'
  /** Whether the interval is as narrow as was asked; else the tries were used up. */
  readonly precise: boolean
  /** Tries that speak against the answer. */
  readonly contradictions: number
}

/** The next rate to try after these observations, in the order they were made, or the answer. */
export function nextStep(
  observations: readonly BreakpointObservation[],
  plan: BreakpointPlan,
): BreakpointMove {
  const counted = observations.filter((each) => !isDoubtful(each, observations))
  const last = observations.at(-1)
  const state = { ...stateOf(counted, plan), last }
  if (last === undefined) return step(state, plan.startPerSecond, 'first')
  if (observations.length >= plan.mostSteps) return found(state)
  if (isDoubtful(last, observations)) return step(state, last.ratePerSecond, 'doubt')
  return decide(state) ?? narrow(state) ?? settle(state) ?? confirm(state) ?? found(state)
}

/**
 * A generator that was late once may have met a machine that was busy elsewhere, and says nothing of the target: it counts
 * from the second time on at one rate.
 */
const isDoubtful = (
  { outcome, ratePerSecond }: BreakpointObservation,
  observations: readonly BreakpointObservation[],
): boolean =>
  outcome === 'generator-saturated' &&
  observations.filter((each) => each.ratePerSecond === ratePerSecond && each.outcome === outcome)
    .length === 1

interface State {
  readonly plan: BreakpointPlan
  readonly last: BreakpointObservation | undefined
  readonly tried: readonly Tally[]
  /** Where the limit is most likely; of equals the lowest. */
  readonly best: Gap
  /** All gaps in which it may be, ascending. */
  readonly plausible: readonly Gap[]
}

function stateOf(observations: readonly BreakpointObservation[], plan: BreakpointPlan): State {
  const tried = tallies(observations)
  const plausible = plausibleGaps(gapsOf(tried))
  const best = plausible.reduce((one, other) => (other.against < one.against ? other : one))
  return { plan, last: observations.at(-1), tried, best, plausible }
}

/** As many tries speak for two places: more tries between them, before either is divided. */
function decide(state: State): BreakpointStep | undefined {
  const { best, plausible } = state
  const equal = plausible.find((gap) => gap !== best && gap.against === best.against)
  return equal === undefined ? undefined : sharpen(state, equal)
}

/** The best gap is too wide: a rate inside it. */
function narrow(state: State): BreakpointStep | undefined {
  const { best, plan } = state
  if (isNarrow(best, plan)) return undefined
  if (best.high === Number.POSITIVE_INFINITY) {
    return step(state, Math.min(best.low * plan.growth, plan.highestPerSecond), 'grow')
  }
  if (best.low === 0) {
    return step(state, Math.max(best.high / plan.growth, plan.lowestPerSecond), 'shrink')
  }
  return step(state, middleOf(best), 'bisect')
}

/** Others are possible still, and too far away to be left open. */
function settle(state: State): BreakpointStep | undefined {
  const { best, plausible, plan } = state
  if (isNarrow(hullOf(plausible), plan)) return undefined
  const rivals = plausible.filter((gap) => gap !== best)
  return sharpen(
    state,
    rivals.reduce((one, other) => (other.against < one.against ? other : one)),
  )
}

/** The answer itself was tried twice at least, and what limits it is no tie. */
function confirm(state: State): BreakpointStep | undefined {
  const { low } = hullOf(state.plausible)
  const tally = tallyAt(state, low)
  if (tally !== undefined && tally.held < 2) return step(state, low, 'try again')
  const { generator, target } = causes(state)
  if (generator === 0 || generator !== target) return undefined
  return step(state, state.best.high, 'try again')
}

/** From here on tries at one rate say no more: it is at the limit itself, where either may happen. */
const ENOUGH_TRIES = 5
/** The finest division, as a share of the precision asked for. */
const FINEST = 0.25

/** A rate that tells the best gap from another one: the bound between them, or beside it when that stays undecided. */
function sharpen(state: State, rival: Gap): BreakpointStep {
  const { best, plan } = state
  const bound = rival.low < best.low ? best.low : best.high
  const again = step(state, bound, 'try again')
  if ((tallyAt(state, bound)?.tries ?? 0) < ENOUGH_TRIES) return again
  const finest = 1 + (plan.precisionPercent / 100) * FINEST
  const divisible = state.plausible.filter(
    ({ low, high }) => low > 0 && Number.isFinite(high) && high > low * finest,
  )
  const widest = divisible.toSorted((one, other) => other.high / other.low - one.high / one.low)[0]
  if (widest === undefined) return again
  const middle = middleOf(widest)
  return tallyAt(state, middle) === undefined ? step(state, middle, 'bisect') : again
}

/** Digits of a rate between two others: finer than any precision that may be asked for. */
const RATE_DIGITS = 5

const middleOf = ({ low, high }: Gap): number =>
  Number(Math.sqrt(low * high).toPrecision(RATE_DIGITS))

const tallyAt = ({ tried }: State, ratePerSecond: number): Tally | undefined =>
  tried.find((tally) => tally.ratePerSecond === ratePerSecond)

function step(state: State, ratePerSecond: number, why: StepReason): BreakpointStep {
  const { plan, last } = state
  const isDisturbed = last !== undefined && last.outcome !== 'held'
  return {
    kind: 'step',
    ratePerSecond,
    durationMs: why === 'try again' ? plan.confirmMs : plan.stepMs,
    pauseMs: isDisturbed ? plan.restMs : 0,
    why,
  }
}

function found(state: State): BreakpointFound {
  const { plausible, best, plan } = state
  const hull = hullOf(plausible)
  const { generator, target } = causes(state)
  const high = Number.isFinite(hull.high) ? hull.high : null
  const limit = generator > target ? 'generator-saturated' : 'target-saturated'
  return {
    kind: 'found',
    ratePerSecond: hull.low,
    interval: [hull.low, high],
    limit: high === null ? 'none-reached' : limit,
    precise: isNarrow(hull, plan),
    contradictions: best.against,
  }
}

/** What tries at the upper bound failed of. */
function causes({ tried, best, plausible }: State): {
  readonly generator: number
  readonly target: number
} {
  const { high } = hullOf(plausible)
  const bound = tried.filter(
    (each) => each.ratePerSecond >= best.high && each.ratePerSecond <= high,
  )
  return {
    generator: bound.reduce((sum, tally) => sum + tally.generatorSaturated, 0),
    target: bound.reduce((sum, tally) => sum + tally.targetSaturated, 0),
  }
}
