import type {
  LoadClientOptions,
  LoadConnection,
  LoadConnectionEvents,
  LoadObservations,
  ObservingClient,
} from '../../../../model/load.ts'

/** What the connections of one client share, and end with. */
export interface SharedSession extends AsyncDisposable {
  readonly observed: LoadObservations
  /** Ends all connections at once, as far as their owners can tell. */
  closeAll(): void
}

/** A client whose connections share one session: closes them when the run is stopped, and ends when it is disposed of. */
export class SharedClient implements ObservingClient {
  readonly #session: SharedSession
  readonly #connect: ObservingClient['connect']
  readonly #signal: AbortSignal
  readonly #abort = (): void => this.#session.closeAll()

  /** @param connect makes a connection of the session */
  constructor(
    session: SharedSession,
    connect: ObservingClient['connect'],
    { signal }: LoadClientOptions,
  ) {
    this.#session = session
    this.#connect = connect
    this.#signal = signal
    signal.addEventListener('abort', this.#abort, { once: true })
  }

  get observations(): LoadObservations {
    return this.#session.observed
  }

  connect(events: LoadConnectionEvents): LoadConnection {
    return this.#connect(events)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#signal.removeEventListener('abort', this.#abort)
    await this.#session[Symbol.asyncDispose]()
  }
}
