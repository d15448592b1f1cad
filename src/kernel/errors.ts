/**
 * Every failure that plimsoll foresees is a {@link PlimsollError}: a stable code, one line that says what is wrong,
 * one that says what to do, and the exit code it leads to. Anything else that is thrown is a bug (exit 70).
 */

/** What the process exits with. The table is DESIGN §6; `docs/exit-codes.md` explains it to users. */
export const ExitCode = {
  passed: 0,
  /** Regressed, budget broken, or a Vitest assertion failed. */
  red: 1,
  /** Wrong usage, configuration, input document, or perf files that don't load; a named thing that does not exist. */
  usage: 2,
  /** No verdict possible: no baseline, nothing comparable, run invalid. */
  noVerdict: 3,
  /** A scenario failed, gave no samples, or its target can't be reached. */
  scenarioFailed: 4,
  /** The store, or a service that plimsoll itself needs, is unreachable, corrupt, locked or newer. */
  store: 5,
  /** A bug in plimsoll. */
  bug: 70,
  /** Interrupted; what was measured is kept. */
  interrupted: 130,
} as const

/** One of the documented exit codes. */
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

/** Most severe first (DESIGN §6). */
const SEVERITY: readonly ExitCode[] = [130, 70, 2, 5, 4, 1, 3, 0]

/** The most severe of several exit codes; 0 for none. */
export function mostSevere(codes: Iterable<ExitCode>): ExitCode {
  let worst = SEVERITY.length - 1
  for (const code of codes) worst = Math.min(worst, SEVERITY.indexOf(code))
  return SEVERITY[worst] ?? ExitCode.bug
}

/** What is wrong with something that was written down, all of it at once. */
export interface Problems {
  readonly code: string
  /** One line each. */
  readonly problems: readonly string[]
  /** Says how many there are, where it is more than one: a single problem speaks for itself. */
  readonly several: (count: number) => string
  readonly hint: string
}

/** @throws PlimsollError (exit 2) when there is any problem */
export function refuseProblems({ code, problems, several, hint }: Problems): void {
  const [first, ...others] = problems
  if (first === undefined) return
  if (others.length === 0) throw usageError(code, first, hint)
  throw usageError(code, several(problems.length), hint, problems)
}

/** What an error is made from. */
export interface ErrorParts {
  /** Stable, SCREAMING_SNAKE_CASE; users may match on it. */
  readonly code: string
  /** One line: what is wrong, with the failing name or number. */
  readonly message: string
  /** One line: what to do about it. */
  readonly hint: string
  readonly exitCode: ExitCode
  readonly cause?: unknown
  /** Further problems found at the same time, one line each; shown below the message. */
  readonly problems?: readonly string[]
}

/** A failure that plimsoll foresees. */
export class PlimsollError extends Error {
  readonly code: string
  readonly hint: string
  readonly exitCode: ExitCode
  readonly problems: readonly string[]

  constructor(parts: ErrorParts) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause })
    this.name = 'PlimsollError'
    this.code = parts.code
    this.hint = parts.hint
    this.exitCode = parts.exitCode
    this.problems = parts.problems ?? []
  }
}

/** Wrong usage, configuration or input (exit 2). */
export function usageError(
  code: string,
  message: string,
  hint: string,
  problems: readonly string[] = [],
): PlimsollError {
  return new PlimsollError({ code, message, hint, exitCode: ExitCode.usage, problems })
}

/** The first line of whatever was thrown, for a message. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown)
  return text.split('\n', 1)[0] ?? ''
}
