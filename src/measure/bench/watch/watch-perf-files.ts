import { FolderWatcher } from './folder-watcher.ts'
import { PerfFiles } from './perf-files.ts'

/** What to watch. */
export interface WatchOptions {
  /** The project's folder, absolute. */
  readonly cwd: string
  /** Absolute paths of the perf files that there are, of both kinds. */
  readonly files: readonly string[]
  /** Ends the watching. */
  readonly signal: AbortSignal
  /** Whether a file that appears is a perf file. Default: by its name, `*.perf.ts`, `*.perf.test.ts` and so on. */
  readonly isPerfFile?: (path: string) => boolean
  /** Absolute paths of files, such as the configuration, whose change touches every perf file. */
  readonly shared?: readonly string[]
}

/** Changes come in bursts (an editor saves in three steps, a checkout touches hundreds of files): so long a silence ends one. */
const QUIET_MS = 100

/** What changes all the time must not hold the rest back. */
const LONGEST_BURST_MS = 2_000

const PERF_FILE = /\.perf(?:\.test)?\.[cm]?[jt]s$/

/**
 * Watches perf files and what they import. Gives, after each burst of changes, the perf files (absolute, sorted) that
 * one of the changes touches, those that are new included; bursts that touch none are passed over. What a perf file reads
 * otherwise than by `import`, `require` or `new URL(…, import.meta.url)` is not known, and neither is what lies in
 * `node_modules`, `dist` and `.plimsoll`.
 *
 * Watching begins with the call, not with the first step of the iteration; what changes while nobody waits is given at
 * the next step. It ends with the signal, or when the iteration does.
 *
 * @throws PlimsollError WATCH_LIMIT when the system allows no more watchers
 */
export function watchPerfFiles(options: WatchOptions): AsyncIterableIterator<readonly string[]> {
  const burst = new Burst(options.signal)
  const watcher = new FolderWatcher((path) => burst.add(path))
  options.signal.addEventListener('abort', () => watcher[Symbol.dispose](), { once: true })
  watcher.addTree(options.cwd)
  const { isPerfFile = (path) => PERF_FILE.test(path), shared = [] } = options
  const perfFiles = new PerfFiles({ ...options, isPerfFile, shared })
  return touchedFiles({ burst, watcher, perfFiles })
}

interface Watch {
  readonly burst: Burst
  readonly watcher: FolderWatcher
  readonly perfFiles: PerfFiles
}

async function* touchedFiles({
  burst,
  watcher,
  perfFiles,
}: Watch): AsyncGenerator<readonly string[], undefined> {
  using _ = watcher
  for (;;) {
    // What is imported from outside the project is watched too.
    for (const folder of perfFiles.folders()) watcher.addFolder(folder)
    const changed = await burst.next()
    if (changed === undefined) return undefined
    const touched = perfFiles.update(changed)
    if (touched.length > 0) yield touched
  }
}

/** Gathers changed paths until no more come. */
class Burst {
  readonly #signal: AbortSignal
  #paths = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #longest: NodeJS.Timeout | undefined
  #quiet: PromiseWithResolvers<void> = Promise.withResolvers()

  constructor(signal: AbortSignal) {
    this.#signal = signal
    signal.addEventListener('abort', () => this.#over(), { once: true })
  }

  add(path: string): void {
    if (this.#signal.aborted) return
    this.#paths.add(path)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#over(), QUIET_MS)
    this.#longest ??= setTimeout(() => this.#over(), LONGEST_BURST_MS)
  }

  /** The paths of the next burst that is over; `undefined` when watching is. */
  async next(): Promise<ReadonlySet<string> | undefined> {
    if (!this.#signal.aborted) await this.#quiet.promise
    if (this.#signal.aborted) return undefined
    this.#quiet = Promise.withResolvers()
    const paths = this.#paths
    this.#paths = new Set()
    return paths
  }

  #over(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#longest)
    this.#longest = undefined
    this.#quiet.resolve()
  }
}
