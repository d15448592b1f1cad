import type { Cause } from '../../model/cause.ts'
import type { Effect } from './effect.ts'
import type { Means } from './means.ts'
import type { Watched } from './watched.ts'
import type { JudgedWindows } from './windows.ts'

/** Something that may have made it slow: a series, and what its size would do to latency. */
export interface Suspect
  extends Pick<Cause, 'kind' | 'mechanism' | 'source' | 'sourceKind' | 'series' | 'words'> {
  /** What must move with latency. */
  readonly values: Float64Array
  /** What its size is judged by; the first is what is shown. */
  readonly sizes: readonly Float64Array[]
  /** How much of the slowness these sizes explain: 1 = all of it. In the order of `sizes`. */
  readonly share: (means: readonly Means[]) => number
  /** What was seen, in words, without which windows. */
  readonly evidence: (means: readonly Means[]) => string
}

/** What suspects are judged against. */
export interface Question {
  readonly judged: JudgedWindows
  readonly effect: Effect
  readonly sources: readonly Watched[]
}

/** Finds the suspects of one mechanism in a timeline. */
export type Search = (question: Question) => readonly Suspect[]

/** Latency by which the mean of the slow windows is longer. */
export const extraMeanMs = ({ effect: { mean } }: Question): number => mean.slow - mean.usual

/** The same of the slowest single iteration; never less than that of the mean. */
export const extraMaxMs = (question: Question): number =>
  Math.max(extraMeanMs(question), question.effect.max.slow - question.effect.max.usual)

/** By how much something is more in slow windows; 0 when it is less, or was not read. */
export const rise = (means: Means | undefined): number =>
  means === undefined ? 0 : Math.max(0, means.slow - means.usual)

/** 0 up to `from`, 1 from `to` on, and a straight line between. */
export const ramp = (value: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)))

/**
 * How long something waits when so many wait at a time: J. D. C. Little, Operations Research 9 (1961). In ms for each
 * iteration.
 */
export const waitMs = (waiting: number, { judged }: Question): number =>
  (waiting / Math.max(judged.perSecond, 1e-9)) * 1000

/** A suspect in a series of a source. `undefined` when the source has no such series. */
export function sourceSuspect(
  watched: Watched,
  names: readonly string[],
  rest: Pick<Suspect, 'mechanism' | 'words' | 'share' | 'evidence'>,
): Suspect | undefined {
  const [series = ''] = names
  const values = watched.series.get(series)
  if (values === undefined) return undefined
  const nothing = new Float64Array(values.length)
  return {
    kind: 'source',
    source: watched.source,
    sourceKind: watched.kind,
    series,
    values,
    sizes: names.map((name) => watched.series.get(name) ?? nothing),
    ...rest,
  }
}
