import type { Launch, Metric, Result } from '../model/run.ts'
import type { LimitStatistic } from '../model/scenario.ts'

/**
 * What a launch says: one number per launch, since samples inside one launch agree with each other far better than
 * launches do, and can't stand for them.
 */

/** A metric of a scenario or of one of its stages, in the whole result and in each launch. */
export interface Subject {
  /** Over all launches; `undefined` when nothing was recorded. */
  readonly pooled: Metric | undefined
  /** Of the launches that recorded it. */
  readonly launches: readonly Metric[]
  /** Of the result, whether they recorded it or not. */
  readonly launchCount: number
}

/** One of a scenario's own metrics, or `latency`, `cpu`. */
export function metricSubject(result: Result, metric: string): Subject {
  return subject(result.metrics[metric], result, (launch) => launch.metrics[metric])
}

/** The latency of one of its stages. */
export function stageSubject(result: Result, stage: string): Subject {
  const find = (from: Pick<Launch, 'stages'>): Metric | undefined => {
    const found = from.stages.find((each) => each.name === stage)
    return found === undefined ? undefined : found.metrics['latency']
  }
  return subject(find(result), result, find)
}

function subject(
  pooled: Metric | undefined,
  result: Result,
  find: (launch: Launch) => Metric | undefined,
): Subject {
  const launches = result.launches.map(find).filter(isMeasured)
  return {
    pooled: isMeasured(pooled) ? pooled : undefined,
    launches,
    launchCount: result.launches.length,
  }
}

const isMeasured = (metric: Metric | undefined): metric is Metric =>
  metric !== undefined && metric.count > 0

/** A statistic of each launch that has it. A result without launches stands for one. */
export function launchValues(from: Subject, statistic: LimitStatistic): readonly number[] {
  const metrics =
    from.launches.length > 0 || from.pooled === undefined ? from.launches : [from.pooled]
  return metrics.map((metric) => metric[statistic]).filter((value) => value !== undefined)
}

/**
 * How many launches lack a statistic. Those that have it are then no fair sample: a launch that is slow takes fewer
 * samples, and is the first to have too few for a p99.
 */
export function launchesWithout(from: Subject, statistic: LimitStatistic): number {
  const having = from.launches.filter((metric) => metric[statistic] !== undefined)
  return from.launchCount - having.length
}

/**
 * The statistic that stands for a launch when two runs are compared: the median, which a garbage collection or a
 * preempted sample does not move; for a counter the mean, which is what an iteration adds.
 */
export function typicalStatistic(from: Subject): LimitStatistic {
  const metric = from.pooled ?? from.launches[0]
  return metric?.kind === 'counter' ? 'mean' : 'p50'
}

/** Whether any iteration was timed. */
export function hasSamples(result: Result): boolean {
  const { pooled, launches } = metricSubject(result, 'latency')
  return pooled !== undefined || launches.length > 0
}

/** One scenario's results in two runs. */
export interface Pair {
  readonly current: Result
  readonly baseline: Result
}
