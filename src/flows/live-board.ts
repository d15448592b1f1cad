import type { JournalLane, JournalLine, JournalRun, JournalWindow } from '../model/live-journal.ts'
import {
  liveWindowsOf,
  type LiveLane,
  type LiveMessage,
  type LiveProgress,
  type LiveRun,
  type LiveState,
  type LiveWindows,
} from '../model/page.ts'
import type { Window } from '../model/run.ts'

/** What has happened since the last time. */
export type LiveUpdate = LiveMessage & { readonly kind: 'update' }

/** A run whose end has been told stays for this long, for whoever comes to look. */
export const ENDED_SHOWN_MS: number = 5 * 60_000

/**
 * The runs that are under way, as viewers are to see them, and what of it has changed since they were told last. In bounded
 * memory: of each lane the newest windows are kept, told or not.
 */
export class LiveBoard {
  readonly #runs = new Map<string, BoardRun>()
  readonly #changed = new Set<string>()
  readonly #gone = new Set<string>()

  begin(run: JournalRun): void {
    this.#runs.set(run.id, {
      run,
      status: 'running',
      endedAtMs: undefined,
      lanes: new Map(),
      progress: null,
    })
    this.#gone.delete(run.id)
    this.#changed.add(run.id)
  }

  take(id: string, line: Exclude<JournalLine, { readonly kind: 'run' }>): void {
    const found = this.#runs.get(id)
    if (found === undefined) return
    if (line.kind === 'windows') return addWindows(found, line.windows)
    if (line.kind === 'lane') {
      const { key } = line.lane.scenario
      const known = found.lanes.get(key)
      found.lanes.set(key, known === undefined ? newLane(line.lane) : { ...known, lane: line.lane })
    } else {
      found.progress = line.progress
    }
    this.#changed.add(id)
  }

  /** It is over. @param nowMs of any clock that {@link forget} is asked with too */
  end(id: string, status: Exclude<LiveRun['status'], 'running'>, nowMs: number): void {
    const found = this.#runs.get(id)
    if (found === undefined) return
    found.status = status
    found.endedAtMs = nowMs
    this.#changed.add(id)
  }

  /** It is shown no longer. */
  remove(id: string): void {
    if (!this.#runs.delete(id)) return
    this.#changed.delete(id)
    this.#gone.add(id)
  }

  /** Lets go of what ended some time ago. */
  forget(nowMs: number): void {
    for (const [id, { endedAtMs }] of this.#runs) {
      if (endedAtMs !== undefined && nowMs - endedAtMs > ENDED_SHOWN_MS) this.remove(id)
    }
  }

  /** As of the last {@link update}, the newest run first: what is added to it by the next one is not in it yet. */
  state(): LiveState {
    const runs = [...this.#runs.values()].map((run) =>
      shown(run, ({ lane, windows, fresh }) => ({
        ...lane,
        windows: windows.slice(0, windows.length - fresh.length),
      })),
    )
    return { schema: 'plimsoll/live@1', runs: runs.toSorted((a, b) => (a.id < b.id ? 1 : -1)) }
  }

  /** What has happened since the last call; `undefined` = nothing. */
  update(): LiveUpdate | undefined {
    const windows = [...this.#runs.values()].flatMap(takeFresh)
    const runs = [...this.#changed].flatMap((id) => {
      const run = this.#runs.get(id)
      return run === undefined ? [] : [shown(run, ({ lane }) => ({ ...lane, windows: [] }))]
    })
    const gone = [...this.#gone]
    this.#changed.clear()
    this.#gone.clear()
    if (windows.length + runs.length + gone.length === 0) return undefined
    return { kind: 'update', runs, gone, windows }
  }
}

interface BoardRun {
  readonly run: JournalRun
  status: LiveRun['status']
  endedAtMs: number | undefined
  /** By key, in the order in which they came. */
  readonly lanes: Map<string, BoardLane>
  progress: LiveProgress | null
}

interface BoardLane {
  readonly lane: JournalLane
  readonly windows: Window[]
  /** Those of them that nobody was told of yet. */
  readonly fresh: Window[]
}

const newLane = (lane: JournalLane): BoardLane => ({ lane, windows: [], fresh: [] })

function addWindows({ lanes }: BoardRun, windows: readonly JournalWindow[]): void {
  const most = liveWindowsOf(lanes.size)
  for (const { key, window } of windows) {
    const lane = lanes.get(key)
    if (lane === undefined) continue
    for (const kept of [lane.windows, lane.fresh]) {
      kept.push(window)
      if (kept.length > most) kept.splice(0, kept.length - most)
    }
  }
}

const shown = (
  { run, status, lanes, progress }: BoardRun,
  laneOf: (lane: BoardLane) => LiveLane,
): LiveRun => ({ ...run, status, lanes: [...lanes.values()].map(laneOf), progress })

const takeFresh = ({ run, lanes }: BoardRun): readonly LiveWindows[] =>
  [...lanes].flatMap(([key, { fresh }]) =>
    fresh.length === 0 ? [] : [{ run: run.id, key, windows: fresh.splice(0) }],
  )
