import type { RunnerTestCase, RunnerTestFile } from 'vitest'
import { usageError } from '../../../kernel/errors.ts'

/** Whose turn it is to measure: one scenario at a time in a process, and each scenario once in a file. */

/** A measurement going on. */
export interface Turn extends Disposable {
  readonly key: string
}

let running: { readonly key: string; readonly test: RunnerTestCase } | undefined

/** By file task: a new one is made for every run of a file, also where a process is used again. */
const measured = new WeakMap<RunnerTestFile, Map<string, Attempt>>()

/** A test may be tried again, and measures again then. */
interface Attempt {
  readonly test: RunnerTestCase
  readonly attempt: string
}

/**
 * Takes the turn; it is over when disposed.
 * @throws PlimsollError MEASURE_AT_ONCE when another measurement is going on, MEASURED_TWICE when the file has measured
 * this scenario before (an earlier attempt of the same test does not count)
 */
export function takeTurn(test: RunnerTestCase, key: string): Turn {
  if (running !== undefined) throw measuredAtOnce(key, running)
  const ofFile = measured.get(test.file) ?? new Map<string, Attempt>()
  const before = ofFile.get(key)
  const attempt = attemptOf(test)
  if (before !== undefined && (before.test !== test || before.attempt === attempt)) {
    throw usageError(
      'MEASURED_TWICE',
      `'${key}' is measured a second time in this file (the first time in the test '${before.test.name}')`,
      'measure a scenario once and use its result, or give the other one a name of its own',
    )
  }
  measured.set(test.file, ofFile.set(key, { test, attempt }))
  const turn = { key, test }
  running = turn
  return {
    key,
    [Symbol.dispose]: () => {
      if (running === turn) running = undefined
    },
  }
}

const attemptOf = ({ result }: RunnerTestCase): string =>
  `${result?.retryCount ?? 0}/${result?.repeatCount ?? 0}`

function measuredAtOnce(
  key: string,
  other: { readonly key: string; readonly test: RunnerTestCase },
): Error {
  return usageError(
    'MEASURE_AT_ONCE',
    `'${key}' can't be measured while '${other.key}' is (in the test '${other.test.name}')`,
    'await each measure(), and keep tests that measure out of test.concurrent; a test that timed out may measure still',
  )
}
