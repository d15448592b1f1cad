import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import type { LoadLane, LoadPlan } from '../../../src/measure/load/engine/plan.ts'
import type { LoadSchedule } from '../../../src/model/load.ts'
import { repositoryPath, type RunningProcess, startProcess } from '../../support/process.ts'
import { type EchoPlan, echoTransport } from './echo-transport.ts'

/** Load tests of a real server, over a transport as users write their own. */

/** A server to load, in a process of its own. */
export interface EchoServer extends AsyncDisposable {
  readonly port: number
  readonly process: RunningProcess
}

export async function startEchoServer(): Promise<EchoServer> {
  const started = startProcess(process.execPath, [join(import.meta.dirname, 'echo-server.ts')])
  await started.until(/port \d+/)
  const [, port] = /port (\d+)/.exec(started.output()) ?? []
  return {
    port: Number(port),
    process: started,
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  }
}

export const constantRate = (perSecond: number, durationMs: number): LoadSchedule => ({
  kind: 'open',
  arrivals: 'uniform',
  stages: [{ durationMs, fromPerSecond: perSecond, toPerSecond: perSecond }],
})

export const constantUsers = (users: number, durationMs: number): LoadSchedule => ({
  kind: 'closed',
  stages: [{ durationMs, fromUsers: users, toUsers: users }],
  thinkTimeMs: 0,
  pacingMs: 0,
})

/** A plan of one lane, and the lane's parts beside the plan's: so that tests say what they change in one place. */
export type LanePlan = Omit<LoadPlan, 'lanes'> & LoadLane

/** A plan over the echo transport; what is late is judged generously, as other tests run at the same time. */
export function echoPlan(echo: EchoPlan, change: Partial<LanePlan>): LoadPlan {
  const { workers, maxInFlight, timeoutMs, lateBeyondMs, seed, cwd, ...lane } = {
    ...echoParts(echo),
    ...change,
  }
  return { lanes: [lane], workers, maxInFlight, timeoutMs, lateBeyondMs, seed, cwd }
}

/** The plan's only lane, changed. */
export function withLane(plan: LoadPlan, change: Partial<LoadLane>): LoadPlan {
  return { ...plan, lanes: plan.lanes.map((lane) => ({ ...lane, ...change })) }
}

function echoParts(echo: EchoPlan): LanePlan {
  const name = echoTransport.kind
  return {
    identity: { key: name, name, category: 'load', tags: [], params: {}, file: '' },
    budget: {},
    profile: 'sustained',
    schedule: constantRate(200, 1000),
    phases: [],
    work: {
      kind: 'exchange',
      transport: {
        url: pathToFileURL(join(import.meta.dirname, 'echo-transport.ts')).href,
        exportName: 'echoTransport',
      },
      plan: echo,
      feed: undefined,
    },
    workers: 1,
    connections: 20,
    pipelining: 1,
    maxInFlight: 10_000,
    timeoutMs: 5_000,
    lateBeyondMs: 250,
    seed: 1,
    cwd: repositoryPath,
  }
}
