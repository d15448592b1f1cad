/** Limits that users declare, as written. How names are read: limits.ts. */

/**
 * Limits by name: a statistic and its unit. `p95Ms: 10` is absolute; `p95Percent: 5` is relative to the baseline (5 %
 * slower at most). Statistics: `p50`, `p90`, `p95`, `p99`, `p999`, `mean`, `min`, `max`; units: `Ns`, `Us`, `Ms`, `S`,
 * `Percent`.
 */
export type Limits = { readonly [limit in LimitName]?: number }

/** What of a distribution may be limited. */
export type LimitStatistic = 'p50' | 'p90' | 'p95' | 'p99' | 'p999' | 'mean' | 'min' | 'max'
/** The name of a limit. */
export type LimitName = `${LimitStatistic}${'Ns' | 'Us' | 'Ms' | 'S' | 'Percent'}`

/** The limits of a scenario, its stages and its own metrics. */
export type Budget = Limits & {
  readonly stages?: Readonly<Record<string, Limits>>
  /** Own metrics: statistic → limit, in the metric's unit. A metric whose `better` is `higher` has a floor. */
  readonly metrics?: Readonly<
    Record<string, { readonly [statistic in LimitStatistic | `${LimitStatistic}Percent`]?: number }>
  >
}
