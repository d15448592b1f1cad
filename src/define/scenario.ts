import {
  type Budget,
  type Feeder,
  type OwnMetrics,
  type Params,
  type RecordersOf,
  type RunArguments,
  SCENARIO_MARK,
  type Scenario,
  type SetupArguments,
  type TeardownArguments,
} from '../model/scenario.ts'
import { type DeclarativeWork, exchangeOf, type OneOf } from './declarative.ts'
import { parseDurationMs } from './duration.ts'

/**
 * What a scenario is made from: its parts, and what an iteration does, as code (`run`) or as data (`http`, `ws`, `redis`,
 * `postgres`, `udp`, `exchange`).
 *
 * `C`: what `setup` returns. `I`: what the feeder draws. `P`: one set of params. `M`: the own metrics.
 */
export type ScenarioDefinition<C, I, P extends Params, M extends OwnMetrics> =
  | CodeDefinition<C, I, P, M>
  | DeclarativeDefinition<I, P>

/** Parts that every scenario may have. */
export interface ScenarioParts<I, P extends Params> {
  /** Groups scenarios in reports. Default: `general`. */
  readonly category?: string
  /** Free words to find it by. */
  readonly tags?: readonly string[]
  /** One result for each set. */
  readonly params?: readonly P[]
  /** Limits: `{ p99Ms: 10, stages: { parse: { p95Us: 200 } } }`. */
  readonly budget?: Budget
  /**
   * Where `input` comes from. Its cost is never inside the measured time. Fast scenarios get the same inputs several
   * times within a batch: `run` must neither consume nor change them. Declarative work takes it by `{{input}}`.
   */
  readonly feed?: Feeder<I>
  /** Of each step of a launch: milliseconds, or a text such as `30s`. Default: the `timeout` setting. */
  readonly timeout?: number | string
  /** Whether it can't share a process with another revision of itself. Default: `false`. */
  readonly exclusive?: boolean
  /** The service of the configuration's `targets` that it is run against. */
  readonly target?: string
}

/** Work that is code. `setup` is written before `run`, so that the type of `ctx` is known inside it. */
export interface CodeDefinition<C, I, P extends Params, M extends OwnMetrics>
  extends ScenarioParts<I, P> {
  /** Own metrics: `{ hits: counter(), size: trend({ unit: 'bytes' }) }`. */
  readonly metrics?: M
  /** Once a launch, before the measured time. What it returns is `ctx`. */
  readonly setup?: (args: SetupArguments<P>) => C | Promise<C>
  /** One iteration: what is timed. A promise is awaited. */
  readonly run: (args: RunArguments<C, I, P, RecordersOf<M>>) => unknown
  /** Once a launch, after the measured time, also when `run` failed. */
  readonly teardown?: (args: TeardownArguments<C, P>) => unknown
}

/**
 * Work that is data: one exchange over a connection of a transport. Load tests drive it on the transport's own path, which
 * is the fastest there is. `{{input.name}}` and `{{params.name}}` in its texts are filled in.
 */
export type DeclarativeDefinition<I, P extends Params> = ScenarioParts<I, P> &
  OneOf<DeclarativeWork> & {
    readonly [code in 'metrics' | 'setup' | 'run' | 'teardown']?: never
  }

/** The category of a scenario that names none. */
const DEFAULT_CATEGORY = 'general'

/**
 * A named unit of work, as data. A perf file exports it; nothing is registered, and nothing runs yet.
 *
 * Never throws: a mistake in the definition is reported when the file is loaded, together with every other one.
 */
export function scenario<
  C = undefined,
  I = undefined,
  const P extends Params = Readonly<Record<never, never>>,
  M extends OwnMetrics = Readonly<Record<never, never>>,
>(name: string, definition: ScenarioDefinition<C, I, P, M>): Scenario {
  // Users without a type checker may hand over anything at all.
  const parts: Partial<CodeDefinition<C, I, P, M>> = isObject(definition) ? definition : {}
  const exchange = exchangeOf(parts)
  return Object.freeze({
    [SCENARIO_MARK]: true,
    name,
    category: parts.category ?? DEFAULT_CATEGORY,
    tags: listOf<string>(parts.tags),
    params: paramSets(parts.params),
    budget: Object.freeze({ ...parts.budget }),
    metrics: Object.freeze({ ...parts.metrics }) as OwnMetrics,
    feed: parts.feed,
    timeoutMs: parseDurationMs(parts.timeout),
    exclusive: parts.exclusive === true,
    ...(parts.target === undefined ? {} : { target: parts.target }),
    ...(parts.target === undefined ? {} : { target: parts.target }),
    ...(exchange === undefined ? {} : { exchange: Object.freeze(exchange) }),
    setup: parts.setup as Scenario['setup'],
    run: (exchange === undefined ? parts.run : undriven) as Scenario['run'],
    teardown: parts.teardown as Scenario['teardown'],
    definition,
  } satisfies Scenario)
}

/** Data does nothing by itself: whoever measures it puts a transport in this one's place. */
const undriven = (): never => {
  throw new TypeError('declarative work is carried out by a transport, not by run()')
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

function listOf<T>(items: unknown): readonly T[] {
  return Object.freeze(Array.isArray(items) ? [...(items as T[])] : [])
}

function paramSets(params: unknown): readonly Params[] {
  const sets = listOf<Params>(params).map((set) => Object.freeze({ ...set }))
  return Object.freeze(sets.length === 0 ? [Object.freeze({})] : sets)
}
