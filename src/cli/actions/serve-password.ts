import { createInterface } from 'node:readline'
import { ExitCode, PlimsollError, usageError } from '../../kernel/errors.ts'
import type { Project } from '../../flows/project.ts'
import { removePassword, setPassword } from '../../flows/serve-access.ts'
import type { Invocation } from '../command.ts'
import { printJson } from './show.ts'

/** `plimsoll serve --set-password`. */
export async function setPasswordAction(
  invocation: Invocation,
  project: Project,
): Promise<ExitCode> {
  await setPassword(project, await readPassword(invocation))
  if (invocation.json) printJson(invocation, { password: 'set' })
  else invocation.io.out('The password is set. Whoever had logged in has to do so again.\n')
  return ExitCode.passed
}

/** `plimsoll serve --remove-password`. */
export async function removePasswordAction(
  invocation: Invocation,
  project: Project,
): Promise<ExitCode> {
  await removePassword(project)
  if (invocation.json) printJson(invocation, { password: 'removed' })
  else invocation.io.out('There is no password any more: nobody can log in.\n')
  return ExitCode.passed
}

/** Asked for on a terminal, twice; elsewhere the first line of stdin. */
async function readPassword({ signal }: Invocation): Promise<string> {
  if (process.stdin.isTTY) return askPassword()
  for await (const line of createInterface({ input: process.stdin, signal })) return line
  if (!signal.aborted) return ''
  throw new PlimsollError({
    code: 'INTERRUPTED',
    message: 'interrupted before there was a password',
    hint: 'nothing was changed; write it into stdin',
    exitCode: ExitCode.interrupted,
  })
}

async function askPassword(): Promise<string> {
  const { isCancel, password } = await import('@clack/prompts')
  const ask = async (message: string): Promise<string> => {
    const answer = await password({ message })
    if (isCancel(answer)) process.exit(ExitCode.interrupted)
    return answer
  }
  const first = await ask('Password for the pages:')
  const second = await ask('Once more:')
  if (first === second) return first
  throw usageError('PASSWORDS_DIFFER', 'these were two passwords', 'type the same one twice')
}
