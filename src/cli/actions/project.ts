import { ExitCode } from '../../kernel/errors.ts'
import { diagnose } from '../../flows/doctor.ts'
import { scaffold } from '../../flows/init.ts'
import { readSettings } from '../../define/index.ts'
import { renderDoctor, renderSettings } from '../../show/index.ts'
import type { Invocation } from '../command.ts'
import { lookOf, printJson } from './show.ts'

/** `plimsoll init`. */
export async function initAction(invocation: Invocation): Promise<ExitCode> {
  const { cwd, io, options, json } = invocation
  const workflow = options['workflow'] !== false && (await wantsWorkflow(invocation))
  const { written, kept } = scaffold({ cwd, workflow })
  if (json) printJson(invocation, { written, kept })
  else {
    for (const file of written) io.out(`wrote ${file}\n`)
    for (const file of kept) io.out(`kept  ${file} (it was there already)\n`)
    io.out('\nNext: npx plimsoll run, then npx plimsoll baseline set\n')
  }
  return ExitCode.passed
}

/** Asks on a terminal; elsewhere, or with --yes, everything is written. */
async function wantsWorkflow({ options, json }: Invocation): Promise<boolean> {
  if (options['yes'] === true || json || !process.stdin.isTTY) return true
  const { confirm, isCancel } = await import('@clack/prompts')
  const answer = await confirm({
    message: 'Write a GitHub Actions workflow that checks pull requests?',
  })
  if (isCancel(answer)) process.exit(ExitCode.interrupted)
  return answer
}

/** `plimsoll doctor`: looks even where the settings are wrong, and says so. */
export async function doctorAction(invocation: Invocation): Promise<ExitCode> {
  const { cwd, env, flags, json, io, options } = invocation
  if (options['selftest'] === true) {
    return (await import('./self-test.ts')).selfTestAction(invocation)
  }
  const loaded = await readSettings({ cwd, env, flags })
  const { findings, settings } = await diagnose({ cwd, env, loaded })
  const look = lookOf(invocation)
  if (json) printJson(invocation, { findings, settings })
  else io.out(`${renderDoctor(findings, look)}\n${renderSettings(settings, look)}`)
  if (loaded.problems.length > 0) return ExitCode.usage
  return findings.some(({ level, subject }) => level === 'problem' && subject === 'store')
    ? ExitCode.store
    : ExitCode.passed
}
