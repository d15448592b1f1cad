import { once } from 'node:events'
import { ExitCode, usageError } from '../../kernel/errors.ts'
import type { Project } from '../../flows/project.ts'
import { type Serving, serveProject, showPages } from '../../flows/serve.ts'
import { sanitiseForTerminal } from '../../show/index.ts'
import type { Invocation } from '../command.ts'
import { removePasswordAction, setPasswordAction } from './serve-password.ts'
import { listTokensAction, newTokenAction, revokeTokenAction } from './serve-tokens.ts'
import { printJson } from './show.ts'

type Action = (invocation: Invocation, project: Project) => Promise<ExitCode>

/** What is done instead of serving, by the flag that asks for it. */
const INSTEAD: Readonly<Record<string, Action>> = {
  setPassword: setPasswordAction,
  removePassword: removePasswordAction,
  newToken: newTokenAction,
  tokens: listTokensAction,
  revokeToken: revokeTokenAction,
}

/** `plimsoll serve`. */
export async function serveAction(invocation: Invocation): Promise<ExitCode> {
  const asked = Object.entries(INSTEAD).filter(([flag]) => invocation.options[flag] !== undefined)
  if (asked.length > 1) {
    const hint = 'passwords and tokens are changed one at a time'
    throw usageError('SERVE_FLAGS', 'these flags can’t be given together', hint)
  }
  const [instead] = asked
  const project = await invocation.openProject()
  return instead === undefined ? serve(invocation, project) : instead[1](invocation, project)
}

/** Until it is interrupted, which is how it ends. */
async function serve(invocation: Invocation, project: Project): Promise<ExitCode> {
  const { signal, options, json, io } = invocation
  await using serving = await serveProject(project)
  const { url, port, asks } = serving
  if (json) printJson(invocation, { url, port, asks })
  else io.out(beginning(serving, project.settings.quiet))
  if (options['open'] === true) await showPages(serving, project)
  if (!signal.aborted) await once(signal, 'abort')
  return ExitCode.passed
}

function beginning({ name, url, store, asks, inTheClear }: Serving, quiet: boolean): string {
  const details = [
    `runs of ${store}`,
    asks
      ? 'visitors are asked for the password, programs for a token'
      : 'for this machine alone: nobody is asked for a password',
    ...(inTheClear ? ['nothing is encrypted on the way: put a proxy with TLS in front'] : []),
    'Ctrl-C ends it',
  ]
  const lines = (quiet ? [] : details).map((line) => `  ${sanitiseForTerminal(line)}\n`)
  return `${sanitiseForTerminal(`plimsoll serves ${name} at ${url}`)}\n${lines.join('')}`
}
