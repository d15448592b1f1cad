import { scenario } from 'plimsoll'
import { connectHttp } from './http-pool.ts'

/** A request by a function, in a stage: what a scenario costs that is code. */
export const home = scenario('home in code', {
  setup: ({ env }) => connectHttp(env['BENCH_URL'] ?? '', 50),
  run: ({ ctx, stage }) => stage('get', () => ctx.get()),
  teardown: ({ ctx }) => ctx[Symbol.asyncDispose](),
})
