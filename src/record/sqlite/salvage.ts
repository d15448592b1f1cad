import { messageOf, PlimsollError } from '../../kernel/errors.ts'
import { parseRun } from '../../model/read.ts'
import type { Run } from '../../model/run.ts'
import type { Connection } from './connection.ts'
import { documentProblem, type StoredDocument } from './runs.ts'

/**
 * Reads a damaged store document by document, by their keys alone: one page that can't be read then costs the
 * documents on it, not those behind it.
 */

/** What became of one document. */
export type Salvaged =
  | { readonly seq: number; readonly run: Run }
  | { readonly seq: number; readonly problem: string }

/** Every document that there is, or should be. */
export function* salvageDocuments(connection: Connection): IterableIterator<Salvaged> {
  for (let seq = 1; seq <= highestKey(connection); seq++) {
    const salvaged = salvage(connection, seq)
    if (salvaged !== undefined) yield salvaged
  }
}

/** The run with this id or beginning of one, wherever it lies. */
export function salvageRun(connection: Connection, id: string): Run | undefined {
  const wanted = id.toUpperCase()
  for (const salvaged of salvageDocuments(connection)) {
    if ('run' in salvaged && salvaged.run.id.startsWith(wanted)) return salvaged.run
  }
  return undefined
}

function salvage(connection: Connection, seq: number): Salvaged | undefined {
  try {
    const sql = 'SELECT text, sha256 FROM document WHERE run = ?'
    const row = connection.first<StoredDocument>(sql, seq)
    if (row === undefined) return undefined
    const problem = documentProblem(row)
    if (problem !== undefined) return { seq, problem: `run no. ${seq}: ${problem}` }
    return { seq, run: parseRun(row.text, `run no. ${seq}`) }
  } catch (thrown) {
    return { seq, problem: `run no. ${seq} can't be read: ${innermost(thrown)}` }
  }
}

/** Each of these may lie on a page that can't be read. */
function highestKey(connection: Connection): number {
  const sources = [
    'SELECT max(run) AS seq FROM document',
    'SELECT max(seq) AS seq FROM run',
    "SELECT seq FROM sqlite_sequence WHERE name = 'run'",
  ]
  const keys = sources.map((sql) => {
    try {
      return connection.first<{ seq: number | null }>(sql)?.seq ?? 0
    } catch {
      return 0
    }
  })
  return Math.max(...keys)
}

/** SQLite's own words, where it is they that count. */
export function innermost(thrown: unknown): string {
  return messageOf(thrown instanceof PlimsollError ? (thrown.cause ?? thrown) : thrown)
}
