import { httpTransport } from '../../src/measure/load/transports/http/transport.ts'
import type { ExchangeEnd, LoadClient, LoadConnection } from '../../src/model/load.ts'

/** Connections of plimsoll's own HTTP client, for code that awaits its answers. */
export interface HttpPool extends AsyncDisposable {
  /** Resolves as the answer has come. Rejects unless it is 200; and when more are asked for than there are connections. */
  get(): Promise<void>
}

/** Resolves once all are up. */
export async function connectHttp(url: string, connections: number): Promise<HttpPool> {
  const client = await httpTransport.open(
    { url, check: { status: 200 } },
    { timeoutMs: 10_000, pipelining: 1, signal: new AbortController().signal },
  )
  const pool = new Pool(client)
  await pool.connect(connections)
  return pool
}

class Pool implements HttpPool {
  readonly #client: LoadClient
  readonly #free: LoadConnection[] = []

  constructor(client: LoadClient) {
    this.#client = client
  }

  async connect(count: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    for (let made = 0; made < count; made++) {
      this.#client.connect({
        onFree: (connection) => {
          this.#free.push(connection)
          if (this.#free.length === count) resolve()
        },
        onTrouble: (code, example) => reject(new Error(`${code}: ${example}`)),
      })
    }
    await promise
  }

  get(): Promise<void> {
    const connection = this.#free.pop()
    if (connection === undefined) return Promise.reject(new Error('no connection is free'))
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const onEnd: ExchangeEnd = ({ kind, code, example }) => {
      if (kind === 'ok') resolve()
      else reject(Object.assign(new Error(example), { code }))
    }
    connection.exchange(undefined, onEnd)
    return promise
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve(this.#client[Symbol.asyncDispose]())
  }
}
