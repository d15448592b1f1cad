import { writeSync } from 'node:fs'
import { ExitCode, messageOf, PlimsollError } from '../kernel/errors.ts'
import type { Redactor } from '../kernel/redactor.ts'
import type { TerminalOptions } from '../show/index.ts'

/** The streams of a process, and how they look. Results go to `out`, everything else to `err`. */
export interface Io {
  out(text: string): void
  err(text: string): void
  readonly outLook: TerminalOptions
  readonly errLook: TerminalOptions
  /** Whether a line of `err` may be redrawn. */
  readonly live: boolean
  /** Lines of the terminal of `err`; absent = not known. */
  readonly rows?: number
  /** Writes to `err` what will be drawn over; absent = {@link err} does. */
  readonly draw?: (text: string) => void
  /** Takes that away, before anything else is written to `err`. Set while something is drawn. */
  uncover?: (() => void) | undefined
  /** Hides what the project keeps secret; set once it is open. */
  redactor?: Redactor
}

/** Columns where a stream is no terminal. */
const PLAIN_COLUMNS = 80

/** The process's own streams. A reader that went away (`plimsoll … | head`) is not an error. */
export function processIo(): Io {
  const { stdout, stderr, env } = process
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
  const io: Io = {
    out: (text) => writeAll(1, text),
    err: (text) => {
      io.uncover?.()
      writeAll(2, text)
    },
    draw: (text) => writeAll(2, text),
    outLook: { width: stdout.columns ?? PLAIN_COLUMNS, color: wantsColor(stdout, env) },
    errLook: { width: stderr.columns ?? PLAIN_COLUMNS, color: wantsColor(stderr, env) },
    live: stderr.isTTY && env['CI'] === undefined && env['TERM'] !== 'dumb',
    ...(stderr.rows === undefined ? {} : { rows: stderr.rows }),
  }
  return io
}

/** Written before the process goes on: an exit right behind it must not cut a report short. */
function writeAll(descriptor: 1 | 2, text: string): void {
  const bytes = Buffer.from(text)
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written)
    } catch (thrown) {
      const code: unknown = thrown instanceof Error ? Reflect.get(thrown, 'code') : undefined
      if (code === 'EPIPE') return
      if (code !== 'EAGAIN') throw notWritten(descriptor, thrown)
      // A pipe whose reader is slow: try again.
      Atomics.wait(NEVER_WOKEN, 0, 0, RETRY_MS)
    }
  }
}

const NEVER_WOKEN = new Int32Array(new SharedArrayBuffer(4))
const RETRY_MS = 5

function notWritten(descriptor: 1 | 2, cause: unknown): PlimsollError {
  return new PlimsollError({
    code: 'OUTPUT_NOT_WRITTEN',
    message: `${descriptor === 1 ? 'stdout' : 'stderr'} can't be written: ${messageOf(cause)}`,
    hint: 'send it to a file or pipe that takes it; what was recorded is in the store',
    exitCode: ExitCode.usage,
    cause,
  })
}

/** https://no-color.org and https://force-color.org, else whether it is a terminal. */
function wantsColor(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean {
  if (env['NO_COLOR']) return false
  if (env['FORCE_COLOR'] !== undefined) return !['0', 'false'].includes(env['FORCE_COLOR'])
  return stream.isTTY && env['TERM'] !== 'dumb'
}
