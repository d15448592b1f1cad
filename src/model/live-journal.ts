import type { LiveLane, LiveProgress, LiveRun } from './page.ts'
import type { Window } from './run.ts'

/** What a measuring process writes down while it goes on, for whoever watches: lines, each a JSON document. */

/** The version that readers check. */
export const JOURNAL_SCHEMA = 'plimsoll/journal@1'

/** One line. */
export type JournalLine =
  /** The first line of every file. */
  | { readonly kind: 'run'; readonly schema: typeof JOURNAL_SCHEMA; readonly run: JournalRun }
  /** A new lane, or what has changed of one; its windows stay. */
  | { readonly kind: 'lane'; readonly lane: JournalLane }
  | { readonly kind: 'windows'; readonly windows: readonly JournalWindow[] }
  | { readonly kind: 'progress'; readonly progress: LiveProgress }

/** What is known of a run before anything is measured. */
export type JournalRun = Pick<LiveRun, 'id' | 'kind' | 'startedAt' | 'revision'>

/** A lane without its windows. */
export type JournalLane = Omit<LiveLane, 'windows'>

/** A window, and the scenario's key. */
export interface JournalWindow {
  readonly key: string
  readonly window: Window
}
