import { resolveAddress } from '../../../model/exchanges/address.ts'
import type { PlannedExchange } from '../../../model/plan.ts'
import type { Scenario } from '../../../model/scenario.ts'
import type { TargetInfo } from '../../../model/target.ts'
import { loadTransport, planFor } from '../../load/transports/load-transport.ts'
import { OneConnection } from './one-connection.ts'

/** Longest that one exchange, or making its connection, may take. */
const EXCHANGE_TIMEOUT_MS = 10_000

/** A scenario whose work is data, as code that a benchmark can call: one connection, one exchange an iteration. */
export function carriedOut(
  scenario: Scenario,
  exchange: PlannedExchange,
  target: TargetInfo | undefined,
): Scenario {
  return {
    ...scenario,
    setup: () => open(exchange, target),
    run: ({ ctx, input }) => (ctx as OneConnection).exchange(input),
    teardown: ({ ctx }) => (ctx as OneConnection)[Symbol.asyncDispose](),
  }
}

async function open(
  exchange: PlannedExchange,
  target: TargetInfo | undefined,
): Promise<OneConnection> {
  const transport = await loadTransport(exchange.from)
  const { plan } = resolveAddress(exchange, target)
  const client = await transport.open(planFor(transport, plan, exchange.isFed), {
    timeoutMs: EXCHANGE_TIMEOUT_MS,
    pipelining: 1,
    signal: new AbortController().signal,
    ...(target === undefined ? {} : { target }),
  })
  const connection = new OneConnection(client, EXCHANGE_TIMEOUT_MS)
  try {
    await connection.untilFree()
    return connection
  } catch (thrown) {
    // Why it could not be made is the failure to report.
    await connection[Symbol.asyncDispose]().catch(() => undefined)
    throw thrown
  }
}
