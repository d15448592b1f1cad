import { type PlimsollError, usageError } from '../../kernel/errors.ts'
import type { CommitReport, RunHeader, RunQuery } from '../../model/ports.ts'
import { parseRun } from '../../model/read.ts'
import type { Run, RunKind, RunStatus } from '../../model/run.ts'
import { digestOf, runText } from '../document-text.ts'
import { keptSummaryOf } from '../summary.ts'
import type { Connection } from './connection.ts'
import { corrupt } from './errors.ts'
import { pointsOf } from './points.ts'

/** Runs in the database: written whole, found by id, listed by what is known of them. */

/** Most ids that an error names. */
const NAMED_MAX = 5

/** Writes all of these runs, or none. @throws PlimsollError RUN_EXISTS, DOCUMENT_INVALID */
export function commitRuns(connection: Connection, runs: readonly Run[]): CommitReport {
  // Checked and written out before the lock is taken, so that others wait for the writing alone.
  const documents = runs.map((run) => ({ run, text: runText(run) }))
  return connection.transaction(() => {
    const added: string[] = []
    const existing: string[] = []
    for (const { run, text } of documents) {
      const isNew = commitRun(connection, run, text)
      const list = isNew ? added : existing
      list.push(run.id)
    }
    return { added, existing }
  })
}

function commitRun(connection: Connection, run: Run, text: string): boolean {
  const found = connection.first<{ text: string }>(
    'SELECT text FROM document JOIN run ON run.seq = document.run WHERE run.id = ?',
    run.id,
  )
  if (found !== undefined) {
    if (found.text === text) return false
    const hint = 'Two records must not share an id; give the other one its own, or leave it out.'
    throw usageError('RUN_EXISTS', `The store already holds another run ${run.id}`, hint)
  }
  const seq = insertHeader(connection, run)
  connection.run('INSERT INTO document VALUES (?, ?, ?)', seq, text, digestOf(text))
  connection.run('INSERT INTO summary VALUES (?, ?)', seq, JSON.stringify(keptSummaryOf(run)))
  insertPoints(connection, run, seq)
  return true
}

function insertHeader(connection: Connection, run: Run): number {
  const { environment, revision } = run
  return connection.run(
    'INSERT INTO run VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    run.id,
    run.kind,
    run.status,
    Date.parse(run.startedAt),
    Date.parse(run.finishedAt),
    environment.fingerprint,
    revision?.commit ?? null,
    revision?.branch ?? null,
    run.note,
    JSON.stringify(run.labels),
    run.results.length,
    environment.calibration.aluNs,
    environment.calibration.allocNs,
  ).key
}

function insertPoints(connection: Connection, run: Run, seq: number): void {
  const started = Date.parse(run.startedAt)
  for (const point of pointsOf(run)) {
    const key = [point.scenario, point.stage, point.metric, run.environment.fingerprint]
    connection.run('INSERT OR IGNORE INTO series VALUES (NULL, ?, ?, ?, ?)', ...key)
    connection.run(
      `INSERT INTO point
       SELECT seq, ?, ?, ?, ?, ?, ? FROM series
       WHERE scenario = ? AND stage = ? AND metric = ? AND fingerprint = ?`,
      started,
      seq,
      point.p50,
      point.p95,
      point.p99,
      point.mean,
      ...key,
    )
  }
}

/** The run with this id or beginning of one. @throws PlimsollError RUN_AMBIGUOUS, STORE_CORRUPT */
export function loadRun(connection: Connection, id: string): Run | undefined {
  const found = findRun(connection, id)
  return found === undefined ? undefined : readDocument(connection, found)
}

/** The document of the run with this id or beginning of one. @throws as {@link loadRun} */
export function loadText(connection: Connection, id: string): string | undefined {
  const found = findRun(connection, id)
  return found === undefined ? undefined : documentOf(connection, found)
}

/** What a run is found as. */
export interface FoundRun {
  readonly seq: number
  readonly id: string
  readonly status: RunStatus
}

/** Finds a run by its id or the beginning of one, in either case. */
export function findRun(connection: Connection, id: string): FoundRun | undefined {
  const wanted = id.toUpperCase()
  if (!/^[0-9A-Z]{1,26}$/.test(wanted)) return undefined
  // '~' sorts after every character of an id.
  const found = connection.all<FoundRun>(
    'SELECT seq, id, status FROM run WHERE id >= ? AND id < ? ORDER BY id LIMIT ?',
    wanted,
    `${wanted}~`,
    NAMED_MAX + 1,
  )
  if (found.length > 1) throw ambiguous(id, found)
  return found[0]
}

function ambiguous(id: string, found: readonly FoundRun[]): PlimsollError {
  const named = found.slice(0, NAMED_MAX).map((run) => run.id)
  const more = found.length > NAMED_MAX ? ', …' : ''
  return usageError(
    'RUN_AMBIGUOUS',
    `More than one run starts with ${id}: ${named.join(', ')}${more}`,
    'Give more of its id.',
  )
}

/** RUN_NOT_FOUND, as every command says it. */
export function notFound(id: string): PlimsollError {
  const hint = '`plimsoll run` and `plimsoll import` print ids; the beginning of one is enough.'
  return usageError('RUN_NOT_FOUND', `The store holds no run ${JSON.stringify(id)}`, hint)
}

function readDocument(connection: Connection, found: FoundRun): Run {
  return parseRun(documentOf(connection, found), `The stored run ${found.id}`)
}

function documentOf(connection: Connection, { seq, id }: FoundRun): string {
  const sql = 'SELECT text, sha256 FROM document WHERE run = ?'
  const row = connection.first<StoredDocument>(sql, seq)
  const problem = row === undefined ? 'its document is gone' : documentProblem(row)
  if (row === undefined || problem !== undefined) {
    throw corrupt(connection.path, new Error(`run ${id}: ${problem}`))
  }
  return row.text
}

/** A document as it lies in the database. */
export interface StoredDocument {
  readonly text: string
  readonly sha256: string
}

/** What is wrong with a stored document; `undefined` if nothing is. */
export function documentProblem(row: StoredDocument): string | undefined {
  return digestOf(row.text) === row.sha256 ? undefined : 'its document was damaged'
}

interface HeaderRow {
  readonly id: string
  readonly kind: RunKind
  readonly status: RunStatus
  readonly started_ms: number
  readonly finished_ms: number
  readonly fingerprint: string
  readonly revision: string | null
  readonly branch: string | null
  readonly note: string
  readonly labels: string
  readonly scenarios: number
}

/** Newest first. */
export function listRuns(connection: Connection, query: RunQuery): RunHeader[] {
  const { sql, values } = conditions(query)
  const rows = connection.all<HeaderRow>(
    `SELECT id, kind, status, started_ms, finished_ms, fingerprint, revision, branch, note, labels, scenarios
     FROM run ${sql} ORDER BY started_ms DESC, id DESC LIMIT ?`,
    ...values,
    query.limit ?? -1,
  )
  return rows.map((row) => headerOf(row, connection.path))
}

/** A commit may be given by its beginning. */
function conditions(query: RunQuery): { readonly sql: string; readonly values: string[] } {
  const given = [
    { sql: 'kind = ?', value: query.kind },
    { sql: 'status = ?', value: query.status },
    { sql: 'branch = ?', value: query.branch },
    { sql: 'instr(revision, ?) = 1', value: query.commit?.toLowerCase() },
  ].flatMap(({ sql, value }) => (value === undefined ? [] : [{ sql, value }]))
  const sql = given.length === 0 ? '' : `WHERE ${given.map((one) => one.sql).join(' AND ')}`
  return { sql, values: given.map(({ value }) => value) }
}

function headerOf(row: HeaderRow, path: string): RunHeader {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    startedAt: new Date(row.started_ms).toISOString(),
    finishedAt: new Date(row.finished_ms).toISOString(),
    fingerprint: row.fingerprint,
    commit: row.revision,
    branch: row.branch,
    note: row.note,
    labels: parseLabels(row.labels, path),
    scenarios: row.scenarios,
  }
}

/** @throws PlimsollError STORE_CORRUPT */
export function parseLabels(text: string, path: string): Record<string, string> {
  try {
    return JSON.parse(text) as Record<string, string>
  } catch (thrown) {
    throw corrupt(path, thrown)
  }
}
