import type {
  LoadClientOptions,
  LoadConnection,
  LoadConnectionEvents,
  LoadObservations,
  LoadTransport,
  ObservingClient,
} from '../../../../model/load.ts'
import { WsConnection } from './connection.ts'
import { loadWs, requireWs } from './load-ws.ts'
import { type FilledWsPlan, wsWithInput } from './input.ts'
import { WsSession } from './session.ts'
import { wsProblems } from './settings.ts'

/** Messages over WebSockets: answered, sent, and pushed by the server. Needs the optional package `ws`. */
export const wsTransport: LoadTransport<FilledWsPlan> = {
  kind: 'ws',
  check: (plan) => {
    requireWs()
    return wsProblems(plan)
  },
  withInput: wsWithInput,
  open: async (plan, options) =>
    new WsClient(new WsSession(plan, options, await loadWs()), options),
}

class WsClient implements ObservingClient {
  readonly #session: WsSession
  readonly #signal: AbortSignal
  readonly #abort = (): void => this.#session.closeAll()

  constructor(session: WsSession, { signal }: LoadClientOptions) {
    this.#session = session
    this.#signal = signal
    signal.addEventListener('abort', this.#abort, { once: true })
  }

  get observations(): LoadObservations {
    return this.#session.observed
  }

  connect(events: LoadConnectionEvents): LoadConnection {
    return new WsConnection(this.#session, events)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#signal.removeEventListener('abort', this.#abort)
    await this.#session[Symbol.asyncDispose]()
  }
}
