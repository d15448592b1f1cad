import { PlimsollError } from '../kernel/errors.ts'
import type { JournalLine, JournalRun } from '../model/live-journal.ts'
import type { LiveState } from '../model/page.ts'
import type { LiveFeed } from '../model/ports.ts'
import type { RunStatus } from '../model/run.ts'
import { JournalFollower, type JournalListener, sweepJournals } from '../record/index.ts'
import { Coalesce, later } from './coalesce.ts'
import { LiveBoard, type LiveUpdate } from './live-board.ts'
import { openStoreToRead, type Project } from './project.ts'

/** Four a second: what moves more often is not read. */
const UPDATE_MS = 250

/** How often runs that ended some time ago are looked for. */
const FORGET_MS = 10_000

/** A run that has just ended is among the newest. */
const NEWEST = 200

/** What is under way in a project, from the journals of those that measure; dispose of it to end following them. */
export async function openLiveFeed(project: Project): Promise<LiveFeed> {
  await sweepJournals(project.cwd)
  const feed = new Feed(project)
  await feed.follow()
  return feed
}

class Feed implements LiveFeed, JournalListener {
  readonly #project: Project
  readonly #board = new LiveBoard()
  readonly #listeners = new Set<(update: LiveUpdate) => void>()
  readonly #stack = new AsyncDisposableStack()
  readonly #updates: Coalesce
  /** The store is asked for one run after the other. */
  #asking: Promise<void> = Promise.resolve()

  constructor(project: Project) {
    this.#project = project
    const waiting = { clock: project.clock, later }
    this.#updates = this.#stack.use(new Coalesce(UPDATE_MS, () => this.#pass(), waiting))
    this.#stack.defer(() => this.#asking)
  }

  async follow(): Promise<void> {
    this.#stack.use(await JournalFollower.open({ cwd: this.#project.cwd }, this))
    const timer = setInterval(() => this.#forget(), FORGET_MS).unref()
    this.#stack.defer(() => clearInterval(timer))
    await this.#asking
    this.#board.update()
  }

  state(): LiveState {
    return this.#board.state()
  }

  subscribe(listener: (update: LiveUpdate) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onRun(run: JournalRun): void {
    this.#board.begin(run)
    this.#updates.happened()
  }

  onLine(id: string, line: Exclude<JournalLine, { readonly kind: 'run' }>): void {
    this.#board.take(id, line)
    this.#updates.happened()
  }

  onEnd(id: string, how: 'gone' | 'lost'): void {
    this.#asking = this.#asking.then(() => this.#replace(id, how))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listeners.clear()
    await this.#stack.disposeAsync()
  }

  /** By what the store says: it was committed before its journal went. What was not recorded has come to nothing. */
  async #replace(id: string, how: 'gone' | 'lost'): Promise<void> {
    const status = (await this.#recorded(id)) ?? (how === 'lost' ? 'lost' : undefined)
    if (status === undefined) this.#board.remove(id)
    else this.#board.end(id, status, this.#nowMs())
    this.#updates.happened()
  }

  async #recorded(id: string): Promise<RunStatus | undefined> {
    try {
      await using store = await openStoreToRead(this.#project)
      const newest = await store.list({ limit: NEWEST })
      return newest.find((run) => run.id === id)?.status
    } catch (thrown) {
      if (thrown instanceof PlimsollError) return undefined
      throw thrown
    }
  }

  #forget(): void {
    this.#board.forget(this.#nowMs())
    this.#updates.happened()
  }

  /** Also when nobody listens: what was told is told, to whoever comes next. */
  #pass(): void {
    const update = this.#board.update()
    if (update === undefined) return
    for (const listener of this.#listeners) listener(update)
  }

  #nowMs(): number {
    return this.#project.clock.now() / 1e6
  }
}
