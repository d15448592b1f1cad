import { normalCdf } from '../distribution/normal.ts'

/** What a test looks for: any difference, or the first values being greater, or less. */
export type Alternative = 'two-sided' | 'greater' | 'less'

/** How a p-value is computed: by counting all arrangements, or by the normal approximation. */
export type RankMethod = 'exact' | 'normal'

/** The chances, if nothing differs, of a statistic at most and at least as large as the one seen. */
export interface Tails {
  readonly atMost: number
  readonly atLeast: number
}

/** The p-value; two-sided it is twice the smaller tail, at most 1. */
export function pValueOf({ atMost, atLeast }: Tails, alternative: Alternative): number {
  if (alternative === 'greater') return Math.min(1, atLeast)
  if (alternative === 'less') return Math.min(1, atMost)
  return Math.min(1, 2 * Math.min(atMost, atLeast))
}

/** Normal tails of a statistic that is off its mean by `off`, with a continuity correction of `step` ÷ 2 each way. */
export function normalTails(off: number, deviation: number, step: number): Tails {
  if (deviation === 0) return { atMost: 1, atLeast: 1 }
  return {
    atMost: normalCdf((off + step / 2) / deviation),
    atLeast: normalCdf(-(off - step / 2) / deviation),
  }
}
