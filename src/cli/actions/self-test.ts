import type { ExitCode } from '../../kernel/errors.ts'
import { SELF_TEST_MS, selfTest } from '../../flows/self-test.ts'
import { renderSelfTest } from '../../show/index.ts'
import type { Invocation } from '../command.ts'
import { lookOf, printJson } from './show.ts'

/**
 * `plimsoll doctor --selftest`. The only setting that it heeds is `--duration`, given as a flag: what a project's own
 * configuration says is of its load tests.
 */
export async function selfTestAction(invocation: Invocation): Promise<ExitCode> {
  const { io, json, signal, flags } = invocation
  const { settings } = await invocation.openProject()
  const durationMs = flags['duration'] === undefined ? SELF_TEST_MS : settings.loadDurationMs
  const seconds = (durationMs ?? SELF_TEST_MS) / 1000
  if (!settings.quiet) io.err(`self-test: ${seconds} s of load on a server that freezes …\n`)
  const { selfTest: done, exitCode } = await selfTest(durationMs, signal)
  if (json) printJson(invocation, done)
  else io.out(renderSelfTest(done, lookOf(invocation)))
  return exitCode
}
