import { usageError } from '../../kernel/errors.ts'
import type { Baseline, BaselineStore, NewBaseline } from '../../model/ports.ts'
import { requireBaselineStatus } from '../baseline-rule.ts'
import type { Connection } from './connection.ts'
import { findRun, notFound } from './runs.ts'

/**
 * Baselines: a name, the version it points at, and all versions there ever were. Each version knows the one before it,
 * so that rolling back twice goes back two steps, whatever was rolled back earlier.
 */

const NAME_MAX = 500

const SELECT = `
  SELECT version.name, run.id AS run, version.reason, version.set_at AS setAt, version.version
  FROM baseline_version AS version JOIN run ON run.seq = version.run`
const CURRENT =
  'JOIN baseline ON baseline.name = version.name AND baseline.current = version.version'

/** Named pointers to the runs of one database. */
export class SqliteBaselines implements BaselineStore {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async set(entry: NewBaseline): Promise<Baseline> {
    requireName(entry.name)
    return this.#connection.transaction(() => this.#set(entry))
  }

  async get(name: string): Promise<Baseline | undefined> {
    return this.#current(name)
  }

  async list(): Promise<readonly Baseline[]> {
    return this.#connection.all<Baseline>(`${SELECT} ${CURRENT} ORDER BY version.name`).map(plain)
  }

  async past(name: string): Promise<readonly Baseline[]> {
    const sql = `${SELECT} WHERE version.name = ? ORDER BY version.version DESC`
    return this.#connection.all<Baseline>(sql, name).map(plain)
  }

  async rollback(name: string): Promise<Baseline | undefined> {
    return this.#connection.transaction(() => {
      const previous = this.#connection.first<{ previous: number | null }>(
        `SELECT version.previous FROM baseline_version AS version ${CURRENT} WHERE version.name = ?`,
        name,
      )?.previous
      if (previous === undefined || previous === null) return undefined
      this.#connection.run('UPDATE baseline SET current = ? WHERE name = ?', previous, name)
      return this.#current(name)
    })
  }

  async remove(name: string): Promise<boolean> {
    return this.#connection.run('DELETE FROM baseline WHERE name = ?', name).changes > 0
  }

  #current(name: string): Baseline | undefined {
    const row = this.#connection.first<Baseline>(
      `${SELECT} ${CURRENT} WHERE version.name = ?`,
      name,
    )
    return row === undefined ? undefined : plain(row)
  }

  #set(entry: NewBaseline): Baseline {
    const run = findRun(this.#connection, entry.run)
    if (run === undefined) throw notFound(entry.run)
    requireBaselineStatus(run)
    const { name, reason, setAt } = entry
    const previous = this.#current(name)?.version ?? null
    const version = this.#newestVersion(name) + 1
    this.#connection.run(
      'INSERT INTO baseline VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET current = excluded.current',
      name,
      version,
    )
    this.#connection.run(
      'INSERT INTO baseline_version VALUES (?, ?, ?, ?, ?, ?)',
      name,
      version,
      previous,
      run.seq,
      reason,
      setAt,
    )
    return { name, run: run.id, reason, setAt, version }
  }

  #newestVersion(name: string): number {
    const sql = 'SELECT coalesce(max(version), 0) AS newest FROM baseline_version WHERE name = ?'
    return this.#connection.one<{ newest: number }>(sql, name).newest
  }
}

/** Rows come without a prototype. */
const plain = ({ name, run, reason, setAt, version }: Baseline): Baseline => {
  return { name, run, reason, setAt, version }
}

function requireName(name: string): void {
  const fits = name.length > 0 && name.length <= NAME_MAX && name.isWellFormed()
  if (fits && !/\p{Cc}/u.test(name)) return
  throw usageError(
    'BASELINE_NAME',
    `${JSON.stringify(name.slice(0, 60))} can't name a baseline`,
    `Use 1 to ${NAME_MAX} printable characters, such as a branch's name.`,
  )
}
