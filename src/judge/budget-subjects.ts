import { type Limit, parseLimits, parseMetricLimits } from '../model/limits.ts'
import type { Result } from '../model/run.ts'
import type { Budget } from '../model/scenario.ts'
import { FEWEST_FOR_P99, FEWEST_FOR_P999 } from '../stats/index.ts'
import { launchesWithout, metricSubject, type Subject, stageSubject } from './values.ts'
import { lackingText } from './words.ts'

/** One declared limit, and where its numbers are found. */
export interface DeclaredLimit {
  readonly stage?: string
  /** `latency`, or an own metric. */
  readonly metric: string
  readonly limit: Limit
  /** Finds the limited quantity in a result, this one or another run's. */
  readonly find: (result: Result) => Subject
}

/** Every limit of a budget: the scenario's own, its stages', its metrics'. */
export function declaredLimits(budget: Budget, result: Result): readonly DeclaredLimit[] {
  return [
    ...parseLimits({ ...budget }).map(
      (limit): DeclaredLimit => ({
        metric: 'latency',
        limit,
        find: (from) => metricSubject(from, 'latency'),
      }),
    ),
    ...stageLimits(budget),
    ...metricLimits(budget, result),
  ]
}

function stageLimits(budget: Budget): readonly DeclaredLimit[] {
  return Object.entries(budget.stages ?? {}).flatMap(([stage, limits]) =>
    parseLimits({ ...limits }).map((limit) => ({
      stage,
      metric: 'latency',
      limit,
      find: (from: Result) => stageSubject(from, stage),
    })),
  )
}

function metricLimits(budget: Budget, result: Result): readonly DeclaredLimit[] {
  return Object.entries(budget.metrics ?? {}).flatMap(([metric, limits]) => {
    // A metric that was never recorded has no unit; what is said of it then is only that.
    const unit = metricSubject(result, metric).pooled?.unit ?? 'count'
    return parseMetricLimits({ ...limits }, unit).map((limit) => ({
      metric,
      limit,
      find: (from: Result) => metricSubject(from, metric),
    }))
  })
}

/** Whether the limit is a floor: a metric of which more is better. */
export function isFloor(subject: Subject): boolean {
  return subject.pooled?.better === 'higher'
}

/** `p95 of stage 'validate'`, `p99`, `mean of 'queue depth'`. */
export function limitedText({ stage, metric, limit }: DeclaredLimit): string {
  if (stage !== undefined) return `${limit.statistic} of stage '${stage}'`
  return metric === 'latency' ? limit.statistic : `${limit.statistic} of '${metric}'`
}

/** Why there is no number to judge: the stage was not called, the metric not recorded, the scenario without samples. */
export function unmeasuredReason({ stage, metric }: DeclaredLimit): string {
  if (stage !== undefined) return `stage '${stage}' was not called in any measured iteration`
  return metric === 'latency' ? 'there are no samples' : `'${metric}' was not recorded`
}

/**
 * How many launches lack the limited statistic, so that the others can't stand for all; `undefined` when every one has
 * it. Example: `2 of 5 launches have no p99 of their own`.
 */
export function lackingReason(declared: DeclaredLimit, subject: Subject): string | undefined {
  const lacking = launchesWithout(subject, declared.limit.statistic)
  if (lacking === 0) return undefined
  return lackingText(lacking, subject.launchCount, limitedText(declared))
}

/** Single-iteration samples that a statistic needs. */
const SAMPLES_NEEDED: Readonly<Record<string, number>> = {
  p99: FEWEST_FOR_P99,
  p999: FEWEST_FOR_P999,
}

/** Why a measured quantity lacks the statistic, and what to do. */
export function unavailableReason({ limit, ...declared }: DeclaredLimit, subject: Subject): string {
  const what = limitedText({ limit, ...declared })
  const needed = SAMPLES_NEEDED[limit.statistic]
  const { samples = 0, batchSize = 1 } = subject.pooled ?? {}
  if (batchSize > 1) {
    return `there is no ${what}: it was timed in batches of ${batchSize} iterations; limit p50 or mean instead`
  }
  if (needed === undefined) return `there is no ${what} in this record`
  const remedy = isOfLaunches(subject)
    ? 'measure longer (--time) or in more launches (--launches)'
    : 'load longer (--duration)'
  return `${what} needs ${needed} samples, and there are ${samples}: ${remedy}`
}

/** A load test has none of its own. */
const isOfLaunches = ({ launchCount }: Subject): boolean => launchCount > 0
