import { scenario } from 'plimsoll'
import { openExchanges } from 'plimsoll/harness'

const CONNECTIONS = 50

/** A request by a function, in a stage: what a scenario costs that is code. */
export const home = scenario('home in code', {
  setup: ({ env }) =>
    openExchanges(
      { http: { url: env['BENCH_URL'] ?? '', check: { status: 200 } } },
      { connections: CONNECTIONS },
    ),
  run: ({ ctx, stage }) => stage('get', () => ctx.exchange()),
  teardown: ({ ctx }) => ctx[Symbol.asyncDispose](),
})
