import type { LoadLane, LoadPlan } from '../../src/measure/load/engine/plan.ts'
import { USUAL_LATE_BEYOND_MS } from '../../src/measure/load/engine/plan.ts'
import { transportModule } from '../../src/measure/load/transports/index.ts'
import type { LoadSchedule } from '../../src/model/load.ts'

/** A load of one address over HTTP, as `plimsoll load URL` makes it, by one worker. */
export function httpPlan(
  url: string,
  schedule: LoadSchedule,
  { connections = 100, cwd }: { readonly connections?: number; readonly cwd: string },
): LoadPlan {
  const lane: LoadLane = {
    identity: { key: url, name: url, category: 'load', tags: [], params: {}, file: '' },
    budget: {},
    profile: 'sustained',
    schedule,
    phases: [],
    work: { kind: 'exchange', transport: transportModule('http'), plan: { url }, feed: undefined },
    connections,
    pipelining: 1,
  }
  return {
    lanes: [lane],
    workers: 1,
    maxInFlight: 10_000,
    timeoutMs: 10_000,
    lateBeyondMs: USUAL_LATE_BEYOND_MS,
    seed: 1,
    cwd,
  }
}

export const evenRate = (perSecond: number, durationMs: number): LoadSchedule => ({
  kind: 'open',
  arrivals: 'uniform',
  stages: [{ durationMs, fromPerSecond: perSecond, toPerSecond: perSecond }],
})
