import { createRandom, type Random } from '../../../../kernel/random.ts'
import type {
  LoadClient,
  LoadClientOptions,
  LoadConnection,
  LoadConnectionEvents,
} from '../../../../model/load.ts'
import { SessionConnection } from './connection.ts'
import type { Session, SessionDriver } from './driver.ts'

/** The pauses before connections are made anew differ from one to the next, and are the same in each run. */
const PAUSES_SEED = 1

/** A client over a driver: closes what it made, when it is disposed of or the signal says so. */
export class SessionClient<S extends Session> implements LoadClient {
  readonly #driver: SessionDriver<S>
  readonly #options: LoadClientOptions
  readonly #random: Random = createRandom(PAUSES_SEED)
  readonly #connections = new Set<LoadConnection>()
  readonly #closeAll = (): void => {
    for (const connection of this.#connections) connection.close()
    this.#connections.clear()
  }
  #made = 0

  constructor(driver: SessionDriver<S>, options: LoadClientOptions) {
    this.#driver = driver
    this.#options = options
    options.signal.addEventListener('abort', this.#closeAll, { once: true })
  }

  connect(events: LoadConnectionEvents): LoadConnection {
    const connection = new SessionConnection(this.#driver, {
      timeoutMs: this.#options.timeoutMs,
      events,
      random: this.#random.split(this.#made++),
    })
    this.#connections.add(connection)
    return connection
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#options.signal.removeEventListener('abort', this.#closeAll)
    this.#closeAll()
  }
}
