import { mkdir, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  JOURNAL_SCHEMA,
  type JournalLane,
  type JournalLine,
  type JournalRun,
} from '../../model/live-journal.ts'
import type { LiveProgress } from '../../model/page.ts'
import type { Window } from '../../model/run.ts'
import { ownName } from '../../processes/owner.ts'
import type { Redactor } from '../../kernel/redactor.ts'
import type { Histogram } from '../../stats/index.ts'
import { liveWindow } from './live-window.ts'
import { journalsIn } from './places.ts'
import { JOURNAL_LIMITS, type JournalLimits, Segments } from './segments.ts'
import { sweepJournals } from './sweep.ts'
import { LineTidying } from './tidy-line.ts'

/** Between two appends, at least. */
const PAUSE_MS = 1_000
/** After what gives rise to an append: a window closes while everybody else is busy too. */
const DELAY_MS = 50
/** What a disk that stands still may leave waiting; more is let go. */
const MOST_WAITING = 512

/** A window that has just closed, with its distribution where there is one. */
export interface ClosedWindow {
  /** The scenario's. */
  readonly key: string
  readonly window: Window
  readonly latency: Histogram | undefined
}

/** What a journal is opened with. */
export interface JournalOptions {
  readonly cwd: string
  readonly run: JournalRun
  /** Of the project: a journal holds no more than the record is going to. */
  readonly redactor: Redactor
  readonly limits?: JournalLimits
  /** Why there is nothing to be seen live; told once. */
  readonly onTrouble?: (thrown: unknown) => void
}

/**
 * What happens in a run that is under way, in files that others may follow. Whoever measures is never kept waiting: what
 * it tells is written some time later, at most once a second, and what can't be written is let go.
 *
 *   lane, windows, progress ──▶ waiting ──(once a second)──▶ lines ──▶ file ──(large)──▶ next file
 *
 * Its folder goes when it is disposed of, at the end of the run: from then on the store knows better.
 */
export class LiveJournal implements AsyncDisposable {
  readonly #folder: string
  readonly #run: JournalRun
  readonly #tidying: LineTidying
  readonly #segments: Segments
  readonly #onTrouble: (thrown: unknown) => void
  readonly #lanes = new Map<string, JournalLane>()
  #progress: LiveProgress | undefined
  #waiting: (() => JournalLine)[] = []
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | undefined
  #writtenAtMs = Number.NEGATIVE_INFINITY
  #isOver = false

  private constructor(options: JournalOptions, owner: string) {
    const { cwd, run, redactor, limits, onTrouble } = options
    this.#folder = join(journalsIn(cwd), run.id)
    this.#run = run
    this.#tidying = new LineTidying(redactor)
    this.#onTrouble = onTrouble ?? (() => undefined)
    this.#segments = new Segments({
      folder: this.#folder,
      owner,
      limits: limits ?? JOURNAL_LIMITS,
      head: () => this.#linesOf(this.#head()),
    })
  }

  /** Begins one; what killed processes left behind some time ago is removed. Never rejects: see `onTrouble`. */
  static async open(options: JournalOptions): Promise<LiveJournal> {
    const journal = new LiveJournal(options, await ownName())
    try {
      await mkdir(journal.#folder, { recursive: true })
      await journal.#segments.append('')
      await sweepJournals(options.cwd)
    } catch (thrown) {
      journal.#giveUp(thrown)
    }
    return journal
  }

  /** A lane begins, or has changed. */
  lane(lane: JournalLane): void {
    this.#lanes.set(lane.scenario.key, lane)
    this.#add(() => ({ kind: 'lane', lane }))
  }

  /** Windows have closed. */
  windows(closed: readonly ClosedWindow[]): void {
    this.#add(() => lineOf(closed))
  }

  /** Makes a line of these windows, and forgets it: of the first that count, it is then made as quickly as of all others. */
  rehearse(closed: readonly ClosedWindow[]): void {
    this.#linesOf([lineOf(closed)])
  }

  /** It has got on. */
  progress(progress: LiveProgress): void {
    this.#progress = progress
    this.#add(() => ({ kind: 'progress', progress }))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    clearTimeout(this.#timer)
    await this.#writing
    await this.#segments[Symbol.asyncDispose]().catch(() => undefined)
    await rm(this.#folder, REMOVAL).catch(() => undefined)
    const all = dirname(this.#folder)
    // They stay if anybody else has put something into them.
    for (const parent of [all, dirname(all)]) await rmdir(parent).catch(() => undefined)
  }

  #head(): readonly JournalLine[] {
    return [
      { kind: 'run', schema: JOURNAL_SCHEMA, run: this.#run },
      ...[...this.#lanes.values()].map((lane): JournalLine => ({ kind: 'lane', lane })),
      ...(this.#progress === undefined
        ? []
        : [{ kind: 'progress', progress: this.#progress } satisfies JournalLine]),
    ]
  }

  #add(line: () => JournalLine): void {
    if (this.#isOver || this.#waiting.length >= MOST_WAITING) return
    this.#waiting.push(line)
    this.#writeLater()
  }

  #writeLater(): void {
    if (this.#timer !== undefined || this.#writing !== undefined || this.#isOver) return
    const pauseMs = this.#writtenAtMs + PAUSE_MS - performance.now()
    this.#timer = setTimeout(() => this.#write(), Math.max(DELAY_MS, pauseMs)).unref()
  }

  #write(): void {
    this.#timer = undefined
    this.#writtenAtMs = performance.now()
    const waiting = this.#waiting
    this.#waiting = []
    this.#writing = this.#segments
      .append(this.#linesOf(waiting.map((line) => line())))
      .catch((thrown: unknown) => this.#giveUp(thrown))
      .finally(() => {
        this.#writing = undefined
        if (this.#waiting.length > 0) this.#writeLater()
      })
  }

  #linesOf(lines: readonly JournalLine[]): string {
    return lines.map((line) => `${JSON.stringify(this.#tidying.line(line))}\n`).join('')
  }

  #giveUp(thrown: unknown): void {
    this.#isOver = true
    this.#waiting = []
    this.#onTrouble(thrown)
  }
}

const lineOf = (closed: readonly ClosedWindow[]): JournalLine => ({
  kind: 'windows',
  windows: closed.map(({ key, window, latency }) => ({ key, window: liveWindow(window, latency) })),
})

const REMOVAL = { recursive: true, force: true, maxRetries: 3 } as const
