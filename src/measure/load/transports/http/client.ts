import type {
  LoadClient,
  LoadClientOptions,
  LoadConnection,
  LoadConnectionEvents,
} from '../../../../model/load.ts'
import type { HttpCounts } from './counts.ts'
import type { ConnectionSetup } from './setup.ts'

/** Makes a connection of the version that the plan asks for. */
export type MakeConnection = (events: LoadConnectionEvents) => LoadConnection

/** Drives one target over HTTP, in this process. */
export class HttpClient implements LoadClient {
  readonly #setup: ConnectionSetup
  readonly #make: MakeConnection
  readonly #connections = new Set<LoadConnection>()
  readonly #signal: AbortSignal
  readonly #abort = (): void => this.#closeAll()

  constructor(setup: ConnectionSetup, make: MakeConnection, { signal }: LoadClientOptions) {
    this.#setup = setup
    this.#make = make
    this.#signal = signal
    signal.addEventListener('abort', this.#abort, { once: true })
  }

  /** What it has done so far; of what was reused. */
  get counts(): Readonly<HttpCounts> {
    return this.#setup.counts
  }

  connect(events: LoadConnectionEvents): LoadConnection {
    const connection = this.#make(events)
    this.#connections.add(connection)
    if (this.#signal.aborted) connection.close()
    return connection
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#signal.removeEventListener('abort', this.#abort)
    this.#closeAll()
    this.#setup.sweep[Symbol.dispose]()
  }

  #closeAll(): void {
    for (const connection of this.#connections) connection.close()
    this.#connections.clear()
  }
}
