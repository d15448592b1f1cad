import { type Scenario, scenario } from 'plimsoll'
import { fetchBytes, keptConnections, startService } from './loopback.ts'
import { operations } from './slowdown.ts'

/** Asks a service for small answers over HTTP, one after the other on one connection. */
const REQUESTS = operations(100)

export const workload: Scenario = scenario('ask over HTTP', {
  setup: async () => ({ service: await startService(), agent: keptConnections(1) }),
  run: async ({ ctx }) => {
    let bytes = 0
    for (let i = 0; i < REQUESTS; i++) bytes += await fetchBytes(ctx.service.http, '/', ctx.agent)
    return bytes
  },
  teardown: async ({ ctx }) => {
    ctx.agent.destroy()
    await ctx.service[Symbol.asyncDispose]()
  },
})
