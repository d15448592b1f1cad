import { ExitCode } from '../../kernel/errors.ts'
import type { Project } from '../../flows/project.ts'
import { addToken, listTokens, revokeToken } from '../../flows/serve-access.ts'
import { sanitiseForTerminal } from '../../show/index.ts'
import type { Invocation } from '../command.ts'
import { printJson, textOf } from './show.ts'

/** `plimsoll serve --new-token`: the token alone on stdout, so that a script can take it. */
export async function newTokenAction(invocation: Invocation, project: Project): Promise<ExitCode> {
  const { io, json, options } = invocation
  const name = textOf(options['newToken'])
  const token = await addToken(project, name)
  if (json) printJson(invocation, { name, token })
  else io.out(`${token}\n`)
  if (!project.settings.quiet) {
    io.err('Keep it where the program finds it: it can’t be shown again.\n')
  }
  return ExitCode.passed
}

/** `plimsoll serve --tokens`. */
export async function listTokensAction(
  invocation: Invocation,
  project: Project,
): Promise<ExitCode> {
  const tokens = await listTokens(project)
  if (invocation.json) printJson(invocation, { tokens })
  else if (tokens.length === 0) invocation.io.out('There are no tokens.\n')
  else {
    for (const { name, createdAt } of tokens) {
      invocation.io.out(`${sanitiseForTerminal(`${name}  made ${createdAt}`)}\n`)
    }
  }
  return ExitCode.passed
}

/** `plimsoll serve --revoke-token`. */
export async function revokeTokenAction(
  invocation: Invocation,
  project: Project,
): Promise<ExitCode> {
  const name = textOf(invocation.options['revokeToken'])
  await revokeToken(project, name)
  if (invocation.json) printJson(invocation, { revoked: name })
  else invocation.io.out(`${sanitiseForTerminal(`${name} lets nobody in any more.`)}\n`)
  return ExitCode.passed
}
