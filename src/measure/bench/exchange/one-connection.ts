import type { ExchangeOutcome, LoadClient, LoadConnection } from '../../../model/load.ts'
import { exchangeFailure } from '../../load/exchanges/failure.ts'

/** One connection of a client, over which one exchange follows the other. */
export class OneConnection implements AsyncDisposable {
  readonly #client: LoadClient
  readonly #connection: LoadConnection
  readonly #timeoutMs: number
  #waiting: PromiseWithResolvers<void> | undefined

  /** @param timeoutMs for a connection to become free */
  constructor(client: LoadClient, timeoutMs: number) {
    this.#client = client
    this.#timeoutMs = timeoutMs
    this.#connection = client.connect({
      onFree: () => this.#waiting?.resolve(),
      // It tries again by itself; whoever waits is told why nothing comes of it.
      onTrouble: (code, example) => this.#waiting?.reject(exchangeFailure(code, example)),
    })
  }

  /** Resolves as soon as an exchange can be started. @throws Error with the code of what prevents it */
  async untilFree(): Promise<void> {
    if (this.#connection.free > 0) return
    const waiting = Promise.withResolvers<void>()
    this.#waiting = waiting
    const late = exchangeFailure(
      'CONNECT_TIMEOUT',
      `no connection was free within ${this.#timeoutMs} ms`,
    )
    const timer = setTimeout(() => waiting.reject(late), this.#timeoutMs)
    try {
      await waiting.promise
    } finally {
      clearTimeout(timer)
      this.#waiting = undefined
    }
  }

  /** Does one exchange. @throws Error with the code and the example of an outcome that is not ok */
  exchange(input: unknown): Promise<void> {
    return this.#connection.free > 0
      ? this.#start(input)
      : this.untilFree().then(() => this.#start(input))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#connection.close()
    await this.#client[Symbol.asyncDispose]()
  }

  #start(input: unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#connection.exchange(input, (outcome) => settle(outcome, resolve, reject))
    })
  }
}

function settle(
  { kind, code, example }: ExchangeOutcome,
  resolve: () => void,
  reject: (error: Error) => void,
): void {
  if (kind === 'ok') resolve()
  else reject(exchangeFailure(code, example))
}
