import { defineConfig } from 'plimsoll'

/** One bot, as it is started for a load test. Its data lies below a prefix of its own, and is removed afterwards. */
const bot = (prefix: string) => ({
  command: process.execPath,
  args: ['src/main.ts'],
  cwd: import.meta.dirname,
  env: {
    CV_BOT_PREFIX: `load-${process.pid}-${prefix}:`,
    CV_BOT_INSTANCE: `${prefix}-{instance}`,
  },
  // The load test plays the synthesiser at the second one.
  ports: { main: { env: 'PORT' }, osc: { env: 'OSC_PORT' } },
  ready: { kind: 'http', path: '/ready' } as const,
  servers: {
    REDIS_URL: process.env['REDIS_URL'] || 'redis',
    DATABASE_URL: process.env['DATABASE_URL'] || 'postgres',
  },
})

export default defineConfig({
  include: ['examples/cv-bot/perf/**/*.perf.ts'],
  targets: {
    bot: bot('one'),
    bots: { ...bot('three'), instances: 3 },
  },
  load: {
    // What it carries on two cores, beside all that it needs there: Redis, PostgreSQL, and the load test itself.
    rate: '200/s',
    warmUp: '2s',
    mix: { commanders: 60, listeners: 10, onlookers: 5, vandals: 10, flooders: 15 },
  },
})
