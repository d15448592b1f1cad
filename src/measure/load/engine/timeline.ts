import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, mkdtemp, open, rename, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { joinWindows, type LoadWindow, type StoredWindow, storedWindow } from './load-window.ts'
import { WINDOW_MS } from './parts.ts'
import { lineOf, windowIn } from './window-lines.ts'

/** Spans that windows are joined to, each a multiple of the one before. */
export const SPANS_MS: readonly number[] = [WINDOW_MS, 10_000, 60_000, 600_000, 3_600_000]

/** From this size on the windows on disk are joined to the next span: some hours of seconds. */
const MOST_BYTES = 16 * 2 ** 20

/**
 * The windows of a run, on disk while it goes on, so that a day takes no more memory than a minute; and, once the file has
 * grown large, joined to longer ones, so that it takes hardly more disk either.
 *
 *   append ──▶ one line a window ──▶ file ──(too large)──▶ joined ──▶ file
 *                                      └──▶ read(span): joined further, one at a time
 */
export class Timeline implements AsyncDisposable {
  readonly #folder: string
  /** What was made for it, and is to go if nothing else is in it. */
  readonly #madeFolder: string | undefined
  readonly #mostBytes: number
  #file: FileHandle
  #bytes = 0
  #level = 0
  #pending: StoredWindow[] = []
  /** Writes happen one after the other. */
  #queue: Promise<void> = Promise.resolve()

  private constructor(parts: TimelineParts) {
    this.#folder = parts.folder
    this.#madeFolder = parts.madeFolder
    this.#mostBytes = parts.mostBytes
    this.#file = parts.file
  }

  /** A new one, in a folder of its own below `.plimsoll`. */
  static async open(cwd: string, mostBytes: number = MOST_BYTES): Promise<Timeline> {
    const home = join(cwd, '.plimsoll')
    const madeFolder = (await mkdir(home, { recursive: true })) === undefined ? undefined : home
    const folder = await mkdtemp(join(home, 'load-'))
    const file = await open(join(folder, FILE), 'a')
    return new Timeline({ folder, madeFolder, mostBytes, file })
  }

  /** The span that its windows have by now. */
  get spanMs(): number {
    return spanAt(this.#level)
  }

  /** Keeps a window; they come in order. Failures are thrown by {@link read}. */
  append(window: LoadWindow): void {
    const stored = storedWindow(window)
    this.#queue = this.#queue.then(() => this.#take(stored))
    // Whoever reads gets it; nobody else waits for it.
    this.#queue.catch(() => undefined)
  }

  /** The windows in order, joined to a span that is at least as long as theirs. */
  async *read(spanMs: number): AsyncGenerator<LoadWindow> {
    await this.#queue
    yield* grouped(this.#all(), spanMs)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#queue.catch(() => undefined)
    await this.#file.close()
    await rm(this.#folder, { recursive: true, force: true })
    if (this.#madeFolder === undefined) return
    // It stays if somebody else has put something into it.
    await rmdir(this.#madeFolder).catch(() => undefined)
  }

  async *#all(): AsyncGenerator<StoredWindow> {
    yield* readWindows(join(this.#folder, FILE))
    yield* this.#pending
  }

  async #take(window: StoredWindow): Promise<void> {
    const [first] = this.#pending
    if (first !== undefined && groupOf(first, this.spanMs) !== groupOf(window, this.spanMs)) {
      await this.#writePending()
    }
    this.#pending.push(window)
    if (this.#level === 0) await this.#writePending()
    else this.#joinPending()
    if (this.#bytes > this.#mostBytes && this.#level < SPANS_MS.length - 1) await this.#coarsen()
  }

  /** One window instead of many: what has not been written yet is not to grow either. */
  #joinPending(): void {
    const [first, ...others] = this.#pending
    if (first === undefined || others.length === 0) return
    this.#pending = [storedWindow(joinWindows([first, ...others]))]
  }

  async #writePending(): Promise<void> {
    for (const window of this.#pending) await this.#write(this.#file, window)
    this.#pending = []
  }

  async #write(file: FileHandle, window: StoredWindow): Promise<void> {
    const line = lineOf(window)
    await file.appendFile(line)
    this.#bytes += line.length
  }

  async #coarsen(): Promise<void> {
    await this.#writePending()
    const path = join(this.#folder, FILE)
    const coarser = await open(`${path}.new`, 'a')
    const spanMs = spanAt(++this.#level)
    this.#bytes = 0
    for await (const window of grouped(readWindows(path), spanMs)) {
      await this.#write(coarser, storedWindow(window))
    }
    await this.#file.close()
    await rename(`${path}.new`, path)
    this.#file = coarser
  }
}

const FILE = 'windows.ndjson'

interface TimelineParts {
  readonly folder: string
  readonly madeFolder: string | undefined
  readonly mostBytes: number
  readonly file: FileHandle
}

const spanAt = (level: number): number => SPANS_MS[level] ?? WINDOW_MS

/** Windows whose starts lie in one span are one group. */
const groupOf = ({ startMs }: StoredWindow, spanMs: number): number => Math.floor(startMs / spanMs)

async function* readWindows(path: string): AsyncGenerator<StoredWindow> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity })
  for await (const line of lines) yield windowIn(line)
}

/** Joins what belongs together; as the windows come in order, one group is held at a time. */
async function* grouped(
  windows: AsyncIterable<StoredWindow>,
  spanMs: number,
): AsyncGenerator<LoadWindow> {
  let group: [StoredWindow, ...StoredWindow[]] | undefined
  for await (const window of windows) {
    if (group !== undefined && groupOf(group[0], spanMs) === groupOf(window, spanMs)) {
      group.push(window)
      continue
    }
    if (group !== undefined) yield joinWindows(group)
    group = [window]
  }
  if (group !== undefined) yield joinWindows(group)
}
