import { ExitCode, PlimsollError, messageOf } from '../kernel/errors.ts'
import { PLAIN_REDACTOR } from '../kernel/redactor.ts'
import type { Io } from './io.ts'
import { printable, printableLines } from './printable.ts'

/** Whatever was thrown, said in two lines: what is wrong, and what to do. */

/** How to say it. */
export interface FailureOptions {
  readonly json: boolean
  /** Whether to show the stack. */
  readonly debug: boolean
  /** What the process will exit with, where something worse than this failure decides it. */
  readonly exitCode?: ExitCode
}

/** Prints a failure and gives the exit code it leads to. */
export function reportFailure(thrown: unknown, io: Io, options: FailureOptions): ExitCode {
  const error = thrown instanceof PlimsollError ? thrown : asBug(thrown)
  const { code, message, hint, problems } = error
  const exitCode = options.exitCode ?? error.exitCode
  const { text: redact } = io.redactor ?? PLAIN_REDACTOR
  const lines = [
    `plimsoll: ${message} (${code})`,
    ...problems.map((problem) => `  ${problem}`),
    `  ${hint}`,
  ]
  say(io.err, lines.map((line) => printable(redact(line))).join('\n'))
  if (options.debug) say(io.err, printableLines(redact(stackOf(error))))
  if (options.json) {
    const document = { error: { code, message, hint, exitCode, problems } }
    // Each text by itself: the quotes around it are no part of a secret.
    const redacted = (_key: string, value: unknown): unknown =>
      typeof value === 'string' ? redact(value) : value
    say(io.out, JSON.stringify(document, redacted, 2))
  }
  return exitCode
}

/** A stream that can't be written to has no one to be told so. */
function say(write: (text: string) => void, text: string): void {
  try {
    write(`${text}\n`)
  } catch {
    // The exit code remains.
  }
}

function asBug(thrown: unknown): PlimsollError {
  return new PlimsollError({
    code: 'BUG',
    message: `a bug in plimsoll: ${messageOf(thrown)}`,
    hint: 'please report it, with what --debug prints',
    exitCode: ExitCode.bug,
    cause: thrown,
  })
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}
