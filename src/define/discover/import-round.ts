import { ExitCode, PlimsollError } from '../../kernel/errors.ts'
import { redact } from '../../kernel/redact.ts'
import { killGroup, startChild } from '../../processes/child.ts'
import { shownPath } from './import-problem.ts'
import type { DiscoverMessage, DiscoverOrder, FileOutcome } from './protocol.ts'

/** How to import perf files. */
export interface ImportOptions {
  /** The project's folder, absolute: the working directory of the importing process. */
  readonly cwd: string
  /** What the perf files find in `process.env`. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Longest that one file may take. */
  readonly importTimeoutMs: number
  readonly signal: AbortSignal
}

/** How much of what the process printed is kept, for telling how it died. */
const OUTPUT_KEPT = 8_192

/** How much of its last line is shown. */
const LONGEST_LINE = 200

/**
 * Imports files in one fresh process, as far as it gets: a file that ends or hangs the process is the last one that the
 * outcomes speak of. The process, and all it started, is gone when the promise settles.
 *
 * @throws PlimsollError DISCOVERY_NOT_STARTED; the signal's reason when it is aborted
 */
export function importRound(order: DiscoverOrder, options: ImportOptions): Promise<FileOutcome[]> {
  return new Promise((resolve, reject) => {
    const round = new Round(order, options)
    const child = startChild({
      main: new URL('./main', import.meta.url),
      cwd: options.cwd,
      env: options.env,
      loader: 'tsx',
      serialization: 'advanced',
    })
    const kill = (): void => killGroup(child)
    const timer = new Deadline(options.importTimeoutMs, () => {
      round.settle(hangs(options.importTimeoutMs))
      kill()
    })
    const onText = (chunk: Buffer): void => round.keepOutput(chunk.toString())

    child.stdout?.on('data', onText)
    child.stderr?.on('data', onText)
    child.on('message', (message: DiscoverMessage) => {
      if (message.kind === 'ready') child.send(order)
      round.take(message)
      timer.restart()
    })
    child.on('error', (cause) => {
      timer.stop()
      reject(notStarted(cause.message))
    })
    child.on('close', (code, signal) => {
      timer.stop()
      options.signal.removeEventListener('abort', kill)
      kill()
      round.end({ code, signal })
      if (options.signal.aborted) reject(options.signal.reason as Error)
      else if (round.outcomes.length === 0) reject(notStarted(round.lastLine))
      else resolve(round.outcomes)
    })
    options.signal.addEventListener('abort', kill, { once: true })
    if (options.signal.aborted) kill()
  })
}

/** What one process has reported so far. */
class Round {
  readonly outcomes: FileOutcome[] = []
  readonly #files: ReadonlySet<string>
  readonly #cwd: string
  #current: string | undefined
  #output = ''

  constructor({ files }: DiscoverOrder, { cwd }: ImportOptions) {
    this.#files = new Set(files)
    this.#cwd = cwd
  }

  /** A perf file could send messages of its own: only those about files of the order count. */
  take(message: DiscoverMessage): void {
    if (!('path' in message) || !this.#files.has(message.path)) return
    if (message.kind === 'importing') this.#current = message.path
    else if (!this.#settled(message.path)) this.outcomes.push(message)
  }

  /** Says what became of the file that is being imported, unless that is known. */
  settle(what: string): void {
    const path = this.#current
    if (path === undefined || this.#settled(path)) return
    this.outcomes.push({ path, problem: { where: shownPath(path, this.#cwd), what } })
  }

  end(how: { readonly code: number | null; readonly signal: NodeJS.Signals | null }): void {
    this.settle(ends({ ...how, output: this.#output, lastLine: this.lastLine }))
  }

  keepOutput(text: string): void {
    this.#output = (this.#output + text).slice(-OUTPUT_KEPT)
  }

  get lastLine(): string {
    return redact(this.#output.trim().split('\n').at(-1) ?? '').slice(0, LONGEST_LINE)
  }

  #settled(path: string): boolean {
    return this.outcomes.some((outcome) => outcome.path === path)
  }
}

/** Calls back once, so long after it was last restarted. */
class Deadline {
  readonly #timer: NodeJS.Timeout

  constructor(afterMs: number, callBack: () => void) {
    this.#timer = setTimeout(callBack, afterMs)
  }

  restart(): void {
    this.#timer.refresh()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}

const hangs = (limitMs: number): string =>
  `is still being imported after ${limitMs / 1000} s: an endless loop, or a top-level await that never settles`

interface End {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: string
  readonly lastLine: string
}

function ends({ code, signal, output, lastLine }: End): string {
  if (/heap out of memory|Out of memory/i.test(output)) return 'runs out of memory on import'
  if (signal !== null) return `was killed by ${signal} on import`
  const said = lastLine === '' ? '' : `; it last printed: ${lastLine}`
  return `ends the process on import, with code ${code}${said}`
}

function notStarted(why: string): PlimsollError {
  return new PlimsollError({
    code: 'DISCOVERY_NOT_STARTED',
    message: `the process that imports perf files did not start${why === '' ? '' : `: ${why}`}`,
    hint: 'plimsoll doctor says whether this machine can start it',
    exitCode: ExitCode.usage,
  })
}
