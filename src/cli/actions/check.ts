import type { ExitCode } from '../../kernel/errors.ts'
import { check, type CheckOutcome } from '../../flows/check.ts'
import type { Project } from '../../flows/project.ts'
import { renderBudgets, renderComparison } from '../../show/index.ts'
import type { Invocation } from '../command.ts'
import { listFiles, lookOf, printJson, textOf, watchProgress } from './show.ts'

/** `plimsoll check`. */
export async function checkAction(invocation: Invocation): Promise<ExitCode> {
  const { io, cwd } = invocation
  const project = await invocation.openProject()
  const outcome = await measure(invocation, project)
  if (invocation.json) {
    printJson(invocation, outcome.comparison)
    return outcome.exitCode
  }
  if (!project.settings.quiet) project.tell(outcome.explanation)
  const look = lookOf(invocation)
  io.out(renderComparison(outcome.comparison, outcome.run, look))
  io.out(renderBudgets(outcome.run.budgets, look))
  io.out(
    listFiles('Reports:', outcome.reports, cwd) + listFiles('CPU profiles:', outcome.profiles, cwd),
  )
  return outcome.exitCode
}

async function measure(invocation: Invocation, project: Project): Promise<CheckOutcome> {
  using progress = watchProgress(invocation, project.settings.quiet)
  const note = textOf(invocation.options['note'])
  return await check(project, { filters: invocation.arguments, note, watch: progress.watch })
}
