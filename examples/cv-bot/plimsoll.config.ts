import { defineConfig } from 'plimsoll'

/** A bot as it is started for a load test: what it keeps lies under a prefix of its own, and is removed afterwards. */
const bot = (prefix: string) => ({
  command: 'node',
  args: ['examples/cv-bot/src/main.ts'],
  env: { CV_BOT_PREFIX: `load-${process.pid}-${prefix}:`, CV_BOT_INSTANCE: 'bot-{instance}' },
  // The load test plays the synthesiser at the second one.
  ports: { main: { env: 'PORT' }, osc: { env: 'OSC_PORT' } },
  ready: { kind: 'http', path: '/ready' } as const,
  // Private ones, unless there are others to use.
  servers: {
    REDIS_URL: process.env['REDIS_URL'] || 'redis',
    DATABASE_URL: process.env['DATABASE_URL'] || 'postgres',
  },
})

export default defineConfig({
  include: ['examples/cv-bot/perf/**/*.perf.ts'],
  targets: {
    bot: bot('{port}'),
    bots: { ...bot('shared'), instances: 3 },
  },
  load: {
    // What it carries on two cores, beside all that it needs there: Redis, PostgreSQL, and the load test itself.
    rate: '200/s',
    warmUp: '2s',
    duration: '30s',
    mix: { commanders: 60, listeners: 10, onlookers: 5, vandals: 10, flooders: 15 },
  },
})
