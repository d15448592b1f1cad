import type { JournalLane, JournalRun } from '../../src/model/live-journal.ts'
import type { LiveRun } from '../../src/model/page.ts'

/** Runs that are under way, written out. */

export const RUN_ID = '01M81YY94C4YCJMQK9420XR9R5'
export const LATER_RUN_ID = '01M81YY94C4YCJMQK9420XR9R6'

export const journalRun: JournalRun = {
  id: RUN_ID,
  kind: 'load',
  startedAt: '2026-11-22T15:00:00.000Z',
  revision: null,
}

/** A scenario at 200/s for a minute. */
export function journalLane(key: string, more: Partial<JournalLane> = {}): JournalLane {
  return {
    scenario: { key, name: key, category: 'load', tags: [], params: {}, file: '' },
    schedule: {
      kind: 'open',
      stages: [{ durationMs: 60_000, fromPerSecond: 200, toPerSecond: 200 }],
      arrivals: 'uniform',
    },
    phases: [{ name: 'sustained', startMs: 0, durationMs: 60_000, steady: true }],
    ...more,
  }
}

/** As viewers see it. */
export const liveRun = (more: Partial<LiveRun> = {}): LiveRun => ({
  ...journalRun,
  status: 'running',
  lanes: [{ ...journalLane('chat'), windows: [] }],
  progress: null,
  ...more,
})
