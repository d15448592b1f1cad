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

/**
 * What only a load test has: shares, in percent of the iterations that ended (`errorsPercent`, `rejectedPercent`) or
 * that were due (`droppedPercent`), and the fewest completed a second. A benchmark leaves them alone.
 */
export type LoadLimits = { readonly [limit in LoadLimitName]?: number }

/** The name of one of them. */
export type LoadLimitName =
  | 'errorsPercent'
  | 'rejectedPercent'
  | 'droppedPercent'
  | 'throughputPerSecond'

/** The name of a limit that may hold in every window. */
export type WindowLimitName = `${LimitStatistic}${'Ns' | 'Us' | 'Ms' | 'S'}` | LoadLimitName

/** Limits that hold in every window of some length. */
export type WindowLimits = { readonly [limit in WindowLimitName]?: number }

/** The limits of a scenario, its stages and its own metrics. */
export type Budget = Limits &
  LoadLimits & {
    readonly stages?: Readonly<Record<string, Limits>>
    /**
     * Load tests: limits that hold in every window of a length, slid over the steady state: `{ '10s': { p99Ms: 20 } }`.
     * Lengths are whole seconds.
     */
    readonly every?: Readonly<Record<string, WindowLimits>>
    /** Own metrics: statistic → limit, in the metric's unit. A metric whose `better` is `higher` has a floor. */
    readonly metrics?: Readonly<
      Record<
        string,
        { readonly [statistic in LimitStatistic | `${LimitStatistic}Percent`]?: number }
      >
    >
  }

/** Both budgets' limits; where both limit the same, the later one counts. */
export function mergeBudgets(earlier: Budget, later: Budget): Budget {
  const stages = mergeParts(earlier.stages, later.stages)
  const metrics = mergeParts(earlier.metrics, later.metrics)
  const every = mergeParts(earlier.every, later.every)
  return {
    ...earlier,
    ...later,
    ...(stages === undefined ? {} : { stages }),
    ...(metrics === undefined ? {} : { metrics }),
    ...(every === undefined ? {} : { every }),
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
