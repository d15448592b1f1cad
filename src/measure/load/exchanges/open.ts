import type { HttpPlan } from '../../../model/exchanges/http.ts'
import type { PostgresPlan } from '../../../model/exchanges/postgres.ts'
import type { RedisPlan } from '../../../model/exchanges/redis.ts'
import type { UdpPlan } from '../../../model/exchanges/udp.ts'
import type { WsPlan } from '../../../model/exchanges/ws.ts'
import { usageError } from '../../../kernel/errors.ts'
import { refuseProblems } from '../transports/exchanging/refuse.ts'
import { ownTransports } from '../transports/index.ts'
import { loadTransport, planFor } from '../transports/load-transport.ts'
import { ExchangePool, type Exchanges } from './pool.ts'

/** What one exchange does, by the transport that does it: exactly one of them. */
export interface ExchangeWork {
  readonly http?: HttpPlan
  readonly ws?: WsPlan
  readonly redis?: RedisPlan
  readonly postgres?: PostgresPlan
  readonly udp?: UdpPlan
}

/** How to carry them out. */
export interface ExchangesOptions {
  /** Default 1: as many exchanges go on at a time; what comes beyond waits its turn. */
  readonly connections?: number
  /** Exchanges that one connection carries at a time, where the protocol allows more than one. Default 1. */
  readonly pipelining?: number
  /** Of an exchange, of making a connection, and of waiting for a free one. Default 10,000. */
  readonly timeoutMs?: number
}

const USUAL_TIMEOUT_MS = 10_000

/**
 * The same exchanges as scenarios that are data do, for scenarios that are code: over plimsoll's own transports, several
 * at a time. Resolves once all connections are up. To be disposed of in `teardown`.
 *
 *     setup: ({ target }) => openExchanges({ http: { url: target.url } }, { connections: 50 })
 *     run: ({ ctx, stage }) => stage('get', () => ctx.exchange())
 *
 * @throws PlimsollError (exit 2) LOAD_PLAN_INVALID, ONE_TRANSPORT; an error with the target's code when it can't be reached
 */
export async function openExchanges(
  work: ExchangeWork,
  { connections = 1, pipelining = 1, timeoutMs = USUAL_TIMEOUT_MS }: ExchangesOptions = {},
): Promise<Exchanges> {
  const { place, plan } = onlyOne(work)
  const transport = await loadTransport(place)
  refuseProblems(transport.kind, transport.check?.(plan) ?? [])
  const signal = new AbortController().signal
  const client = await transport.open(planFor(transport, plan, true), {
    timeoutMs,
    pipelining,
    signal,
  })
  const pool = new ExchangePool(client, timeoutMs)
  try {
    await pool.connect(connections)
    return pool
  } catch (thrown) {
    // Why it could not be reached is the failure to report.
    await pool[Symbol.asyncDispose]().catch(() => undefined)
    throw thrown
  }
}

function onlyOne(work: ExchangeWork): {
  readonly place: Parameters<typeof loadTransport>[0]
  readonly plan: unknown
} {
  const own = ownTransports()
  const named = Object.entries(own).flatMap(([name, place]) => {
    const plan: unknown = Reflect.get(work, name)
    return plan === undefined ? [] : [{ place, plan }]
  })
  const [first] = named
  if (first !== undefined && named.length === 1) return first
  throw usageError(
    'ONE_TRANSPORT',
    `exchanges go over one transport, not ${named.length}`,
    `give exactly one of ${Object.keys(own).join(', ')}`,
  )
}
