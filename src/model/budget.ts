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

/** Both budgets' limits; where both limit the same, the later one counts. */
export function mergeBudgets(earlier: Budget, later: Budget): Budget {
  const stages = mergeParts(earlier.stages, later.stages)
  const metrics = mergeParts(earlier.metrics, later.metrics)
  return {
    ...earlier,
    ...later,
    ...(stages === undefined ? {} : { stages }),
    ...(metrics === undefined ? {} : { metrics }),
  }
}

function mergeParts<T extends object>(
  earlier: Readonly<Record<string, T>> | undefined,
  later: Readonly<Record<string, T>> | undefined,
): Readonly<Record<string, T>> | undefined {
  if (earlier === undefined || later === undefined) return earlier ?? later
  const both = Object.entries(later).map(([name, limits]): [string, T] => [
    name,
    { ...(Object.hasOwn(earlier, name) ? earlier[name] : undefined), ...limits },
  ])
  return { ...earlier, ...Object.fromEntries(both) }
}
