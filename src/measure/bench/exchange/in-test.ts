import { usageError } from '../../../kernel/errors.ts'
import { withParams } from '../../../model/exchanges/params.ts'
import type { PlannedExchange } from '../../../model/plan.ts'
import type { Scenario } from '../../../model/scenario.ts'
import { ownTransports } from '../../load/transports/index.ts'

/**
 * The work of a scenario that is data, for a test that measures it: nobody has planned it, and no configuration is read.
 * @throws PlimsollError (exit 2) TRANSPORT_IN_TEST for a transport of the configuration
 */
export function exchangeInTest(
  { exchange, params, feed }: Scenario,
  paramsIndex: number,
): PlannedExchange | undefined {
  if (exchange === undefined) return undefined
  const own = Object.entries(ownTransports()).find(([name]) => name === exchange.transport)
  if (own === undefined) {
    throw usageError(
      'TRANSPORT_IN_TEST',
      `measure() reads no configuration, and so knows no transport ${exchange.transport}`,
      'measure it by plimsoll run, or in a scenario with run, by the client that it wraps',
    )
  }
  return {
    ...withParams(exchange, params[paramsIndex] ?? {}),
    from: own[1],
    isFed: feed !== undefined,
  }
}
