import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ExitCode, messageOf, PlimsollError } from '../../../kernel/errors.ts'
import { isAbandoned, ownName } from '../../../processes/owner.ts'
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
  /** The innermost first. */
  readonly #parents: readonly string[]
  readonly #mostBytes: number
  #file: FileHandle
  #bytes = 0
  #level = 0
  #pending: StoredWindow[] = []
  /** Writes happen one after the other. */
  #queue: Promise<void> = Promise.resolve()

  private constructor(parts: TimelineParts) {
    this.#folder = parts.folder
    this.#parents = parts.parents
    this.#mostBytes = parts.mostBytes
    this.#file = parts.file
  }

  /**
   * A new one, in a folder of its own below `.plimsoll`; what killed processes left there is removed.
   * @throws PlimsollError FOLDER_UNWRITABLE (exit 5)
   */
  static async open(cwd: string, mostBytes: number = MOST_BYTES): Promise<Timeline> {
    try {
      return await Timeline.#open(cwd, mostBytes)
    } catch (thrown) {
      throw new PlimsollError({
        code: 'FOLDER_UNWRITABLE',
        message: `the windows of a load test can't be kept below ${cwd}: ${messageOf(thrown)}`,
        hint: 'Make the folder .plimsoll there writable.',
        exitCode: ExitCode.store,
        cause: thrown,
      })
    }
  }

  static async #open(cwd: string, mostBytes: number): Promise<Timeline> {
    const home = join(cwd, '.plimsoll')
    const all = join(home, 'load')
    const made = await mkdir(all, { recursive: true })
    await sweep(all)
    const folder = join(all, await ownName())
    await mkdir(folder, { recursive: true })
    const file = await open(join(folder, FILE), 'a')
    const parents = made === home ? [all, home] : [all]
    return new Timeline({ folder, parents, mostBytes, file })
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
    // They stay if anybody else has put something into them.
    for (const parent of this.#parents) await rmdir(parent).catch(() => undefined)
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
  readonly parents: readonly string[]
  readonly mostBytes: number
  readonly file: FileHandle
}

/** Failing to remove something is no failure: the next sweep tries again. */
async function sweep(all: string): Promise<void> {
  for (const name of await readdir(all)) {
    const path = join(all, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }))
    if (!(await isAbandoned(name, Date.now() - mtimeMs))) continue
    await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}

const spanAt = (level: number): number => SPANS_MS[level] ?? WINDOW_MS

/** Windows whose starts lie in one span are one group. */
const groupOf = ({ startMs }: StoredWindow, spanMs: number): number => Math.floor(startMs / spanMs)

async function* readWindows(path: string): AsyncGenerator<StoredWindow> {
  const input = createReadStream(path)
  try {
    const lines = createInterface({ input, crlfDelay: Infinity })
    for await (const line of lines) yield windowIn(line)
  } finally {
    // Whoever has seen enough need not have the rest read.
    input.destroy()
  }
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
