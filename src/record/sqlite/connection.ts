import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { corrupt, storeErrorOf } from './errors.ts'

/** What a connection is opened with. */
export interface ConnectionOptions {
  /** How long to wait for another process's lock. */
  readonly busyTimeoutMs: number
  readonly readOnly: boolean
}

type Values = readonly SQLInputValue[]

/** A database whose every error is one of ours. */
export class Connection implements Disposable {
  /** The file, for messages. */
  readonly path: string
  readonly #database: DatabaseSync

  /** @throws PlimsollError STORE_UNREACHABLE */
  constructor(path: string, options: ConnectionOptions) {
    this.path = path
    this.#database = this.#mapped(
      () => new DatabaseSync(path, { timeout: options.busyTimeoutMs, readOnly: options.readOnly }),
    )
  }

  /** Runs statements that give no rows. */
  exec(sql: string): void {
    this.#mapped(() => this.#database.exec(sql))
  }

  /** Runs one statement; returns the rows it changed and the last key it made. */
  run(sql: string, ...values: Values): { readonly changes: number; readonly key: number } {
    const done = this.#mapped(() => this.#database.prepare(sql).run(...values))
    return { changes: Number(done.changes), key: Number(done.lastInsertRowid) }
  }

  /** All rows. Tables are STRICT, so that columns have the declared types; `Row` says which they are. */
  all<Row>(sql: string, ...values: Values): Row[] {
    return this.#mapped(() => this.#database.prepare(sql).all(...values)) as Row[]
  }

  /** The first row, if there is one. */
  first<Row>(sql: string, ...values: Values): Row | undefined {
    return this.#mapped(() => this.#database.prepare(sql).get(...values)) as Row | undefined
  }

  /** The first row of a statement that always has one. */
  one<Row>(sql: string, ...values: Values): Row {
    const row = this.first<Row>(sql, ...values)
    if (row === undefined) throw corrupt(this.path)
    return row
  }

  /** Does all of `work`, or nothing. Takes the write lock at once, so that it can't fail half-way for want of it. */
  transaction<T>(work: () => T): T {
    return this.#within('BEGIN IMMEDIATE', work)
  }

  /** Reads everything in `work` from one state of the database, whatever others write meanwhile. */
  snapshot<T>(work: () => T): T {
    return this.#within('BEGIN DEFERRED', work)
  }

  close(): void {
    if (this.#database.isOpen) this.#mapped(() => this.#database.close())
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #within<T>(begin: string, work: () => T): T {
    this.exec(begin)
    try {
      const result = work()
      this.exec('COMMIT')
      return result
    } catch (thrown) {
      this.#rollBack()
      throw thrown
    }
  }

  #rollBack(): void {
    if (!this.#database.isTransaction) return
    try {
      this.#database.exec('ROLLBACK')
    } catch {
      // The error that led here matters more; SQLite rolls back by itself when the connection closes.
    }
  }

  #mapped<T>(work: () => T): T {
    try {
      return work()
    } catch (thrown) {
      throw storeErrorOf(thrown, this.path)
    }
  }
}
