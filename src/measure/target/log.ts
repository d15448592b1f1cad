import type { Readable } from 'node:stream'
import { redact } from '../../kernel/redact.ts'
import type { LogFile } from './log-file.ts'

/** Longer lines are cut; what is kept of a service's output is bounded, whatever it writes. */
const LONGEST_LINE = 2_000

/** How many lines an error or a death shows. */
const SHOWN_LINES = 12

/** The last lines of a service's two outputs, in order of arrival. */
export class ServiceLog {
  readonly #most: number
  readonly #file: LogFile | undefined
  readonly #lines: string[] = []
  readonly #readers = new Set<(line: string) => void>()

  /**
   * @param most how many lines are kept
   * @param file takes all of it
   */
  constructor(most: number, file?: LogFile) {
    this.#most = most
    this.#file = file
  }

  /** Takes what comes from one output, by lines; an unfinished last one counts as one too. */
  collect(stream: Readable): void {
    let part = ''
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      this.#file?.write(text)
      const lines = (part + text).split('\n')
      part = (lines.pop() ?? '').slice(0, LONGEST_LINE)
      for (const line of lines) this.#add(line)
    })
    stream.on('close', () => {
      if (part !== '') this.#add(part)
    })
    // A pipe that breaks has nothing more to say; how the service ended is told elsewhere.
    stream.on('error', () => {})
  }

  /** Oldest first. */
  lines(): readonly string[] {
    return [...this.#lines]
  }

  /** The last lines that are not empty, secrets hidden: for messages. */
  lastLines(): readonly string[] {
    return this.#lines
      .filter((line) => line.trim() !== '')
      .slice(-SHOWN_LINES)
      .map(redact)
  }

  /** Resolves when a line matches, also one that came before. */
  async until(pattern: RegExp, signal: AbortSignal): Promise<void> {
    // With `g` or `y` a pattern starts where its last match ended.
    const steady = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''))
    if (this.#lines.some((line) => steady.test(line))) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const read = (line: string): void => {
      if (steady.test(line)) resolve()
    }
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    this.#readers.add(read)
    try {
      await promise
    } finally {
      this.#readers.delete(read)
      signal.removeEventListener('abort', abort)
    }
  }

  #add(text: string): void {
    const line = text.slice(0, LONGEST_LINE).trimEnd()
    this.#lines.push(line)
    if (this.#lines.length > this.#most) this.#lines.shift()
    for (const read of this.#readers) read(line)
  }
}
