import { type PlimsollError, usageError } from '../kernel/errors.ts'
import { parseDurationMs } from '../define/duration.ts'
import { nearestOf } from '../define/nearest.ts'
import type { HistoryQuery, SeriesStatistic } from '../model/history.ts'
import type { RunHeader, SeriesKey } from '../model/ports.ts'

/** What `history` was asked for, as it was written. */
export interface HistoryRequest {
  readonly filters: readonly string[]
  readonly stages: readonly string[]
  readonly metrics: readonly string[]
  readonly statistic?: string | undefined
  readonly branch?: string | undefined
  readonly since?: string | undefined
  readonly limit?: string | undefined
}

const STATISTICS: readonly SeriesStatistic[] = ['p50', 'p95', 'p99', 'mean']
/** How many names a message suggests. */
const SUGGESTED = 5

/** The request, understood. @param nowMs since 1970, for a `since` that is an age. @throws PlimsollError */
export function readRequest(
  request: HistoryRequest,
  headers: readonly RunHeader[],
  nowMs: number,
): HistoryQuery {
  return {
    filters: request.filters,
    stages: request.stages,
    metrics: request.metrics,
    statistic: statisticOf(request.statistic),
    branch: branchOf(request.branch, headers),
    since: sinceOf(request.since, headers, nowMs),
    limit: limitOf(request.limit),
  }
}

function statisticOf(written: string | undefined): SeriesStatistic | null {
  if (written === undefined) return null
  const found = STATISTICS.find((statistic) => statistic === written)
  if (found !== undefined) return found
  const hint = `--statistic is one of: ${STATISTICS.join(', ')}`
  throw usageError('STATISTIC_UNKNOWN', `there is no statistic ${JSON.stringify(written)}`, hint)
}

function limitOf(written: string | undefined): number | null {
  if (written === undefined) return null
  const limit = /^\d{1,9}$/.test(written) ? Number(written) : 0
  if (limit >= 1) return limit
  throw usageError(
    'LIMIT_INVALID',
    `--limit ${JSON.stringify(written)} is no number of runs`,
    'give a whole number from 1, such as --limit 100: the newest 100 runs of each series',
  )
}

function branchOf(written: string | undefined, headers: readonly RunHeader[]): string | null {
  if (written === undefined) return null
  const branches = new Set(headers.flatMap(({ branch }) => branch ?? []))
  if (branches.has(written)) return written
  throw unknown({ code: 'BRANCH_UNKNOWN', what: 'no run of branch', written, known: branches })
}

/** Shorter beginnings of commits are not looked for: `30d` is an age. */
const COMMIT = /^[0-9a-f]{7,64}$/i

/** ISO 8601, UTC; that of the first run of the commit where one is named. */
function sinceOf(
  written: string | undefined,
  headers: readonly RunHeader[],
  nowMs: number,
): string | null {
  if (written === undefined) return null
  const measured = COMMIT.test(written)
    ? headers.findLast(({ commit }) => commit?.startsWith(written.toLowerCase()))
    : undefined
  if (measured !== undefined) return measured.startedAt
  const age = /[a-z]$/.test(written) ? parseDurationMs(written) : undefined
  const time = age === undefined ? dateOf(written) : nowMs - age
  // The years that ISO 8601 writes with four digits.
  if (time >= 0 && time < Date.UTC(9999, 11, 31)) return new Date(time).toISOString()
  throw usageError(
    'SINCE_UNKNOWN',
    `--since ${JSON.stringify(written)} is no date, no age, and no commit that was measured`,
    'give a date (2026-11-02), an age (30d), or at least seven digits of a commit that has a run',
  )
}

const dateOf = (written: string): number =>
  /^\d{4}-\d{2}-\d{2}(T.*)?$/.test(written) ? Date.parse(written) : Number.NaN

/** The metrics that are asked for; `latency` when none is. @throws PlimsollError METRIC_UNKNOWN */
export function chooseMetrics(keys: readonly SeriesKey[], asked: readonly string[]): Set<string> {
  const known = new Set(keys.map(({ metric }) => metric))
  const lost = asked.find((metric) => !known.has(metric))
  if (lost === undefined) return new Set(asked.length === 0 ? ['latency'] : asked)
  throw unknown({ code: 'METRIC_UNKNOWN', what: 'no metric', written: lost, known })
}

/** Whether a series is of a stage that is asked for: a part of its name, in any case. @throws PlimsollError NO_STAGE_MATCHES */
export function chooseStages(
  keys: readonly SeriesKey[],
  asked: readonly string[],
): readonly SeriesKey[] {
  if (asked.length === 0) return keys
  const has = ({ stage }: SeriesKey, part: string): boolean =>
    stage !== null && stage.toLowerCase().includes(part.toLowerCase())
  const lost = asked.find((part) => !keys.some((key) => has(key, part)))
  if (lost === undefined) return keys.filter((key) => asked.some((part) => has(key, part)))
  const known = new Set(keys.flatMap(({ stage }) => stage ?? []))
  throw unknown({ code: 'NO_STAGE_MATCHES', what: 'no stage matches', written: lost, known })
}

function unknown(about: {
  readonly code: string
  readonly what: string
  readonly written: string
  readonly known: ReadonlySet<string>
}): PlimsollError {
  const { code, what, written, known } = about
  const near = nearestOf(written, known, SUGGESTED)
  const some = [...known].toSorted().slice(0, SUGGESTED)
  const more = known.size > SUGGESTED ? ', …' : ''
  const hint =
    near.length > 0
      ? `near it: ${near.join(', ')}`
      : known.size > 0
        ? `there are: ${some.join(', ')}${more}`
        : 'these series have none'
  return usageError(code, `${what} ${JSON.stringify(written)}`, hint)
}
