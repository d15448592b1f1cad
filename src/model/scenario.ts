import type { Random } from '../kernel/random.ts'
import type { Budget } from './budget.ts'
import type { OwnMetricKind, ParamValue, Unit } from './run.ts'
import type { TargetInfo } from './target.ts'

/**
 * A scenario as data: what `define` makes from what users write, and what `measure` drives. Perf files export these;
 * nothing is registered anywhere.
 */

/** Marks a scenario across copies of the package (the one that defined it need not be the one that runs it). */
export const SCENARIO_MARK: unique symbol = Symbol.for('plimsoll.scenario@1')

/** What a scenario's parts may rely on. */
export interface SetupArguments<P = Params> {
  /** The environment variables of the launch. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly params: P
  /** Seeded; differs from launch to launch. */
  readonly random: Random
  /** 0-based index of the launch; of a load test, of the worker. */
  readonly launch: number
  /** The service that the scenario names. @throws PlimsollError NO_TARGET where it names none */
  readonly target: TargetInfo
}

/** What `run` gets on every iteration. The object is reused: take what you need from it, don't keep it. */
export interface RunArguments<C = unknown, I = unknown, P = Params, R = OwnRecorders> {
  /** What `setup` returned. */
  readonly ctx: C
  /** The feeder's next value; drawn outside the measured time. */
  readonly input: I
  readonly params: P
  readonly stage: StageTimer
  readonly metrics: R
}

/** What `teardown` gets. */
export interface TeardownArguments<C = unknown, P = Params> {
  readonly ctx: C
  readonly params: P
}

/** One set of parameter values. */
export type Params = Readonly<Record<string, ParamValue>>

/** Times a named part of the iteration, and returns what the part returned. Stages may nest. */
export type StageTimer = <T>(name: string, part: () => T) => T

/** Records one value of an own metric, in the metric's unit. Only a counter has a value of its own: 1. */
export type OwnRecorder = (value?: number) => void

/** The recorders of a scenario's own metrics, by name. */
export type OwnRecorders = Readonly<Record<string, OwnRecorder>>

/** An own metric, as data. */
export interface OwnMetric<K extends OwnMetricKind = OwnMetricKind> {
  readonly kind: K
  readonly unit: Unit
  readonly better?: 'lower' | 'higher'
}

/** A scenario's own metrics, by name. */
export type OwnMetrics = Readonly<Record<string, OwnMetric>>

/** The recorders of the metrics `M`: a counter may be called without a value, a gauge or trend needs one. */
export type RecordersOf<M extends OwnMetrics> = {
  readonly [name in keyof M]: M[name] extends OwnMetric<'counter'>
    ? (value?: number) => void
    : (value: number) => void
}

/** A seeded source of varied input. */
export interface Feeder<T = unknown> {
  /** For messages. */
  readonly kind: string
  /** Called once a launch, outside the measured time; gives a function that draws the next input. */
  open(random: Random): (() => T) | Promise<() => T>
}

export type { Budget, LimitName, Limits, LimitStatistic } from './budget.ts'

/** A scenario, complete. */
export interface Scenario {
  readonly [SCENARIO_MARK]: true
  readonly name: string
  readonly category: string
  readonly tags: readonly string[]
  /** At least one; a scenario without params has one empty set. */
  readonly params: readonly Params[]
  readonly budget: Budget
  readonly metrics: OwnMetrics
  readonly feed: Feeder | undefined
  /** Time-out of each step of a launch; `undefined` = the setting's. */
  readonly timeoutMs: number | undefined
  /** Can't share a process with another revision of itself. */
  readonly exclusive: boolean
  /** The target of the configuration that it is run against; absent = none. */
  readonly target?: string
  /** Declarative work: a transport carries it out, and `run` can't. Absent = code. */
  readonly exchange?: ScenarioExchange
  readonly setup: ((args: SetupArguments) => unknown) | undefined
  readonly run: (args: RunArguments) => unknown
  readonly teardown: ((args: TeardownArguments) => unknown) | undefined
  /** What the user wrote, unchecked. Discovery validates it, so that a measured process need not. */
  readonly definition?: unknown
}

/** Whether a value (an export of a perf file) is a scenario. */
export function isScenario(value: unknown): value is Scenario {
  return typeof value === 'object' && value !== null && Reflect.get(value, SCENARIO_MARK) === true
}

/** One exchange of a transport, as data. */
export interface ScenarioExchange {
  /** `http`, `ws`, `redis`, `postgres`, `udp`, or one that the configuration names. */
  readonly transport: string
  /** What the transport is opened with. */
  readonly plan: unknown
}

/** What runs are matched by: the name, plus ` [param=value …]` in the order the params were written. */
export function scenarioKey(name: string, params: Params): string {
  const pairs = Object.entries(params).map(([param, value]) => `${param}=${value}`)
  return pairs.length === 0 ? name : `${name} [${pairs.join(' ')}]`
}
