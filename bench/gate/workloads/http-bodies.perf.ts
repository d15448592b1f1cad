import { type Scenario, scenario } from 'plimsoll'
import { fetchBytes, keptConnections, startService } from './loopback.ts'
import { operations } from './slowdown.ts'

/** Fetches bodies of 64 KB over HTTP, five at a time. */
const REQUESTS = operations(100)
const AT_A_TIME = 5

export const workload: Scenario = scenario('fetch bodies over HTTP', {
  setup: async () => ({ service: await startService(), agent: keptConnections(AT_A_TIME) }),
  run: async ({ ctx }) => {
    let bytes = 0
    let left = REQUESTS
    const fetchRest = async (): Promise<void> => {
      while (left-- > 0) bytes += await fetchBytes(ctx.service.http, '/65536', ctx.agent)
    }
    await Promise.all(Array.from({ length: AT_A_TIME }, fetchRest))
    return bytes
  },
  teardown: async ({ ctx }) => {
    ctx.agent.destroy()
    await ctx.service[Symbol.asyncDispose]()
  },
})
