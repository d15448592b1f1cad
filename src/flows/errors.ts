import { ExitCode, messageOf, PlimsollError, usageError } from '../kernel/errors.ts'
import type { OverThreshold } from '../judge/index.ts'

/** Failures that several flows share, each said in one way. */

/** No run has this id, or starts with it. */
export function runNotFound(id: string): PlimsollError {
  return usageError(
    'RUN_NOT_FOUND',
    `there is no run '${id}'`,
    'plimsoll report --list shows the runs that the store holds',
  )
}

/** The store is empty, or not there. @param url where it should be */
export function noRuns(url: string): PlimsollError {
  return usageError(
    'NO_RUNS',
    `the store ${url} holds no run yet`,
    'measure one first: plimsoll run; or name another store with --store',
  )
}

/** Nothing to compare with. @param tried what was looked for, in words */
export function noBaseline(tried: string): PlimsollError {
  return new PlimsollError({
    code: 'NO_BASELINE',
    message: `there is no baseline to compare with (${tried})`,
    hint: 'set one from a run that you trust: plimsoll baseline set',
    exitCode: ExitCode.noVerdict,
  })
}

/** Scenarios above the hard cap, found without a baseline to compare with. @param over at least one */
export function thresholdExceeded(over: readonly OverThreshold[]): PlimsollError {
  const [first] = over
  const one = over.length === 1 && first !== undefined
  return new PlimsollError({
    code: 'THRESHOLD_EXCEEDED',
    message: one
      ? `'${first.scenario}': ${first.reason}`
      : `${over.length} scenarios are above the threshold`,
    hint: 'make them faster, or raise the cap (--threshold)',
    exitCode: ExitCode.red,
    problems: one ? [] : over.map(({ scenario, reason }) => `'${scenario}': ${reason}`),
  })
}

/** Ctrl-C before there was anything to keep. */
export function interruptedEarly(): PlimsollError {
  return new PlimsollError({
    code: 'INTERRUPTED',
    message: 'interrupted before any scenario had been measured',
    hint: 'nothing was recorded; run it again',
    exitCode: ExitCode.interrupted,
  })
}

/** Ctrl-C when the run was measured, and nothing of the duet was. */
export function interruptedDuet(): PlimsollError {
  return new PlimsollError({
    code: 'INTERRUPTED',
    message: 'interrupted before a duet had settled anything',
    hint: 'the run itself is recorded; check again',
    exitCode: ExitCode.interrupted,
  })
}

/** Why a file could not be read or written, without its path: `ENOENT: no such file or directory`. */
export function fileProblem(thrown: unknown): string {
  return messageOf(thrown).replace(/, \w+(?: '.*)?$/, '')
}

/** A baseline named by the user is not there. */
export function baselineNotFound(name: string, known: readonly string[]): PlimsollError {
  const there = known.length === 0 ? 'there are none' : `there are: ${known.join(', ')}`
  return usageError(
    'BASELINE_NOT_FOUND',
    `there is no baseline '${name}'`,
    `${there}; plimsoll baseline set --baseline ${name} makes it`,
  )
}
