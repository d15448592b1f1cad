import type { RunSummary } from '../../model/page.ts'
import type { SummaryQuery } from '../../model/ports.ts'
import type { RunKind, RunStatus } from '../../model/run.ts'
import type { KeptSummary } from '../summary.ts'
import type { Connection } from './connection.ts'
import { corrupt } from './errors.ts'
import { notFound, parseLabels } from './runs.ts'

/** The list of runs, a page at a time: no document is read. */

interface SummaryRow {
  readonly id: string
  readonly kind: RunKind
  readonly status: RunStatus
  readonly started_ms: number
  readonly finished_ms: number
  readonly note: string
  readonly labels: string
  readonly fingerprint: string
  readonly summary: string | null
}

/** Newest first. @throws PlimsollError RUN_NOT_FOUND: the run to begin behind was removed meanwhile */
export function listSummaries(connection: Connection, query: SummaryQuery): RunSummary[] {
  return connection.snapshot(() => {
    const baselines = baselinesByRun(connection)
    return rowsOf(connection, query).map((row) => ({
      id: row.id,
      kind: row.kind,
      status: row.status,
      startedAt: new Date(row.started_ms).toISOString(),
      finishedAt: new Date(row.finished_ms).toISOString(),
      note: row.note,
      labels: parseLabels(row.labels, connection.path),
      ...keptSummary(row, connection.path),
      baselines: baselines.get(row.id) ?? [],
    }))
  })
}

/** Sorts before every run: there are none behind the end of time. */
const NEWEST = { started_ms: Number.MAX_SAFE_INTEGER, id: '' }

function rowsOf(connection: Connection, { limit, before }: SummaryQuery): SummaryRow[] {
  const behind =
    before === null
      ? NEWEST
      : connection.first<typeof NEWEST>('SELECT started_ms, id FROM run WHERE id = ?', before)
  if (behind === undefined) throw notFound(before ?? '')
  const sql = isKept(connection) ? SUMMARIES_SQL : SUMMARIES_SQL.replace(KEPT, 'NULL')
  return connection.all<SummaryRow>(sql, behind.started_ms, behind.id, limit)
}

const KEPT = '(SELECT text FROM summary WHERE summary.run = run.seq)'

/** Goes along the index of starts from where it is to begin, and no further than the limit. */
export const SUMMARIES_SQL: string = `
  SELECT run.id, run.kind, run.status, run.started_ms, run.finished_ms, run.note, run.labels,
         run.fingerprint, ${KEPT} AS summary
  FROM run WHERE (run.started_ms, run.id) < (?, ?)
  ORDER BY run.started_ms DESC, run.id DESC LIMIT ?`

/** A store of an earlier format that was opened only to be read was not migrated. */
function isKept(connection: Connection): boolean {
  const sql = "SELECT 1 AS one FROM sqlite_schema WHERE type = 'table' AND name = 'summary'"
  return connection.first<unknown>(sql) !== undefined
}

function baselinesByRun(connection: Connection): ReadonlyMap<string, readonly string[]> {
  const rows = connection.all<{ readonly id: string; readonly name: string }>(
    `SELECT run.id, baseline.name FROM baseline
     JOIN baseline_version AS version
       ON version.name = baseline.name AND version.version = baseline.current
     JOIN run ON run.seq = version.run ORDER BY baseline.name`,
  )
  const byRun = Map.groupBy(rows, ({ id }) => id)
  return new Map([...byRun].map(([id, own]) => [id, own.map(({ name }) => name)]))
}

function keptSummary({ summary, fingerprint }: SummaryRow, path: string): KeptSummary {
  if (summary === null) return { ...UNKNOWN, environment: { ...UNKNOWN.environment, fingerprint } }
  try {
    return JSON.parse(summary) as KeptSummary
  } catch (thrown) {
    throw corrupt(path, thrown)
  }
}

/** Of a run whose document could not be read. */
const UNKNOWN: KeptSummary = {
  revision: null,
  environment: { fingerprint: '', cpuModel: '', cores: 0, os: '', node: '', ci: null },
  results: { ok: 0, failed: 0, invalid: 0 },
  budgets: { met: 0, broken: 0, inconclusive: 0 },
  scenarios: [],
}
