import type { Reader, Values } from '../reader.ts'
import { LoadedModules } from './loaded.ts'
import { PoolWatch } from './pools.ts'
import { precede, prototypeOf } from './precede.ts'
import { OperationTally } from './tally.ts'

const STARTED = Symbol('plimsoll.started')

interface PgQuery {
  [STARTED]?: number | undefined
}

/**
 * Queries and pools of `pg` 8. It publishes nothing (brianc/node-postgres#3619), so that three methods of its queries are
 * preceded: a query counts from when it is sent to when it is answered, without the time in which it waits for a client.
 */
export class PostgresReader implements Reader {
  readonly #queries = new OperationTally({
    perSecond: 'pgQueriesPerSecond',
    time: 'pgQuery',
    errorsPerSecond: 'pgErrorsPerSecond',
    inFlight: 'pgQueriesInFlight',
  })
  readonly #pools = new PoolWatch()
  readonly #modules = new LoadedModules([
    { path: '/pg/lib/query.js', onFound: (query) => this.#watchQueries(prototypeOf(query)) },
    { path: '/pg-pool/index.js', onFound: (pool) => this.#pools.watch(prototypeOf(pool)) },
  ])

  read(values: Values, elapsedMs: number): void {
    this.#modules.look()
    this.#queries.read(values, elapsedMs)
    this.#pools.read(values)
  }

  stop(): void {
    // What precedes the methods stays: to take it away could undo what others have put before them since.
  }

  #watchQueries(prototype: object | undefined): void {
    precede(prototype, 'submit', (query: PgQuery) => {
      query[STARTED] = this.#queries.started()
    })
    precede(prototype, 'handleReadyForQuery', (query: PgQuery) => {
      const startedMs = take(query)
      if (startedMs !== undefined) this.#queries.ended(startedMs)
    })
    precede(prototype, 'handleError', (query: PgQuery) => {
      const startedMs = take(query)
      if (startedMs !== undefined) this.#queries.failed(startedMs)
    })
  }
}

/** Once for each query: an error is followed by the end. */
function take(query: PgQuery): number | undefined {
  const startedMs = query[STARTED]
  query[STARTED] = undefined
  return startedMs
}
