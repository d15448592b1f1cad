import type { Mark } from '../../../model/run.ts'

/** Something that happened at one moment of the monotonic clock (`process.hrtime`). */
export interface LoadMark extends Omit<Mark, 'atMs'> {
  readonly atNs: number
}

/** Why a load test is ended before its time, as the reason of its signal; any other reason is an interrupt. */
export class LoadAbort {
  /** What its limit said, in words. */
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** The mark of a signal that was aborted at this time. */
export function endMark({ reason }: AbortSignal, atNs: number): LoadMark {
  return reason instanceof LoadAbort
    ? { atNs, kind: 'abort', text: reason.text }
    : { atNs, kind: 'interrupt', text: 'interrupted' }
}

/** As a record has them, in order; what happened before the schedule began stands at its beginning. */
export function recordedMarks(marks: readonly LoadMark[], startNs: number): readonly Mark[] {
  return marks
    .toSorted((a, b) => a.atNs - b.atNs)
    .map(({ atNs, kind, text }) => ({ atMs: Math.max(0, (atNs - startNs) / 1e6), kind, text }))
}
