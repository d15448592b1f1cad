import {
  liveWindowsOf,
  type LiveLane,
  type LiveMessage,
  type LiveRun,
  type LiveWindows,
} from '../../../../src/model/page.ts'
import type { Window } from '../../../../src/model/run.ts'

/** What is under way, as this page knows it. */
export interface Board {
  /** The newest first. */
  readonly runs: readonly LiveRun[]
}

export const EMPTY_BOARD: Board = { runs: [] }

/**
 * What the board is after a message. Windows that were there stay the same objects: charts read each of them once. So many
 * are kept, and no more: a page that is left open takes no more memory after a day than after ten minutes.
 */
export function heard(board: Board, message: LiveMessage): Board {
  if (message.kind === 'state') {
    const known = new Map(board.runs.map((run) => [run.id, run]))
    return ordered(message.state.runs.map((run) => recognised(run, known.get(run.id))))
  }
  const gone = new Set(message.gone)
  const changed = new Map(message.runs.map((run) => [run.id, run]))
  const kept = board.runs.flatMap((run) => {
    const now = changed.get(run.id)
    changed.delete(run.id)
    return gone.has(run.id) ? [] : [now === undefined ? run : withWindowsOf(now, run)]
  })
  const runs = [...kept, ...changed.values()]
  return ordered(message.windows.reduce(added, runs))
}

const ordered = (runs: readonly LiveRun[]): Board => ({
  runs: runs.toSorted((a, b) => (a.id < b.id ? 1 : -1)),
})

/** A state tells everything again, such as after the connection was lost. */
function recognised(run: LiveRun, known: LiveRun | undefined): LiveRun {
  const most = liveWindowsOf(run.lanes.length)
  return mapLanes(run, (lane) => {
    const before = new Map(windowsOf(known, lane).map((window) => [window.startMs, window]))
    const windows = lane.windows.slice(-most)
    return { ...lane, windows: windows.map((window) => before.get(window.startMs) ?? window) }
  })
}

const withWindowsOf = (run: LiveRun, known: LiveRun): LiveRun =>
  mapLanes(run, (lane) => ({ ...lane, windows: windowsOf(known, lane) }))

const windowsOf = (run: LiveRun | undefined, lane: LiveLane): readonly Window[] =>
  run?.lanes.find(({ scenario }) => scenario.key === lane.scenario.key)?.windows ?? []

function added(runs: readonly LiveRun[], told: LiveWindows): LiveRun[] {
  return runs.map((run) => (run.id === told.run ? withWindows(run, told) : run))
}

function withWindows(run: LiveRun, { key, windows }: LiveWindows): LiveRun {
  const most = liveWindowsOf(run.lanes.length)
  return mapLanes(run, (lane) =>
    lane.scenario.key === key
      ? { ...lane, windows: [...lane.windows, ...windows].slice(-most) }
      : lane,
  )
}

const mapLanes = (run: LiveRun, change: (lane: LiveLane) => LiveLane): LiveRun => ({
  ...run,
  lanes: run.lanes.map(change),
})
