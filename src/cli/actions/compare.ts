import type { ExitCode } from '../../kernel/errors.ts'
import { compareRecorded } from '../../flows/compare.ts'
import { renderComparison } from '../../show/index.ts'
import type { Invocation } from '../command.ts'
import { lookOf, printJson, textsOf } from './show.ts'

/** `plimsoll compare`. */
export async function compareAction(invocation: Invocation): Promise<ExitCode> {
  const project = await invocation.openProject()
  const [run] = invocation.arguments
  const filters = textsOf(invocation.options['only'])
  const outcome = await compareRecorded(project, { run, filters })
  if (!project.settings.quiet) project.tell(outcome.explanation)
  if (invocation.json) printJson(invocation, outcome.comparison)
  else invocation.io.out(renderComparison(outcome.comparison, outcome.run, lookOf(invocation)))
  return outcome.exitCode
}
