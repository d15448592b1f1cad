import { type LoadLane, shareOfMix } from '../measure/index.ts'
import type { PhasedSchedule } from '../model/load.ts'
import { isMixed, mixedPlan } from './load-plans.ts'
import type { LoadRequest } from './load-request.ts'
import { scheduleOf } from './load-schedule.ts'
import type { Project } from './project.ts'

/** What a load test would do. */
export interface DryRun extends PhasedSchedule {
  /** Scenarios that share the schedule, with their parts, 0–1; empty where there is nothing to share. */
  readonly mix: readonly { readonly scenario: string; readonly share: number }[]
}

/** The schedule, without loading anything. @throws PlimsollError as `loadTest` */
export async function dryRun(project: Project, request: LoadRequest): Promise<DryRun> {
  const phased = await scheduleOf(project)
  if (!isMixed(project, request)) return { ...phased, mix: [] }
  const { lanes } = await mixedPlan(project, request, { phased })
  return { ...phased, mix: lanes.map(partOf) }
}

const partOf = ({ identity, mix }: LoadLane): DryRun['mix'][number] => ({
  scenario: identity.key,
  share: mix === undefined ? 1 : shareOfMix(mix),
})
