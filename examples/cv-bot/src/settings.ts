import type { LocalRates } from './limits/limiter.ts'
import type { Rate } from './limits/bucket.ts'
import type { SharedRates } from './limits/window.ts'
import type { HistoryOptions } from './history/history.ts'
import type { SynthesiserPlace } from './osc/synthesiser.ts'

/** How a bot is to be. */
export interface Settings {
  readonly host: string
  /** 0 = one that is free. */
  readonly port: number
  readonly synthesiser: SynthesiserPlace
  /** Before every key in Redis, and with every row of the history: bots of one prefix share their channels. */
  readonly prefix: string
  /** What the history calls this instance. */
  readonly instance: string
  readonly limits: {
    readonly local: LocalRates
    readonly shared: SharedRates
    readonly refusals: Rate
  }
  readonly history: HistoryOptions
  readonly timeouts: Timeouts
}

/** The longest waits. */
export interface Timeouts {
  /** For any answer of Redis, and for connecting to it. */
  readonly redisMs: number
  /** For any answer of PostgreSQL, and for connecting to it. */
  readonly postgresMs: number
  /** For messages in work, and then for the history, when the bot stops. */
  readonly drainMs: number
}

/** Every variable, what it stands for when it is missing, and within which bounds it lies. */
const NUMBERS = {
  PORT: { otherwise: 8787, least: 0, most: 65_535 },
  OSC_PORT: { otherwise: 57_120, least: 1, most: 65_535 },
  CV_BOT_USER_RATE: { otherwise: 10, least: 1, most: 1e9 },
  CV_BOT_USER_BURST: { otherwise: 20, least: 1, most: 1e9 },
  CV_BOT_GLOBAL_RATE: { otherwise: 2000, least: 1, most: 1e9 },
  CV_BOT_REFUSAL_RATE: { otherwise: 200, least: 1, most: 1e9 },
  CV_BOT_HISTORY_ROWS: { otherwise: 100_000, least: 1, most: 1e7 },
  CV_BOT_REDIS_TIMEOUT_MS: { otherwise: 1000, least: 10, most: 60_000 },
  CV_BOT_POSTGRES_TIMEOUT_MS: { otherwise: 1000, least: 10, most: 60_000 },
  CV_BOT_DRAIN_MS: { otherwise: 5000, least: 0, most: 600_000 },
} as const

type Variables = Readonly<Record<string, string | undefined>>

/** @throws Error that names every variable which is wrong */
export function readSettings(env: Variables): Settings {
  const problems: string[] = []
  const number = (name: keyof typeof NUMBERS): number => readNumber(name, env, problems)
  const word = (name: string, otherwise: string): string =>
    readWord([name, otherwise], env, problems)
  const userPerSecond = number('CV_BOT_USER_RATE')
  const burst = number('CV_BOT_USER_BURST')
  const globalPerSecond = number('CV_BOT_GLOBAL_RATE')
  const refusalRate = number('CV_BOT_REFUSAL_RATE')
  const timeouts = {
    redisMs: number('CV_BOT_REDIS_TIMEOUT_MS'),
    postgresMs: number('CV_BOT_POSTGRES_TIMEOUT_MS'),
    drainMs: number('CV_BOT_DRAIN_MS'),
  }
  const settings: Settings = {
    host: env['HOST'] || '127.0.0.1',
    port: number('PORT'),
    synthesiser: { host: env['OSC_HOST'] || '127.0.0.1', port: number('OSC_PORT') },
    prefix: word('CV_BOT_PREFIX', 'cv:'),
    instance: word('CV_BOT_INSTANCE', `bot-${process.pid}`),
    limits: {
      local: {
        user: { perSecond: userPerSecond, burst },
        global: { perSecond: globalPerSecond, burst: globalPerSecond },
      },
      // A second may hold a whole burst.
      shared: { userPerSecond: Math.max(userPerSecond, burst), globalPerSecond },
      refusals: { perSecond: refusalRate, burst: 5 * refusalRate },
    },
    history: { capacity: number('CV_BOT_HISTORY_ROWS'), batchRows: 500, gatherMs: 100 },
    timeouts,
  }
  if (problems.length > 0) throw new Error(problems.join('; '))
  return settings
}

function readNumber(name: keyof typeof NUMBERS, env: Variables, problems: string[]): number {
  const { otherwise, least, most } = NUMBERS[name]
  const text = env[name] ?? ''
  const value = text === '' ? otherwise : Number(text)
  if (!(Number.isInteger(value) && value >= least && value <= most)) {
    problems.push(`${name} is a whole number from ${least} to ${most}, not '${text}'`)
  }
  return value
}

/** A word that may stand in a key of Redis, and in what instances tell each other. */
function readWord(
  [name, otherwise]: readonly [string, string],
  env: Variables,
  problems: string[],
): string {
  const value = env[name] || otherwise
  if (!/^[\w.:-]{1,64}$/.test(value)) {
    problems.push(`${name} is 1 to 64 letters, digits and any of _ . : -, not '${value}'`)
  }
  return value
}
