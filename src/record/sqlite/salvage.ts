import { statSync } from 'node:fs'
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

/** Every document that there is, or should be. Ends within steps that the file's size bounds, whatever is in it. */
export function* salvageDocuments(connection: Connection): IterableIterator<Salvaged> {
  let gap: Gap | undefined
  for (const { seq, isGuess } of keysOf(connection)) {
    const salvaged = salvage(connection, seq)
    if (salvaged === undefined) continue
    if (isGuess && 'problem' in salvaged) {
      gap = { first: gap?.first ?? salvaged, last: seq }
      continue
    }
    if (gap !== undefined) yield gapProblem(gap)
    gap = undefined
    yield salvaged
  }
  if (gap !== undefined) yield gapProblem(gap)
}

/** Guessed keys side by side that can't be read: told as one problem, as there may be very many. */
interface Gap {
  readonly first: Salvaged & { readonly problem: string }
  readonly last: number
}

function gapProblem({ first, last }: Gap): Salvaged {
  const { seq, problem } = first
  return seq === last ? first : { seq, problem: `${problem} (and so to no. ${last})` }
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

/** No document of a run is smaller. */
const SMALLEST_DOCUMENT_BYTES = 512
/** Guesses at least, however small the file is. */
const GUESSES_MIN = 1000

/** The key of a document, read or guessed. */
interface Key {
  readonly seq: number
  readonly isGuess: boolean
}

/**
 * Keys of documents, ascending. Where the documents' tree can't be read the list of runs says what should be there;
 * where that can't be read either, keys are guessed: one by one as far as the file could hold that many documents,
 * then in wide steps up to the highest key, which may itself be damaged.
 */
function* keysOf(connection: Connection): IterableIterator<Key> {
  const highest = highestKey(connection)
  const guesses = Math.max(GUESSES_MIN, Math.ceil(fileBytes(connection) / SMALLEST_DOCUMENT_BYTES))
  const wide = Math.ceil(highest / guesses)
  let seq = 0
  for (let guessed = 0; ; ) {
    const held = nextKey(connection, NEXT_DOCUMENT, seq)
    if (held === 'none') return
    const known = held === 'unreadable' ? nextKey(connection, NEXT_RUN, seq) : held
    const isGuess = typeof known === 'string'
    if (isGuess) guessed++
    seq = isGuess ? seq + (guessed <= guesses ? 1 : wide) : known
    if (isGuess && seq > highest) return
    yield { seq, isGuess }
  }
}

const NEXT_DOCUMENT = 'SELECT run AS seq FROM document WHERE run > ? ORDER BY run LIMIT 1'
const NEXT_RUN = 'SELECT seq FROM run WHERE seq > ? ORDER BY seq LIMIT 1'

function nextKey(
  connection: Connection,
  sql: string,
  after: number,
): number | 'none' | 'unreadable' {
  try {
    const row = connection.first<{ seq: number }>(sql, after)
    if (row === undefined) return 'none'
    // A damaged tree may lead back to where we came from.
    return row.seq > after ? row.seq : 'unreadable'
  } catch {
    return 'unreadable'
  }
}

/** Of the file and of its log. */
function fileBytes({ path }: Connection): number {
  const sizes = [path, `${path}-wal`].map((file) => statSync(file, { throwIfNoEntry: false })?.size)
  return sizes.reduce((sum: number, size) => sum + (size ?? 0), 0)
}

/** Each of these may lie on a page that can't be read, or be wrong. */
function highestKey(connection: Connection): number {
  const sources = [
    'SELECT max(run) AS seq FROM document',
    'SELECT max(seq) AS seq FROM run',
    "SELECT seq FROM sqlite_sequence WHERE name = 'run'",
  ]
  const keys = sources.map((sql) => {
    try {
      const seq = connection.first<{ seq: unknown }>(sql)?.seq
      return typeof seq === 'number' && Number.isSafeInteger(seq) ? seq : 0
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
