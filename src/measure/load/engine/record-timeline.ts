import { messageOf } from '../../../kernel/errors.ts'
import type { Note, Window } from '../../../model/run.ts'
import { describeWindow, type PackHistogram } from './describe-window.ts'
import { SPANS_MS, type Timeline } from './timeline.ts'

/** A record is to stay below 2 MB: this much of it are its timelines. */
export const MOST_CHARACTERS = 1_500_000

/** What a record keeps of the windows. */
export interface RecordedTimeline {
  readonly windows: readonly Window[]
  readonly notes: readonly Note[]
}

/**
 * The windows, joined to the shortest span with which they fit into a record. A disk that took or gave them no more costs
 * the timeline, not what was measured: the note says so.
 */
export async function recordTimeline(
  timeline: Timeline,
  pack: PackHistogram,
  most: number = MOST_CHARACTERS,
): Promise<RecordedTimeline> {
  try {
    return await fittingTimeline(timeline, pack, most)
  } catch (thrown) {
    const message = `the timeline could not be kept on disk: ${messageOf(thrown)}`
    return { windows: [], notes: [{ code: 'TIMELINE_LOST', message }] }
  }
}

async function fittingTimeline(
  timeline: Timeline,
  pack: PackHistogram,
  most: number,
): Promise<RecordedTimeline> {
  const spans = SPANS_MS.filter((spanMs) => spanMs >= timeline.spanMs)
  for (const spanMs of spans) {
    const isLast = spanMs === spans.at(-1)
    const windows = await windowsWithin(timeline, spanMs, {
      pack,
      most: isLast ? Number.POSITIVE_INFINITY : most,
    })
    if (windows !== undefined) return { windows, notes: spanNotes(spanMs) }
  }
  return { windows: [], notes: [] }
}

async function windowsWithin(
  timeline: Timeline,
  spanMs: number,
  { pack, most }: { readonly pack: PackHistogram; readonly most: number },
): Promise<Window[] | undefined> {
  const windows: Window[] = []
  let characters = 0
  for await (const window of timeline.read(spanMs)) {
    const described = describeWindow(window, pack)
    characters += JSON.stringify(described).length
    if (characters > most) return undefined
    windows.push(described)
  }
  return windows
}

function spanNotes(spanMs: number): Note[] {
  if (spanMs === SPANS_MS[0]) return []
  return [
    {
      code: 'TIMELINE_COARSENED',
      message: `the timeline's windows of 1 s were joined to windows of ${spanMs / 1000} s, so that the record stays small; counts and histograms are exact`,
    },
  ]
}
