import type { Reader, Values } from '../reader.ts'
import { type LoadedModule, watchModules } from './loaded.ts'
import { PoolWatch } from './pools.ts'
import { precede, prototypeOf } from './precede.ts'
import { OperationTally } from './tally.ts'

/** Who asks for `./query` in pg. */
const CLIENT_OF_PG = /[\\/]pg[\\/]lib[\\/]client\.js$/

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
  readonly #known = new WeakSet<object>()
  readonly #unwatch = watchModules((module) => this.#look(module))

  read(values: Values, elapsedMs: number): void {
    this.#queries.read(values, elapsedMs)
    this.#pools.read(values)
  }

  stop(): void {
    this.#unwatch()
  }

  #look({ id, parentFilename, result }: LoadedModule): void {
    if (id === 'pg-pool') this.#once(result, (prototype) => this.#pools.watch(prototype))
    else if (id === './query' && CLIENT_OF_PG.test(parentFilename ?? '')) {
      this.#once(result, (prototype) => this.#watchQueries(prototype))
    }
  }

  /** Several copies of a library may be loaded, and each is asked for several times. */
  #once(loaded: unknown, watch: (prototype: object) => void): void {
    const prototype = prototypeOf(loaded)
    if (prototype === undefined || this.#known.has(prototype)) return
    this.#known.add(prototype)
    watch(prototype)
  }

  #watchQueries(prototype: object): void {
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
