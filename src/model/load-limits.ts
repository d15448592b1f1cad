import { parseDurationMs } from '../kernel/duration.ts'
import type { Budget, LoadLimitName, WindowLimitName } from './budget.ts'
import { LIMIT_NAMES, parseLimit } from './limits.ts'
import type { Unit } from './unit.ts'

/** The limits that only load tests have, read in one place: shares, a floor of the throughput, and those of windows. */

/** One limit on a load test, its number in `unit`. */
export interface LoadLimit {
  /** As written. */
  readonly name: string
  readonly metric: 'latency' | 'errors' | 'rejected' | 'dropped' | 'throughput'
  /** Of latency `p50` … `max`; else `share` or `mean`. */
  readonly statistic: string
  readonly unit: Unit
  readonly limit: number
  /** Whether it is the least that is allowed, and not the most. */
  readonly floor: boolean
}

/** One that holds in every window of a length. */
export interface WindowLimit extends LoadLimit {
  readonly withinMs: number
}

type Meaning = Omit<LoadLimit, 'name' | 'limit'>

const share = (metric: Meaning['metric']): Meaning => ({
  metric,
  statistic: 'share',
  unit: 'percent',
  floor: false,
})

const MEANINGS: Readonly<Record<LoadLimitName, Meaning>> = {
  errorsPercent: share('errors'),
  rejectedPercent: share('rejected'),
  droppedPercent: share('dropped'),
  throughputPerSecond: { metric: 'throughput', statistic: 'mean', unit: 'perSecond', floor: true },
}

const isLoadLimitName = (name: string): name is LoadLimitName => Object.hasOwn(MEANINGS, name)

/** Every name that a limit on a load test may have, beside those on times. */
export const LOAD_LIMIT_NAMES: readonly LoadLimitName[] =
  Object.keys(MEANINGS).filter(isLoadLimitName)

/** Every name that a limit on windows may have. What is relative to a baseline has no windows. */
export const WINDOW_LIMIT_NAMES: readonly WindowLimitName[] = [
  ...(LIMIT_NAMES.filter((name) => !name.endsWith('Percent')) as WindowLimitName[]),
  ...LOAD_LIMIT_NAMES,
]

/** The shares and the floor that a budget has for the whole of a load test. */
export function parseLoadLimits(budget: Budget): readonly LoadLimit[] {
  return LOAD_LIMIT_NAMES.flatMap((name) => {
    const limit = budget[name]
    return limit === undefined ? [] : [{ ...MEANINGS[name], name, limit }]
  })
}

/** The limits that a budget has for windows. A length that can't be read is left out: definitions were checked. */
export function parseWindowLimits({ every = {} }: Budget): readonly WindowLimit[] {
  return Object.entries(every).flatMap(([length, limits]) => {
    const withinMs = parseWindowMs(length)
    if (withinMs === undefined) return []
    return Object.entries(limits).flatMap(([name, written]) => {
      const limit = windowLimit(name, written)
      return limit === undefined ? [] : [{ ...limit, withinMs }]
    })
  })
}

/** The length of a window: whole seconds, since that is what a load test is recorded in; `undefined` = none. */
export function parseWindowMs(text: string): number | undefined {
  const lengthMs = parseDurationMs(text)
  return lengthMs !== undefined && lengthMs >= SECOND_MS && lengthMs % SECOND_MS === 0
    ? lengthMs
    : undefined
}

const SECOND_MS = 1000

function windowLimit(name: string, written: number): LoadLimit | undefined {
  if (isLoadLimitName(name)) return { ...MEANINGS[name], name, limit: written }
  const meaning = parseLimit(name)
  if (meaning === undefined || meaning.relative) return undefined
  const { statistic, unit, factor } = meaning
  return { name, metric: 'latency', statistic, unit, limit: written * factor, floor: false }
}
