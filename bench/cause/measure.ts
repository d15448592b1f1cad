import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { createRandom } from '../../src/kernel/random.ts'
import type { LoadResult } from '../../src/model/run.ts'
import {
  type LoadPlan,
  measureLoad,
  transportModule,
  workOfAddress,
} from '../../src/measure/index.ts'
import {
  type PrivateServer,
  type RunningTarget,
  type Service,
  startService,
} from '../../src/measure/target/index.ts'
import {
  type ProbeListener,
  probeListener,
} from '../../src/measure/target/probe/listener/listener.ts'
import { observeTargets } from '../../src/measure/target/observe/observe-targets.ts'
import { packHistogram } from '../../src/record/index.ts'
import { type Plant, plantName } from './plants.ts'
import {
  byControl,
  byLock,
  byNeighbours,
  makeTrouble,
  type MakeTrouble,
  type TroublePlan,
  troublePlan,
} from './troubles.ts'

/** One planted cause, measured: starts the service, loads it, makes trouble, and keeps what was seen. */

/** What is kept. */
export interface PlantedRun {
  readonly plant: Plant
  readonly seed: number
  readonly trouble: TroublePlan
  readonly loadAverage: number
  readonly result: LoadResult
}

/** What all runs share. */
export interface Shared {
  /** A private server, with nobody else in it; `undefined` = for services that use none. */
  readonly database: PrivateServer | undefined
  /** The service's own; the generator and all others have another. `undefined` = none has one of its own. */
  readonly serviceCore: number | undefined
  readonly durationMs: number
  /** Called when processes have been started. */
  readonly onProcesses: () => void
  /** For what a load test writes while it runs. */
  readonly folder: string
}

const SERVICES = join(import.meta.dirname, 'services')

/** Measures one. */
export async function measurePlant(
  plant: Plant,
  seed: number,
  shared: Shared,
): Promise<Omit<PlantedRun, 'loadAverage'>> {
  const trouble = troublePlan(shared.durationMs, createRandom(seed).split(plantName(plant)))
  await using probes = await probeListener()
  await using stack = new AsyncDisposableStack()
  const database = plant.uses?.includes('postgres') === true ? shared.database : undefined
  if (database !== undefined) await prepareDatabase(database.url)
  const stock = plant.uses?.includes('stock') ? stack.use(await startStock()) : undefined
  const service = stack.use(await startPlant(plant, { probes, stock, database, shared }))
  await warmUp(plant, service)
  const targets = [targetOf(service, database)]
  const observation = stack.use(await observeTargets({ targets, servers: [], probes }))
  const over = new AbortController()
  let making: Promise<unknown> = Promise.resolve()
  const make = troubleOf(plant, { service, stock, database, shared })
  const measured = await measureLoad(planOf(plant, seed, { service, shared }), {
    signal: new AbortController().signal,
    packHistogram,
    observe: (fromNs, toNs) => observation.readings(fromNs, toNs),
    onStart: (startNs) => {
      shared.onProcesses()
      if (make === undefined) return
      const inMs = (startNs - Number(process.hrtime.bigint())) / 1e6
      making = pause(Math.max(0, inMs))
        .then(() => makeTrouble(make, trouble, over.signal))
        .catch((thrown: unknown) => (over.signal.aborted ? undefined : thrown))
    },
  })
  over.abort()
  const failed = await making
  if (failed !== undefined) throw new Error('the trouble could not be made', { cause: failed })
  const [result] = measured.results
  if (result === undefined) throw new Error('there is no result')
  return { plant, seed, trouble, result }
}

/** The service as a load test's configuration would have it. */
function targetOf(service: Service, database: PrivateServer | undefined): RunningTarget {
  return {
    info: { name: service.name, url: service.url(), instances: [], servers: {} },
    instances: [service],
    servers:
      database === undefined
        ? []
        : [
            {
              variable: 'DATABASE_URL',
              kind: 'postgres',
              url: database.url,
              service: database.service,
            },
          ],
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

interface Parts {
  readonly service: Service
  readonly stock: Service | undefined
  readonly database: PrivateServer | undefined
  readonly shared: Shared
}

function startStock(): Promise<Service> {
  return startService({
    name: 'stock',
    command: process.execPath,
    args: [join(SERVICES, 'stock.ts')],
    ports: { main: { env: 'PORT' }, control: { env: 'CONTROL_PORT' } },
  })
}

function startPlant(
  plant: Plant,
  { probes, stock, database, shared }: Omit<Parts, 'service'> & { readonly probes: ProbeListener },
): Promise<Service> {
  const file = join(SERVICES, `${plant.service}.ts`)
  const node = [process.execPath, ...(plant.flags ?? []), file]
  const [command = '', ...args] = [...pinned(shared.serviceCore), ...node]
  return startService({
    name: plant.service,
    command,
    args,
    ports: { main: { env: 'PORT' }, control: { env: 'CONTROL_PORT' } },
    env: {
      ...plant.env,
      ...probes.env(plant.service),
      PLANT: plant.trouble === 'itself' ? plant.cause : '',
      DATABASE_URL: database?.url,
      ...(stock === undefined ? {} : { STOCK_URL: stock.url() }),
    },
  })
}

/** What keeps a command on one core. */
const pinned = (core: number | undefined): readonly string[] =>
  core === undefined ? [] : ['taskset', '-c', String(core)]

function troubleOf(
  plant: Plant,
  { service, stock, database, shared }: Parts,
): MakeTrouble | undefined {
  switch (plant.trouble) {
    case 'itself':
      return byControl(service.url('control'))
    case 'stock':
      return stock === undefined ? undefined : byControl(stock.url('control'))
    case 'neighbours':
      return byNeighbours(shared.serviceCore ?? 0, shared.onProcesses)
    case 'row-lock':
      return byLock(database?.url ?? '', 'select * from accounts where id % 3 > 0 for update')
    case 'table-lock':
      return byLock(database?.url ?? '', 'lock table scores in exclusive mode')
    case 'nothing':
      return undefined
  }
}

function planOf(
  plant: Plant,
  seed: number,
  { service, shared }: Pick<Parts, 'service' | 'shared'>,
): LoadPlan {
  const name = plantName(plant)
  const { perSecond } = plant
  const { transport, plan } = workOfAddress({
    url: addressOf(plant, service),
    headers: [],
    cookies: [],
    insecure: false,
    http2: false,
  })
  return {
    lanes: [
      {
        identity: { key: name, name, category: 'load', tags: [], params: {}, file: '' },
        budget: {},
        profile: 'sustained',
        schedule: {
          kind: 'open',
          arrivals: 'poisson',
          stages: [
            { durationMs: shared.durationMs, fromPerSecond: perSecond, toPerSecond: perSecond },
          ],
        },
        phases: [],
        work: { kind: 'exchange', transport: transportModule(transport), plan, feed: undefined },
        connections: 200,
        pipelining: 1,
      },
    ],
    workers: 1,
    maxInFlight: 10_000,
    timeoutMs: 20_000,
    lateBeyondMs: 10,
    seed,
    cwd: shared.folder,
  }
}

const addressOf = ({ scheme }: Plant, service: Service): string =>
  service.url().replace(/^http/, scheme) + '/'

/** So that code is compiled, and connections are there, before anything counts. */
async function warmUp({ scheme }: Plant, service: Service): Promise<void> {
  if (scheme === 'ws') return
  const until = performance.now() + 1500
  while (performance.now() < until) {
    await Promise.all(Array.from({ length: 5 }, async () => (await fetch(service.url())).text()))
    await pause(10)
  }
}

async function prepareDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`
    drop table if exists accounts; drop table if exists scores;
    create table accounts (id int primary key, balance int not null);
    insert into accounts select id, 0 from generate_series(0, 99) id;
    create table scores (game int primary key, points int not null)`)
  await client.end()
}
