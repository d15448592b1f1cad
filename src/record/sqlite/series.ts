import type { SeriesKey, SeriesPoint, SeriesQuery } from '../../model/ports.ts'
import type { Connection } from './connection.ts'

/** Histories, from the index alone: no document is read. */

/** One series' rows lie side by side in `point`, in order of time. */
export const SERIES_SQL = `
  SELECT run.id, point.started_ms, run.revision, point.p50, point.p95, point.p99, point.mean,
         run.alu_ns, run.alloc_ns
  FROM series
  JOIN point ON point.series = series.seq
  JOIN run ON run.seq = point.run
  WHERE series.scenario = ? AND series.stage = ? AND series.metric = ? AND series.fingerprint = ?
  ORDER BY point.started_ms DESC, point.run DESC
  LIMIT ?`

interface PointRow {
  readonly id: string
  readonly started_ms: number
  readonly revision: string | null
  readonly p50: number
  readonly p95: number | null
  readonly p99: number | null
  readonly mean: number
  readonly alu_ns: number
  readonly alloc_ns: number
}

/** Oldest first; the newest so many when there is a limit. */
export function readSeries(connection: Connection, query: SeriesQuery): SeriesPoint[] {
  const rows = connection.all<PointRow>(
    SERIES_SQL,
    query.scenario,
    query.stage ?? '',
    query.metric,
    query.fingerprint,
    query.limit ?? -1,
  )
  return rows.reverse().map((row) => ({
    run: row.id,
    startedAt: new Date(row.started_ms).toISOString(),
    commit: row.revision,
    p50: row.p50,
    p95: row.p95,
    p99: row.p99,
    mean: row.mean,
    aluNs: row.alu_ns,
    allocNs: row.alloc_ns,
  }))
}

/** Every series that has a point and whose scenario's key holds `filter`. */
export function readSeriesKeys(connection: Connection, filter: string): SeriesKey[] {
  const rows = connection.all<Omit<SeriesKey, 'stage'> & { readonly stage: string }>(
    `SELECT scenario, stage, metric, fingerprint FROM series
     WHERE instr(scenario, ?) > 0 AND EXISTS (SELECT 1 FROM point WHERE point.series = series.seq)
     ORDER BY scenario, stage, metric, fingerprint`,
    filter,
  )
  return rows.map(({ scenario, stage, metric, fingerprint }) => {
    return { scenario, stage: stage === '' ? null : stage, metric, fingerprint }
  })
}
