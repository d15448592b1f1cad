import { type FSWatcher, watch } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { JournalLine, JournalRun } from '../../model/live-journal.ts'
import { JournalReader, type JournalState } from './journal-reader.ts'
import { isRunId, journalsIn } from './places.ts'

/** Hears of every run that is under way. Called from one look at the folder at a time. */
export interface JournalListener {
  onRun(run: JournalRun): void
  onLine(id: string, line: Exclude<JournalLine, { readonly kind: 'run' }>): void
  /** It is written no more: its process has ended it (`gone`), or died (`lost`). */
  onEnd(id: string, how: 'gone' | 'lost'): void
}

/** How to look. */
export interface FollowOptions {
  readonly cwd: string
  /** Between two looks, where the file system tells nothing. */
  readonly everyMs?: number
}

/** A journal is appended to once a second; where nothing tells of it, it is seen a second later. */
const EVERY_MS = 1_000
/** What the file system tells in a burst is looked at once. */
const SETTLE_MS = 50
/** Runs that are followed at a time, the newest: many more than a machine can measure. */
const MOST_RUNS = 32

/**
 * Follows all journals of a project. The file system says when to look (`fs.watch`); where it can't, or misses something,
 * a timer does.
 */
export class JournalFollower implements AsyncDisposable {
  readonly #all: string
  readonly #listener: JournalListener
  readonly #timer: NodeJS.Timeout
  readonly #readers = new Map<string, JournalReader>()
  /** Those that have ended, as long as their folders are there. */
  readonly #ended = new Set<string>()
  readonly #told = new Set<string>()
  readonly #watchers = new Map<string, FSWatcher>()
  #looking: Promise<void> | undefined
  #isStale = false
  #isOver = false
  #settling: NodeJS.Timeout | undefined

  private constructor({ cwd, everyMs = EVERY_MS }: FollowOptions, listener: JournalListener) {
    this.#all = journalsIn(cwd)
    this.#listener = listener
    this.#timer = setInterval(() => void this.look(), everyMs).unref()
  }

  /** Resolves once it has seen what is there. */
  static async open(options: FollowOptions, listener: JournalListener): Promise<JournalFollower> {
    const follower = new JournalFollower(options, listener)
    await follower.look()
    return follower
  }

  /** Looks now; while it is being looked already, once more afterwards. */
  look(): Promise<void> {
    if (this.#isOver) return Promise.resolve()
    this.#isStale = true
    this.#looking ??= this.#lookOn().finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    clearInterval(this.#timer)
    clearTimeout(this.#settling)
    for (const watcher of this.#watchers.values()) watcher.close()
    this.#watchers.clear()
    await this.#looking
  }

  async #lookOn(): Promise<void> {
    while (this.#isStale && !this.#isOver) {
      this.#isStale = false
      await this.#lookOnce()
    }
  }

  async #lookOnce(): Promise<void> {
    const names = await readdir(this.#all).catch(() => undefined)
    const ids = (names ?? []).filter(isRunId).toSorted().slice(-MOST_RUNS)
    if (names !== undefined) this.#watch(this.#all)
    for (const id of ids) await this.#read(id)
    const there = new Set(ids)
    for (const id of this.#readers.keys()) if (!there.has(id)) this.#end(id, 'gone')
    for (const id of this.#ended) if (!there.has(id)) this.#ended.delete(id)
    const watched = new Set([
      ...ids.map((id) => join(this.#all, id)),
      ...(names ? [this.#all] : []),
    ])
    for (const path of this.#watchers.keys()) if (!watched.has(path)) this.#unwatch(path)
  }

  async #read(id: string): Promise<void> {
    if (this.#ended.has(id)) return
    const folder = join(this.#all, id)
    const reader = this.#readers.get(id) ?? new JournalReader(folder, id)
    this.#readers.set(id, reader)
    this.#watch(folder)
    const state: JournalState = await reader.read((line) => {
      this.#tell(reader)
      if (line.kind !== 'run') this.#listener.onLine(id, line)
    })
    this.#tell(reader)
    if (state !== 'running') this.#end(id, state)
  }

  #tell({ run }: JournalReader): void {
    if (run === undefined || this.#told.has(run.id)) return
    this.#told.add(run.id)
    this.#listener.onRun(run)
  }

  #end(id: string, how: 'gone' | 'lost'): void {
    this.#readers.delete(id)
    this.#ended.add(id)
    this.#unwatch(join(this.#all, id))
    if (this.#told.delete(id)) this.#listener.onEnd(id, how)
  }

  #watch(path: string): void {
    if (this.#watchers.has(path) || this.#isOver) return
    try {
      const watcher = watch(path, { persistent: false }, () => this.#lookSoon())
      watcher.on('error', () => this.#unwatch(path))
      this.#watchers.set(path, watcher)
    } catch {
      // The timer looks.
    }
  }

  #unwatch(path: string): void {
    this.#watchers.get(path)?.close()
    this.#watchers.delete(path)
  }

  #lookSoon(): void {
    this.#settling ??= setTimeout(() => {
      this.#settling = undefined
      void this.look()
    }, SETTLE_MS).unref()
  }
}
