import { setupArguments } from '../../setup-arguments.ts'
import { createRandom, type Random } from '../../../kernel/random.ts'
import { type LoadObservations, observes } from '../../../model/load.ts'
import type { Scenario } from '../../../model/scenario.ts'
import { loadScenario } from '../../bench/launch/load-scenario.ts'
import { ClientWork } from '../engine/client-work.ts'
import { monotonicNs } from '../transports/exchanging/monotonic.ts'
import { loadTransport, planFor } from '../transports/load-transport.ts'
import { CodeWork } from '../engine/code-work.ts'
import { OwnMetrics } from '../engine/own.ts'
import type { LoadWork } from '../engine/plan.ts'
import type { Trouble, Work } from '../engine/work.ts'
import type { LaneOrder, LoadOrder } from './protocol.ts'

/** Everything that iterations need, ready to be started. */
export interface ReadyWork {
  readonly work: Work
  readonly drawInput: (() => unknown) | undefined
  readonly observations: LoadObservations | undefined
  readonly own: OwnMetrics | undefined
}

/** What an iteration does, as it was ordered. */
type WorkOf<K extends LoadWork['kind']> = Extract<LoadWork, { readonly kind: K }>

/**
 * Loads and sets up what a lane's iterations do: opens the client and makes its connections, or calls `setup`.
 * @throws whatever the transport or the scenario throws; NotConnected, with the target's own code, when nothing is up there
 */
export function readyWork(order: LaneOrder, options: ReadyOptions): Promise<ReadyWork> {
  const { work } = order
  return work.kind === 'code'
    ? readyCode(order, work, options)
    : readyExchange(order, work, options)
}

/** How to make work ready. */
export interface ReadyOptions extends Pick<LoadOrder, 'timeoutMs' | 'seed'> {
  /** Aborted as the work ends. */
  readonly signal: AbortSignal
  /** Called when modules are loaded, and their set-up begins. */
  readonly onLoaded: () => void
}

/** No connection could be made. */
export class NotConnected extends Error {
  readonly code: string

  constructor({ code, example }: Trouble) {
    super(example)
    this.name = 'Error'
    this.code = code
  }
}

async function readyExchange(
  order: LaneOrder,
  { transport: place, plan, feed }: WorkOf<'exchange'>,
  { signal, onLoaded, timeoutMs, seed }: ReadyOptions,
): Promise<ReadyWork> {
  const transport = await loadTransport(place)
  const scenario = feed === undefined ? undefined : await loadScenario(feed)
  onLoaded()
  const { pipelining, target } = order
  const client = await transport.open(planFor(transport, plan, scenario?.feed !== undefined), {
    timeoutMs,
    pipelining,
    signal,
    ...(target === undefined ? {} : { target }),
  })
  const work = new ClientWork(client, monotonicNs)
  try {
    const trouble = await work.connect(order.connections, timeoutMs)
    if (trouble !== undefined) {
      throw new NotConnected(trouble)
    }
    return {
      work,
      drawInput: await openFeed(scenario, streamOf(order, seed)),
      observations: observes(client) ? client.observations : undefined,
      own: undefined,
    }
  } catch (thrown) {
    // The first failure is the one to report.
    await work[Symbol.asyncDispose]().catch(() => undefined)
    throw thrown
  }
}

async function readyCode(
  order: LaneOrder,
  { scenario: place }: WorkOf<'code'>,
  { onLoaded, timeoutMs, seed }: ReadyOptions,
): Promise<ReadyWork> {
  const scenario = await loadScenario(place)
  onLoaded()
  const params = scenario.params[place.paramsIndex] ?? {}
  const launch = order.share.worker
  const stream = streamOf(order, seed)
  const random = stream.split('setup')
  const ctx = await scenario.setup?.(
    setupArguments({ env: process.env, params, random, launch }, order.target),
  )
  const tearDown = async (): Promise<void> => {
    await scenario.teardown?.({ ctx, params })
  }
  try {
    const own = new OwnMetrics(scenario.metrics)
    const drawInput = await openFeed(scenario, stream)
    const { recorders: metrics, unrecorded } = own
    const code = { scenario, params, ctx, metrics, unrecorded, timeoutMs, tearDown }
    const work = new CodeWork({ ...code, now: monotonicNs })
    return { work, drawInput, observations: undefined, own }
  } catch (thrown) {
    // The first failure is the one to report.
    await tearDown().catch(() => undefined)
    throw thrown
  }
}

/** Each worker draws inputs of its own: together they are as varied as one's. */
async function openFeed(
  scenario: Scenario | undefined,
  stream: Random,
): Promise<(() => unknown) | undefined> {
  return scenario?.feed?.open(stream.split('feed'))
}

const streamOf = ({ streams }: LaneOrder, seed: number): Random =>
  createRandom(seed).split(streams.inputs)
