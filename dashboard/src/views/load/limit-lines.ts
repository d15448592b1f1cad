import type { Budget } from '../../../../src/model/budget.ts'
import { type Limit, parseLimits } from '../../../../src/model/limits.ts'
import type { ChartLimit } from '../../charts/time-chart-content.ts'

/** Declared limits as lines of charts. Those relative to a baseline have no place on an axis of time. */

/** On latency; those that hold in every window say so. */
export function latencyLimits(budget: Budget | undefined): readonly ChartLimit[] {
  if (budget === undefined) return []
  const whole = lines(parseLimits(budget), '')
  const every = Object.entries(budget.every ?? {}).flatMap(([length, limits]) =>
    lines(parseLimits(limits), ` in any ${length.replace(/^(\d+)s$/, '$1 s')}`),
  )
  return [...whole, ...every]
}

const lines = (limits: readonly Limit[], when: string): readonly ChartLimit[] =>
  limits
    .filter(({ relative }) => !relative)
    .map(({ statistic, limit }) => ({ name: `limit: ${statistic}${when}`, value: limit }))

/** The fewest that are to be completed in a second. */
export function throughputLimits(budget: Budget | undefined): readonly ChartLimit[] {
  const every = Object.entries(budget?.every ?? {}).map(
    ([length, limits]) => [`at least, in any ${length}`, limits.throughputPerSecond] as const,
  )
  return [['at least', budget?.throughputPerSecond] as const, ...every].flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  )
}

/** On stages: drawn where their times are. */
export function stageLimits(budget: Budget | undefined): readonly ChartLimit[] {
  return Object.entries(budget?.stages ?? {}).flatMap(([stage, limits]) =>
    parseLimits(limits)
      .filter(({ relative }) => !relative)
      .map(({ statistic, limit }) => ({ name: `limit: ${statistic} of ${stage}`, value: limit })),
  )
}
