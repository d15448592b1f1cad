import { type Scenario, scenario } from 'plimsoll'
import { EchoConnection, startService } from './loopback.ts'
import { operations } from './slowdown.ts'

/** Round trips over TCP, one after the other, with a little work on each answer. */
const ROUND_TRIPS = operations(100)
const message = Buffer.from(JSON.stringify({ command: 'set', key: 'a'.repeat(80), value: 1 }))

export const workload: Scenario = scenario('round trips over TCP', {
  setup: async () => {
    const service = await startService()
    return { service, connection: await EchoConnection.open(service.tcp) }
  },
  run: async ({ ctx }) => {
    let bytes = 0
    for (let i = 0; i < ROUND_TRIPS; i++) bytes += await ctx.connection.ask(message)
    return bytes
  },
  teardown: async ({ ctx }) => {
    ctx.connection.close()
    await ctx.service[Symbol.asyncDispose]()
  },
})
