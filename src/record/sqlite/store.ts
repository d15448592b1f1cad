import { PlimsollError } from '../../kernel/errors.ts'
import type {
  BaselineStore,
  CommitReport,
  NoiseStore,
  PruneReport,
  PruneRule,
  RunHeader,
  RunQuery,
  SeriesKey,
  SeriesPoint,
  SeriesQuery,
  Store,
  StoreReport,
  SummaryQuery,
} from '../../model/ports.ts'
import type { RunSummary } from '../../model/page.ts'
import type { Run } from '../../model/run.ts'
import { SqliteBaselines } from './baselines.ts'
import type { Connection } from './connection.ts'
import { SqliteNoise } from './noise.ts'
import { headerProblem, openDatabase } from './open.ts'
import { pruneRuns } from './prune.ts'
import { commitRuns, listRuns, loadRun, loadText } from './runs.ts'
import { innermost, salvageRun } from './salvage.ts'
import { readSeries, readSeriesKeys } from './series.ts'
import { listSummaries } from './summaries.ts'
import { unreadableStore, verifyDatabase } from './verify.ts'

/** How to open a store in a file. */
export interface SqliteOptions {
  /** How long to wait for another process's lock before STORE_LOCKED. Default 5 s. */
  readonly busyTimeoutMs?: number
  /** Writes nothing, and gives what a damaged store still holds. */
  readonly readOnly?: boolean
}

const BUSY_TIMEOUT_MS = 5_000

/** Opens the store in the file at `path`; makes it if it is not there. */
export function openSqliteStore(path: string, options: SqliteOptions = {}): Store {
  const { busyTimeoutMs = BUSY_TIMEOUT_MS, readOnly = false } = options
  return new SqliteStore(openDatabase(path, { busyTimeoutMs, readOnly }), readOnly)
}

/**
 * Says what a file holds, however damaged, and leaves it as it is.
 *
 * @throws PlimsollError STORE_UNREACHABLE, STORE_LOCKED, STORE_NEWER, STORE_FOREIGN: it can't be told
 */
export function verifySqliteStore(path: string, options: SqliteOptions = {}): StoreReport {
  const { busyTimeoutMs = BUSY_TIMEOUT_MS } = options
  const url = urlOf(path)
  try {
    const problem = headerProblem(path)
    if (problem !== undefined) throw problem
    using connection = openDatabase(path, { busyTimeoutMs, readOnly: true })
    return verifyDatabase(connection, url)
  } catch (thrown) {
    if (!isCorrupt(thrown)) throw thrown
    return unreadableStore(url, innermost(thrown))
  }
}

const urlOf = (path: string): string => `sqlite:${path}`

const isCorrupt = (thrown: unknown): boolean =>
  thrown instanceof PlimsollError && thrown.code === 'STORE_CORRUPT'

/** Methods are async for the port's sake; SQLite answers at once. */
class SqliteStore implements Store {
  readonly url: string
  readonly baselines: BaselineStore
  readonly noise: NoiseStore
  readonly #connection: Connection
  readonly #readOnly: boolean

  constructor(connection: Connection, readOnly: boolean) {
    this.#connection = connection
    this.#readOnly = readOnly
    this.url = urlOf(connection.path)
    this.baselines = new SqliteBaselines(connection)
    this.noise = new SqliteNoise(connection)
  }

  async commit(run: Run): Promise<void> {
    commitRuns(this.#connection, [run])
  }

  async commitAll(runs: readonly Run[]): Promise<CommitReport> {
    return commitRuns(this.#connection, runs)
  }

  async load(id: string): Promise<Run | undefined> {
    try {
      return loadRun(this.#connection, id)
    } catch (thrown) {
      if (!this.#readOnly || !isCorrupt(thrown)) throw thrown
      const saved = salvageRun(this.#connection, id)
      if (saved === undefined) throw thrown
      return saved
    }
  }

  async text(id: string): Promise<string | undefined> {
    return loadText(this.#connection, id)
  }

  async summaries(query: SummaryQuery): Promise<readonly RunSummary[]> {
    return listSummaries(this.#connection, query)
  }

  async list(query: RunQuery = {}): Promise<readonly RunHeader[]> {
    return listRuns(this.#connection, query)
  }

  async series(query: SeriesQuery): Promise<readonly SeriesPoint[]> {
    return readSeries(this.#connection, query)
  }

  async seriesKeys(query: { readonly filter?: string } = {}): Promise<readonly SeriesKey[]> {
    return readSeriesKeys(this.#connection, query.filter ?? '')
  }

  async prune(rule: PruneRule): Promise<PruneReport> {
    return pruneRuns(this.#connection, rule)
  }

  async verify(): Promise<StoreReport> {
    return verifyDatabase(this.#connection, this.url)
  }

  async state(): Promise<string> {
    // The one counts what others commit, the other what this connection writes.
    const { data_version: others } = this.#connection.one<{ data_version: number }>(
      'PRAGMA data_version',
    )
    const { own } = this.#connection.one<{ own: number }>('SELECT total_changes() AS own')
    return `${others} ${own}`
  }

  async close(): Promise<void> {
    this.#connection.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#connection.close()
  }
}
