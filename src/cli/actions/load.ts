import { ExitCode, usageError } from '../../kernel/errors.ts'
import { parseLimits } from '../../define/limit-text.ts'
import { lengthOf, type LoadEvent, type LoadPlan, loadTest } from '../../flows/load.ts'
import { dryRun } from '../../flows/load-dry-run.ts'
import type { LoadRequest } from '../../flows/load-request.ts'
import { renderRun, renderSchedule } from '../../show/index.ts'
import type { Invocation } from '../command.ts'
import { loadAgainstAction } from './load-against.ts'
import { lookOf, printJson, runLookOf, textOf, textsOf, watchLoad } from './show.ts'

/** `plimsoll load`. */
export async function loadAction(invocation: Invocation): Promise<ExitCode> {
  const project = await invocation.openProject()
  if (textOf(invocation.options['against']) !== '') return loadAgainstAction(invocation, project)
  refuseRounds(invocation)
  const request = requestOf(invocation)
  if (invocation.options['dryRun'] === true) {
    const planned = await dryRun(project, request)
    if (invocation.json) printJson(invocation, planned)
    else invocation.io.out(renderSchedule(planned, lookOf(invocation)))
    return ExitCode.passed
  }
  using progress = watchLoad(invocation, project.settings.quiet)
  const watch = (plan: LoadPlan): ((event: LoadEvent) => void) =>
    progress.watch({
      lanes: plan.lanes.map(({ identity, schedule, phases }) => ({
        name: identity.key,
        schedule,
        phases,
      })),
      durationMs: lengthOf(plan),
    })
  const { run, exitCode } = await loadTest(project, { ...request, watch })
  progress.stop()
  if (invocation.json) printJson(invocation, run)
  else invocation.io.out(renderRun(run, runLookOf(invocation, run)))
  return exitCode
}

/** @throws PlimsollError (exit 2) ROUNDS_ALONE */
function refuseRounds({ options }: Invocation): void {
  if (textOf(options['rounds']) === '') return
  throw usageError(
    'ROUNDS_ALONE',
    '--rounds counts the rounds of --against, and nothing is compared here',
    'name a revision: --against main; --duration says how long a load lasts',
  )
}

function requestOf({ arguments: what, options }: Invocation): LoadRequest {
  const given = (name: string): string | undefined => textOf(options[name]) || undefined
  return {
    what,
    asked: {
      method: given('method'),
      headers: textsOf(options['header']),
      cookies: textsOf(options['cookie']),
      body: given('body'),
      command: given('command'),
      query: given('query'),
    },
    budget: parseLimits(textsOf(options['budget'])),
    note: textOf(options['note']),
  }
}
