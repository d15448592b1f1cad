import type { DuetEvidence, Side } from '../../../model/duet.ts'
import type { ErrorCount, LoadResult } from '../../../model/run.ts'

/** Whether one side fails where the other does not: what is slow and what is broken are not compared by their times. */

/** More than this share of failures, and twice the other side's, are the side's own. */
const FAILED_SHARE = 0.01
const TIMES_THE_OTHER = 2

/** The side that failed, with its most frequent error; `undefined` = both answer alike. */
export function failureIn(results: Readonly<Record<Side, LoadResult>>): DuetEvidence['failure'] {
  const { current, baseline } = results
  const [now, before] = [failedShare(current), failedShare(baseline)]
  if (isOwn(now, before)) return { side: 'current', error: worst(current) }
  if (isOwn(before, now)) return { side: 'baseline', error: worst(baseline) }
  const nothing = [current, baseline].find(({ counts }) => counts.completed === 0)
  return nothing === undefined ? undefined : { side: undefined, error: worst(nothing) }
}

const isOwn = (own: number, other: number): boolean =>
  own > FAILED_SHARE && own > TIMES_THE_OTHER * other

function failedShare({ counts: { started, failed, completed } }: LoadResult): number {
  if (started === 0) return completed === 0 ? 1 : 0
  return failed / started
}

const NOTHING: ErrorCount = { code: 'NOTHING_ANSWERED', count: 0, example: 'nothing was answered' }

function worst({ errors, counts }: LoadResult): ErrorCount {
  const error = errors[0]
  if (error === undefined) return NOTHING
  const share = `${error.count} of ${counts.started} iterations: `
  return { ...error, example: `${share}${error.example}` }
}
