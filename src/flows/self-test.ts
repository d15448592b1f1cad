import { ExitCode, usageError } from '../kernel/errors.ts'
import type { SelfTest } from '../model/self-test.ts'
import { runSelfTest, SELF_TEST_MS, selfTestPlan, SHORTEST_SELF_TEST_MS } from '../measure/index.ts'
import { packHistogram } from '../record/index.ts'

/** `doctor --selftest`: does a load test tell the truth on this machine? */

/** What the self-test gave. */
export interface SelfTestOutcome {
  readonly selfTest: SelfTest
  readonly exitCode: ExitCode
}

const EXIT_CODES: Readonly<Record<SelfTest['verdict'], ExitCode>> = {
  passed: ExitCode.passed,
  failed: ExitCode.red,
  inconclusive: ExitCode.noVerdict,
}

/**
 * Loads a server whose latencies are known beforehand.
 * @param durationMs of the load; default 30 s
 * @throws PlimsollError SELF_TEST_TOO_SHORT (exit 2); as `runSelfTest`
 */
export async function selfTest(
  durationMs: number = SELF_TEST_MS,
  signal: AbortSignal = new AbortController().signal,
): Promise<SelfTestOutcome> {
  if (durationMs < SHORTEST_SELF_TEST_MS) {
    throw usageError(
      'SELF_TEST_TOO_SHORT',
      `a self-test of ${durationMs} ms holds too little to judge`,
      `give --duration ${SHORTEST_SELF_TEST_MS / 1000}s or more, or leave it out: ${SELF_TEST_MS / 1000}s`,
    )
  }
  const outcome = await runSelfTest(selfTestPlan(durationMs), { signal, packHistogram })
  return { selfTest: outcome, exitCode: EXIT_CODES[outcome.verdict] }
}

/** How long it takes when nothing else is said. */
export { SELF_TEST_MS }
