import { type Scenario, scenario } from 'plimsoll'
import { EchoConnection, startService } from './loopback.ts'
import { orders } from './made-up.ts'
import { operations } from './slowdown.ts'

/** Sends orders over a pool of four TCP connections and waits for each to come back. */
const MESSAGES = operations(100)
const CONNECTIONS = 4
const message = Buffer.from(JSON.stringify(orders()[0]))

export const workload: Scenario = scenario('pool of TCP connections', {
  setup: async () => {
    const service = await startService()
    const opened = Array.from({ length: CONNECTIONS }, () => EchoConnection.open(service.tcp))
    return { service, pool: await Promise.all(opened) }
  },
  run: async ({ ctx }) => {
    let bytes = 0
    let left = MESSAGES
    const sendRest = async (connection: EchoConnection): Promise<void> => {
      while (left-- > 0) bytes += await connection.ask(message)
    }
    await Promise.all(ctx.pool.map(sendRest))
    return bytes
  },
  teardown: async ({ ctx }) => {
    for (const connection of ctx.pool) connection.close()
    await ctx.service[Symbol.asyncDispose]()
  },
})
