import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import {
  type ExchangeOutcome,
  type LoadClient,
  type LoadClientOptions,
  type LoadConnection,
  type LoadConnectionEvents,
  type LoadTransport,
  type ObservationSink,
  observes,
} from '../../src/model/load.ts'

/** Drives transports as the load engine does: an exchange is started when a connection is free. */

/** Longest wait for anything here. */
const PATIENCE_MS = 20_000

/** A client, disposed of when the test that called this ends. */
export async function openClient<P>(
  transport: LoadTransport<P>,
  plan: P,
  options: Partial<LoadClientOptions> = {},
): Promise<LoadClient> {
  const client = await transport.open(plan, {
    timeoutMs: 5_000,
    pipelining: 1,
    signal: new AbortController().signal,
    ...options,
  })
  onTestFinished(() => client[Symbol.asyncDispose]())
  return client
}

/** One connection, and what it told. */
export class Driven {
  readonly connection: LoadConnection
  readonly troubles: { readonly code: string; readonly example: string }[] = []
  readonly #told = new EventTarget()

  constructor(client: LoadClient) {
    const events: LoadConnectionEvents = {
      onFree: () => void this.#told.dispatchEvent(new Event('free')),
      onTrouble: (code, example) => {
        this.troubles.push({ code, example })
        this.#told.dispatchEvent(new Event('trouble'))
      },
    }
    this.connection = client.connect(events)
  }

  /** Resolves when it can carry an exchange. */
  async untilFree(): Promise<void> {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    while (this.connection.free === 0) await once(this.#told, 'free', { signal })
  }

  /** Resolves when it has told of trouble of this code. */
  async untilTrouble(code: string): Promise<string> {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    for (;;) {
      const found = this.troubles.find((trouble) => trouble.code === code)
      if (found !== undefined) return found.example
      await once(this.#told, 'trouble', { signal })
    }
  }

  /** Resolves with the code of the first trouble that it tells of. */
  async untilAnyTrouble(): Promise<string> {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    while (this.troubles.length === 0) await once(this.#told, 'trouble', { signal })
    return this.troubles[0]?.code ?? ''
  }

  /** One exchange, started as soon as there is room. */
  async exchange(input?: unknown): Promise<ExchangeOutcome> {
    await this.untilFree()
    return this.start(input)
  }

  /** One exchange, started now. */
  start(input?: unknown): Promise<ExchangeOutcome> {
    const { promise, resolve } = Promise.withResolvers<ExchangeOutcome>()
    // The object may be reused.
    this.connection.exchange(input, (outcome) => resolve({ ...outcome }))
    return promise
  }

  /** So many exchanges, one after the other. */
  async exchanges(count: number): Promise<readonly ExchangeOutcome[]> {
    const outcomes: ExchangeOutcome[] = []
    for (let index = 0; index < count; index++) outcomes.push(await this.exchange(index))
    return outcomes
  }
}

/** Code → how often; ok ones are `ok`. */
export function tally(outcomes: readonly ExchangeOutcome[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { kind, code } of outcomes) {
    const name = kind === 'ok' ? 'ok' : code
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

/** How often a client saw what, beside its exchanges, since it was asked last. */
export function drained(client: LoadClient): Readonly<Record<string, number>> {
  const seen: Record<string, number> = {}
  const add = (name: string, count: number): void => {
    seen[name] = (seen[name] ?? 0) + count
  }
  const sink: ObservationSink = { count: add, value: (name, _value, times) => add(name, times) }
  if (observes(client)) client.observations.drain(sink)
  return seen
}
