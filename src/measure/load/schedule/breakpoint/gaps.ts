import type { BreakpointPlan } from './options.ts'

/** What was seen of each rate, and where the limit can be if that is true. */

/**
 * How a rate went. `target-saturated`: budgets broken while the generator kept up. `generator-saturated`: the generator
 * did not, so that nothing is known of the target.
 */
export type BreakpointOutcome = 'held' | 'target-saturated' | 'generator-saturated'

/** One try. */
export interface BreakpointObservation {
  readonly ratePerSecond: number
  readonly outcome: BreakpointOutcome
}

/** All tries at one rate. */
export interface Tally {
  readonly ratePerSecond: number
  readonly tries: number
  readonly held: number
  readonly targetSaturated: number
  readonly generatorSaturated: number
}

/** Tries by rate, ascending. */
export function tallies(observations: readonly BreakpointObservation[]): readonly Tally[] {
  const rates = [...new Set(observations.map(({ ratePerSecond }) => ratePerSecond))]
  return rates
    .toSorted((one, other) => one - other)
    .map((ratePerSecond) => {
      const own = observations.filter((each) => each.ratePerSecond === ratePerSecond)
      const count = (outcome: BreakpointOutcome): number =>
        own.filter((each) => each.outcome === outcome).length
      return {
        ratePerSecond,
        tries: own.length,
        held: count('held'),
        targetSaturated: count('target-saturated'),
        generatorSaturated: count('generator-saturated'),
      }
    })
}

/** Two neighbouring rates with the limit between them: low (0 = none) holds, high (Infinity = none) does not. */
export interface Gap {
  readonly low: number
  readonly high: number
  /** Tries that speak against it: a rate from `high` on that held, or one up to `low` that did not. */
  readonly against: number
}

/** Every place where the limit could be, ascending. */
export function gapsOf(tried: readonly Tally[]): readonly Gap[] {
  const rates = [0, ...tried.map(({ ratePerSecond }) => ratePerSecond), Number.POSITIVE_INFINITY]
  return rates.slice(1).map((high, index) => ({
    low: rates[index] ?? 0,
    high,
    against: tried.reduce(
      (sum, { held, tries }, place) => sum + (place < index ? tries - held : held),
      0,
    ),
  }))
}

/**
 * A place is given up when so many more tries speak against it than against the best one. By simulation, with one try in
 * twenty misleading and a soft limit: 2 is within 5 % of it 95 times in 100 after 17 tries, 3 is 99 times after 24.
 */
const LEAD = 3

/** The gaps in which the limit may still be. */
export function plausibleGaps(gaps: readonly Gap[]): readonly Gap[] {
  const least = Math.min(...gaps.map(({ against }) => against))
  return gaps.filter(({ against }) => against < least + LEAD)
}

/** From the lowest to the highest of them. */
export function hullOf(gaps: readonly Gap[]): Pick<Gap, 'low' | 'high'> {
  return { low: gaps[0]?.low ?? 0, high: gaps.at(-1)?.high ?? Number.POSITIVE_INFINITY }
}

/** Rates are rounded; a gap is not wide for that. */
const SLACK = 1e-9

/** Whether a range needs no rate inside it: it is as narrow as asked, or lies where no rate may be tried. */
export function isNarrow({ low, high }: Pick<Gap, 'low' | 'high'>, plan: BreakpointPlan): boolean {
  if (low === 0) return high <= plan.lowestPerSecond
  if (!Number.isFinite(high)) return low >= plan.highestPerSecond
  return high <= low * (1 + plan.precisionPercent / 100 + SLACK)
}
