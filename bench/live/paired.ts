import { mean, studentQuantile } from '../../src/stats/index.ts'

/** What a change does, from slices with and without it, pair by pair. */
export interface PairedRatio {
  /** With ÷ without. */
  readonly ratio: number
  /** Of 95 %. */
  readonly interval: readonly [lo: number, hi: number]
}

/**
 * The mean of the logarithms of the pairs' ratios, and Student's interval of it: what changes slowly is in both slices of
 * a pair. @param pairs at least two
 */
export function pairedRatio(
  pairs: readonly (readonly [withIt: number, without: number])[],
): PairedRatio {
  const logs = pairs.map(([withIt, without]) => Math.log(withIt / without))
  const middle = mean(logs)
  const squares = logs.reduce((sum, log) => sum + (log - middle) ** 2, 0)
  const error = Math.sqrt(squares / (logs.length - 1) / logs.length)
  const reach = studentQuantile(0.975, logs.length - 1) * error
  return {
    ratio: Math.exp(middle),
    interval: [Math.exp(middle - reach), Math.exp(middle + reach)],
  }
}

/** `1.002 (0.996–1.008)`. */
export const ratioText = ({ ratio, interval: [low, high] }: PairedRatio): string =>
  `${ratio.toFixed(4)} (${low.toFixed(4)}–${high.toFixed(4)})`

/** How far it may be from no change at all, either way. */
export const farthest = ({ interval }: PairedRatio): number =>
  Math.max(...interval.map((bound) => Math.abs(bound - 1)))
