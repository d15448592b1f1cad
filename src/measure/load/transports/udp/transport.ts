import type {
  LoadClientOptions,
  LoadConnection,
  LoadConnectionEvents,
  LoadObservations,
  LoadTransport,
  ObservingClient,
} from '../../../../model/load.ts'
import { UdpConnection } from './connection.ts'
import { type FilledUdpPlan, udpWithInput } from './input.ts'
import { UdpSession } from './session.ts'
import { udpProblems } from './settings.ts'

/** Datagrams over UDP: one way, or with their echoes. */
export const udpTransport: LoadTransport<FilledUdpPlan> = {
  kind: 'udp',
  check: udpProblems,
  withInput: udpWithInput,
  open: async (plan, options) => new UdpClient(new UdpSession(plan, options), options),
}

class UdpClient implements ObservingClient {
  readonly #session: UdpSession
  readonly #signal: AbortSignal
  readonly #abort = (): void => this.#session[Symbol.dispose]()

  constructor(session: UdpSession, { signal }: LoadClientOptions) {
    this.#session = session
    this.#signal = signal
    signal.addEventListener('abort', this.#abort, { once: true })
  }

  get observations(): LoadObservations {
    return this.#session.observed
  }

  connect(events: LoadConnectionEvents): LoadConnection {
    return new UdpConnection(this.#session, events)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#signal.removeEventListener('abort', this.#abort)
    this.#session[Symbol.dispose]()
  }
}
