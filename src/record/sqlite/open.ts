import { closeSync, mkdirSync, openSync, readSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Connection, type ConnectionOptions } from './connection.ts'
import { corrupt, foreign, newer, sqliteCode, unreachable } from './errors.ts'
import { APPLICATION_ID, FORMAT, MIGRATIONS } from './migrations.ts'

/**
 * Opens a store's database, and makes or migrates it. Whatever is not a store of a known format is left as it is, to
 * the byte: the file's own header is read before SQLite is let near it.
 */

/** The first bytes of every SQLite 3 file (https://www.sqlite.org/fileformat.html §1.3). */
const MAGIC = 'SQLite format 3\0'
const HEADER_BYTES = 100
const USER_VERSION_AT = 60
const APPLICATION_ID_AT = 68
/** How often to try again where SQLite does not wait for a lock by itself. */
const RETRY_EVERY_MS = 20

/** A connection to the store at `path` (`:memory:` = a store that ends with the connection). */
export function openDatabase(path: string, options: ConnectionOptions): Connection {
  if (path !== ':memory:') prepareFile(path, options.readOnly)
  const connection = new Connection(path, options)
  try {
    connection.snapshot(() => checkFormat(connection))
    if (!options.readOnly) makeReady(connection, options.busyTimeoutMs)
    return connection
  } catch (thrown) {
    connection.close()
    throw thrown
  }
}

/** Why a file can't be a store of this version, judged by its header; `undefined` when it may be one. */
export function headerProblem(path: string): Error | undefined {
  const header = readHeader(path)
  if (header.length === 0) return undefined
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    return corrupt(path, new Error('it is not a SQLite database'))
  }
  return formatProblem(path, {
    application: header.readInt32BE(APPLICATION_ID_AT),
    version: header.readInt32BE(USER_VERSION_AT),
  })
}

function prepareFile(path: string, readOnly: boolean): void {
  if (!readOnly) makeFolder(path)
  if (!isThere(path)) return
  const problem = headerProblem(path)
  if (problem !== undefined) throw problem
}

/** A new `.plimsoll` folder keeps itself out of version control. */
function makeFolder(path: string): void {
  const folder = dirname(path)
  try {
    const isNew = mkdirSync(folder, { recursive: true }) !== undefined
    if (isNew && basename(folder) === '.plimsoll') writeFileSync(join(folder, '.gitignore'), '*\n')
  } catch (thrown) {
    throw unreachable(path, thrown)
  }
}

function isThere(path: string): boolean {
  try {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats?.isDirectory()) throw new Error('it is a folder')
    return stats !== undefined
  } catch (thrown) {
    throw unreachable(path, thrown)
  }
}

function readHeader(path: string): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  try {
    const file = openSync(path, 'r')
    try {
      return header.subarray(0, readSync(file, header, 0, HEADER_BYTES, 0))
    } finally {
      closeSync(file)
    }
  } catch (thrown) {
    throw unreachable(path, thrown)
  }
}

interface Format {
  readonly application: number
  readonly version: number
}

function formatProblem(path: string, format: Format): Error | undefined {
  // A database in which nothing was made yet has 0 for both: a store whose making was interrupted.
  const isNew = format.application === 0 && format.version === 0
  if (format.application !== APPLICATION_ID && !isNew) return foreign(path)
  return format.version > FORMAT ? newer(path, format.version, FORMAT) : undefined
}

/**
 * The header may be older than the write-ahead log, so SQLite's own answer counts. To be called in a transaction: another
 * process that makes the store between two of its questions would make a store look like someone else's database.
 */
function checkFormat(connection: Connection): Format {
  const format = readFormat(connection)
  const problem = formatProblem(connection.path, format)
  if (problem !== undefined) throw problem
  if (format.version === 0 && countTables(connection) > 0) throw foreign(connection.path)
  return format
}

function readFormat(connection: Connection): Format {
  const { application_id } = connection.one<{ application_id: number }>('PRAGMA application_id')
  const { user_version } = connection.one<{ user_version: number }>('PRAGMA user_version')
  return { application: application_id, version: user_version }
}

function countTables(connection: Connection): number {
  const sql = 'SELECT count(*) AS tables FROM sqlite_schema'
  return connection.one<{ tables: number }>(sql).tables
}

function makeReady(connection: Connection, busyTimeoutMs: number): void {
  // Before the first table, so that pruning can give space back; on a store that has tables it would only write.
  if (readFormat(connection).version === 0) connection.exec('PRAGMA auto_vacuum = INCREMENTAL')
  useWriteAheadLog(connection, busyTimeoutMs)
  // FULL: what was committed survives a loss of power, not only of the process.
  connection.exec(
    'PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF',
  )
  if (readFormat(connection).version < FORMAT) connection.transaction(() => migrate(connection))
}

/** Changing the journal's mode needs the file for itself, and SQLite does not wait for that. */
function useWriteAheadLog(connection: Connection, busyTimeoutMs: number): void {
  const until = performance.now() + busyTimeoutMs
  for (;;) {
    try {
      connection.exec('PRAGMA journal_mode = WAL')
      return
    } catch (thrown) {
      const cause: unknown = thrown instanceof Error ? thrown.cause : undefined
      if (sqliteCode(cause) !== 5 || performance.now() > until) throw thrown
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_EVERY_MS)
    }
  }
}

/** Looks again at the format: another process may have migrated in the meantime. */
function migrate(connection: Connection): void {
  const { version } = checkFormat(connection)
  for (const step of MIGRATIONS.slice(version)) connection.exec(step)
  connection.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT}`)
}
