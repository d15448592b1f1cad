import type { Side } from '../../model/duet.ts'
import { robustMean } from '../../stats/index.ts'

/** Ratios less what the order of loading did to them. */
export interface WithoutOrder {
  /** ln ratio of each process. */
  readonly logs: readonly number[]
  /** Degrees of freedom that this took: 1 where an effect was taken out. */
  readonly fitted: 0 | 1
}

/** An effect of this many standard errors or less is taken for none. */
const NO_EFFECT = 2.5
/** An effect larger than this (a logarithm) is none of loading: the processes fall into modes. */
const MOST_EFFECT = Math.log(1.1)
/** Fewest processes of either order that show an effect. */
const FEWEST_A_SIDE = 3

/**
 * Takes out what loading a side first did. The side that is loaded first may be faster, or slower, for a whole process;
 * each side is first in one of two processes, so that the location is not moved by it, but their spread is. The effect
 * is half the distance of the two orders' locations, shrunk towards 0, and to 0 where it is no more than 2.5 standard
 * errors: W. James & C. Stein, Proceedings of the Fourth Berkeley Symposium (1961), in its positive-part form.
 */
export function withoutOrder(
  readings: readonly { readonly ratio: number; readonly first: Side }[],
): WithoutOrder {
  const logs = readings.map(({ ratio }) => Math.log(ratio))
  const of = (side: Side): readonly number[] =>
    logs.filter((_, index) => readings[index]?.first === side)
  const [current, baseline] = [of('current'), of('baseline')]
  if (Math.min(current.length, baseline.length) < FEWEST_A_SIDE) return { logs, fitted: 0 }
  const effect = shrunkEffect(robustMean(current), robustMean(baseline))
  if (effect === 0) return { logs, fitted: 0 }
  const without = logs.map((log, index) =>
    readings[index]?.first === 'current' ? log - effect : log + effect,
  )
  return { logs: without, fitted: 1 }
}

interface Located {
  readonly location: number
  readonly standardError: number
}

function shrunkEffect(current: Located, baseline: Located): number {
  const effect = (current.location - baseline.location) / 2
  const standardError = Math.hypot(current.standardError, baseline.standardError) / 2
  if (Math.abs(effect) <= NO_EFFECT * standardError || effect === 0) return 0
  if (Math.abs(effect) > MOST_EFFECT) return 0
  return effect * (1 - (NO_EFFECT * standardError) ** 2 / effect ** 2)
}
