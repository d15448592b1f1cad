import { ExitCode, messageOf, PlimsollError } from '../../kernel/errors.ts'

/** SQLite's result codes (https://www.sqlite.org/rescode.html) in our words. All lead to exit 5. */

/** Primary result code → what it means for the store. */
const MEANING: ReadonlyMap<number, (path: string, cause: unknown) => PlimsollError> = new Map([
  [1, corrupt], // SQLITE_ERROR: our own statements fail only where tables are missing or changed
  [3, unreachable], // SQLITE_PERM
  [5, locked], // SQLITE_BUSY
  [6, locked], // SQLITE_LOCKED
  [8, unreachable], // SQLITE_READONLY
  [10, unreachable], // SQLITE_IOERR
  [11, corrupt], // SQLITE_CORRUPT
  [13, full], // SQLITE_FULL
  [14, unreachable], // SQLITE_CANTOPEN
  [15, locked], // SQLITE_PROTOCOL: a race for the lock of the write-ahead log
  [19, corrupt], // SQLITE_CONSTRAINT: rows contradict one another
  [23, unreachable], // SQLITE_AUTH
  [24, corrupt], // SQLITE_FORMAT
  [26, corrupt], // SQLITE_NOTADB
])

/** The primary SQLite result code of whatever was thrown; `undefined` if SQLite did not throw it. */
export function sqliteCode(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error)) return undefined
  const code: unknown = Reflect.get(thrown, 'errcode')
  return typeof code === 'number' ? code & 0xff : undefined
}

/** A SQLite error in our words; anything else as it is. */
export function storeErrorOf(thrown: unknown, path: string): unknown {
  const code = sqliteCode(thrown)
  if (code === undefined) return thrown
  return (MEANING.get(code) ?? failed)(path, thrown)
}

/** STORE_CORRUPT: damaged, or not a database. */
export function corrupt(path: string, cause?: unknown): PlimsollError {
  const why = cause === undefined ? '' : `: ${messageOf(cause)}`
  return storeError('STORE_CORRUPT', `The store ${path} is damaged${why}`, {
    hint: '`plimsoll store verify` says what can be saved. Nothing in it was changed.',
    cause,
  })
}

/** STORE_FOREIGN: a database of another program. */
export function foreign(path: string): PlimsollError {
  return storeError('STORE_FOREIGN', `${path} is a database, but not a plimsoll store`, {
    hint: 'Name another file with --store sqlite:PATH. Nothing in this one was changed.',
  })
}

/** STORE_NEWER: written by a later plimsoll. */
export function newer(path: string, version: number, known: number): PlimsollError {
  const message = `The store ${path} has format ${version}, and this plimsoll knows up to ${known}`
  return storeError('STORE_NEWER', message, {
    hint: 'Use a newer plimsoll (npm install --save-dev plimsoll@latest), or another --store.',
  })
}

/** STORE_UNREACHABLE: can't be read or written. */
export function unreachable(path: string, cause: unknown): PlimsollError {
  return storeError('STORE_UNREACHABLE', `The store ${path} can't be used: ${messageOf(cause)}`, {
    hint: 'Check that the folder exists and may be written, or name another file with --store.',
    cause,
  })
}

function locked(path: string, cause: unknown): PlimsollError {
  return storeError('STORE_LOCKED', `The store ${path} is locked by another process`, {
    hint: 'Wait until the other plimsoll has finished, then run this again.',
    cause,
  })
}

function full(path: string, cause: unknown): PlimsollError {
  return storeError('STORE_FULL', `No space is left for the store ${path}`, {
    hint: 'Free space on its disk, or remove old runs with `plimsoll store prune --keep N`.',
    cause,
  })
}

function failed(path: string, cause: unknown): PlimsollError {
  return storeError('STORE_FAILED', `The store ${path} failed: ${messageOf(cause)}`, {
    hint: 'Run it again; if it stays, run `plimsoll store verify`.',
    cause,
  })
}

function storeError(
  code: string,
  message: string,
  rest: { readonly hint: string; readonly cause?: unknown },
): PlimsollError {
  return new PlimsollError({ code, message, exitCode: ExitCode.store, ...rest })
}
