import type { Unit } from './run.ts'
import type { LimitName, LimitStatistic } from './budget.ts'

/**
 * The names of limits, read in one place: `p95Ms` is the statistic `p95` with a limit written in milliseconds,
 * `p95Percent` the same statistic with a limit on its change against the baseline.
 */

/** Every statistic that may be limited, in the order of a distribution. */
export const LIMIT_STATISTICS: readonly LimitStatistic[] = [
  'min',
  'mean',
  'p50',
  'p90',
  'p95',
  'p99',
  'p999',
  'max',
]

/** Nanoseconds in each unit that a limit on a time may be written in. */
const NS_PER_SUFFIX = { Ns: 1, Us: 1e3, Ms: 1e6, S: 1e9 } as const

/** The suffix of a limit relative to the baseline. */
const RELATIVE_SUFFIX = 'Percent'

/** What a limit's name says. */
export interface LimitMeaning {
  /** As written. */
  readonly name: string
  readonly statistic: LimitStatistic
  /** Whether the limit is on the change against the baseline; its unit is then `percent`. */
  readonly relative: boolean
  /** Of the limit once multiplied by `factor`. */
  readonly unit: Unit
  /** Written number × factor = the limit in `unit`. */
  readonly factor: number
}

/** One limit, its number in `unit`. */
export interface Limit {
  /** As written. */
  readonly name: string
  readonly statistic: LimitStatistic
  readonly relative: boolean
  readonly unit: Unit
  readonly limit: number
}

const TIME_LIMITS: ReadonlyMap<string, LimitMeaning> = new Map(
  LIMIT_STATISTICS.flatMap((statistic) => [
    ...Object.entries(NS_PER_SUFFIX).map(([suffix, factor]): [string, LimitMeaning] => {
      const name = statistic + suffix
      return [name, { name, statistic, relative: false, unit: 'ns', factor }]
    }),
    [statistic + RELATIVE_SUFFIX, relativeLimit(statistic)],
  ]),
)

/** Every name that a limit on a time may have: `p50Ns` … `maxPercent`. */
export const LIMIT_NAMES: readonly LimitName[] = [...TIME_LIMITS.keys()] as LimitName[]

/** Every name that a limit on an own metric may have: `p50` … (in the metric's unit) and `p50Percent` …. */
export const METRIC_LIMIT_NAMES: readonly string[] = [
  ...LIMIT_STATISTICS,
  ...LIMIT_STATISTICS.map((statistic) => statistic + RELATIVE_SUFFIX),
]

/** What the name of a limit on a time (latency, a stage) says; `undefined` when it is none. */
export function parseLimit(name: string): LimitMeaning | undefined {
  return TIME_LIMITS.get(name)
}

/** What the name of a limit on an own metric says; `undefined` when it is none. @param unit the metric's */
function parseMetricLimit(name: string, unit: Unit): LimitMeaning | undefined {
  const statistic = LIMIT_STATISTICS.find((each) => each === name)
  if (statistic !== undefined) return { name, statistic, relative: false, unit, factor: 1 }
  const meaning = TIME_LIMITS.get(name)
  return meaning?.relative === true ? meaning : undefined
}

/** The limits on a time. Names that are no limits (`stages`, `metrics`) are left out. */
export function parseLimits(limits: Readonly<Record<string, unknown>>): readonly Limit[] {
  return readLimits(limits, parseLimit)
}

/** The limits on an own metric. @param unit the metric's */
export function parseMetricLimits(
  limits: Readonly<Record<string, unknown>>,
  unit: Unit,
): readonly Limit[] {
  return readLimits(limits, (name) => parseMetricLimit(name, unit))
}

function readLimits(
  limits: Readonly<Record<string, unknown>>,
  parse: (name: string) => LimitMeaning | undefined,
): readonly Limit[] {
  return Object.entries(limits).flatMap(([name, written]) => {
    const meaning = parse(name)
    if (meaning === undefined || typeof written !== 'number') return []
    const { statistic, relative, unit, factor } = meaning
    return [{ name, statistic, relative, unit, limit: written * factor }]
  })
}

function relativeLimit(statistic: LimitStatistic): LimitMeaning {
  const name = statistic + RELATIVE_SUFFIX
  return { name, statistic, relative: true, unit: 'percent', factor: 1 }
}
