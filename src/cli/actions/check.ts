import type { ExitCode } from '../../kernel/errors.ts'
import { check, type CheckOutcome } from '../../flows/check.ts'
import { profilesOf } from '../../flows/duet-profiles.ts'
import type { Project } from '../../flows/project.ts'
import { renderComparison, renderRun } from '../../show/index.ts'
import type { Invocation } from '../command.ts'
import { reportFailure } from '../failure.ts'
import { listFiles, lookOf, printJson, textOf, watchDuet, watchProgress } from './show.ts'

/** `plimsoll check`. */
export async function checkAction(invocation: Invocation): Promise<ExitCode> {
  const { io, cwd } = invocation
  const project = await invocation.openProject()
  const outcome = await measure(invocation, project)
  const { run, comparison, exitCode, explanation, failures } = outcome
  if (!project.settings.quiet) {
    for (const line of [explanation, outcome.advance]) if (line !== '') project.tell(line)
  }
  if (!invocation.json) {
    const look = lookOf(invocation)
    io.out(
      comparison === undefined ? renderRun(run, look) : renderComparison(comparison, run, look),
    )
    const compared = comparison === undefined ? [] : profilesOf(comparison, cwd)
    const profiles = listFiles('CPU profiles:', [...outcome.profiles, ...compared], cwd)
    io.out(listFiles('Reports:', outcome.reports, cwd) + profiles)
  } else if (failures.length === 0) printJson(invocation, comparison)
  const debug = invocation.flags['debug'] === true
  for (const [index, failure] of failures.entries()) {
    // One document, whatever happened.
    reportFailure(failure, io, { json: invocation.json && index === 0, debug, exitCode })
  }
  return exitCode
}

async function measure(invocation: Invocation, project: Project): Promise<CheckOutcome> {
  using progress = watchProgress(invocation, project.settings.quiet)
  using duetProgress = watchDuet(invocation, project.settings.quiet)
  const note = textOf(invocation.options['note'])
  const against = textOf(invocation.options['against'])
  return await check(project, {
    filters: invocation.arguments,
    note,
    watch: progress.watch,
    watchDuet: (plan) => {
      progress.stop()
      return duetProgress.watch(plan)
    },
    against: against === '' ? undefined : against,
    advance: invocation.options['advance'] === true,
  })
}
