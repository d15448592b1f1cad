import type { ExitCode } from '../../kernel/errors.ts'
import { measureNoise } from '../../flows/noise.ts'
import type { Project } from '../../flows/project.ts'
import type { DuetEvent, DuetPlan } from '../../model/duet.ts'
import { plural, renderNoise } from '../../show/index.ts'
import type { Invocation } from '../command.ts'
import { lookOf, printJson } from './show.ts'

/** Processes for each scenario, unless the command line says otherwise: what fits a run is no measure for this. */
const LAUNCHES = 12

/** `plimsoll noise`. */
export async function noiseAction(invocation: Invocation): Promise<ExitCode> {
  const project = await invocation.openProject()
  const given = invocation.options['launches']
  const { noise, exitCode } = await measureNoise(project, {
    filters: invocation.arguments,
    launches: given === undefined ? LAUNCHES : Number(given),
    ...(project.settings.quiet ? {} : { watch: (plan) => tellProgress(project, plan) }),
  })
  if (invocation.json) printJson(invocation, noise)
  else invocation.io.out(renderNoise(noise, lookOf(invocation)))
  return exitCode
}

/** A line where a scenario ends, and one for each round of processes. */
function tellProgress({ tell }: Project, { pairs }: DuetPlan): (event: DuetEvent) => void {
  let rounds = 0
  return (event) => {
    if (event.kind === 'duet-started' && event.launch === rounds) {
      rounds++
      tell(`process ${rounds} of each of ${plural(pairs.length, 'scenario')}`)
    }
    if (event.kind === 'output') tell(`${event.key}: ${event.text.trimEnd()}`)
  }
}
