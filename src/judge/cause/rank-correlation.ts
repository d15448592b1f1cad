import { rankOf } from '../../stats/comparison/ranks.ts'

/**
 * Rank correlation of two series, without their trends. Ranks are those of C. Spearman (American Journal of Psychology
 * 15, 1904); from each series of ranks its straight line over time is taken away, so that two things which merely grow
 * while the test goes on have nothing in common. What is left is correlated as Pearson does.
 */

/** Lags that are looked at, in windows; positive = the series moves before latency. */
export const LAGS: readonly number[] = [0, 1, -1, 2, -2]

/** Ranks less their straight line over time, with mean 0. What was not read (NaN) is in the middle: 0. */
export function detrendedRanks(values: Float64Array): Float64Array {
  const times = Array.from(values.keys()).filter((time) => !Number.isNaN(values[time]))
  const { ranks } = rankOf(times.map((time) => values[time] ?? 0))
  const middle = times.reduce((sum, time) => sum + time, 0) / times.length
  const mean = (ranks.length + 1) / 2
  let [covariance, spread] = [0, 0]
  for (const [index, time] of times.entries()) {
    covariance += (time - middle) * (ranks[index] ?? mean)
    spread += (time - middle) ** 2
  }
  const slope = spread === 0 ? 0 : covariance / spread
  const detrended = new Float64Array(values.length)
  for (const [index, time] of times.entries()) {
    detrended[time] = (ranks[index] ?? mean) - mean - slope * (time - middle)
  }
  return detrended
}

/** Correlation at a lag, over the windows that both have; 0 where one does not move. */
export function correlationAt(effect: Float64Array, series: Float64Array, lag: number): number {
  let [products, effects, squares] = [0, 0, 0]
  const end = Math.min(effect.length, effect.length + lag)
  for (let index = Math.max(0, lag); index < end; index++) {
    const one = effect[index] ?? 0
    const other = series[index - lag] ?? 0
    products += one * other
    effects += one * one
    squares += other * other
  }
  const scale = Math.sqrt(effects * squares)
  return scale < NOTHING ? 0 : products / scale
}

/** Sums of squares of ranks below this are rounding: a pure trend leaves nothing else. */
const NOTHING = 1e-6
