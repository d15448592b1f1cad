/**
 * Starts the bot, with the Redis and PostgreSQL that REDIS_URL and DATABASE_URL name, else with private ones, and stops it
 * on SIGTERM or Ctrl-C.
 *
 *   npm run cv-bot
 */
import { once } from 'node:events'
import { startBot } from './bot.ts'
import { launcherGone } from './launcher.ts'
import { findServices, type FoundService } from './services/find.ts'
import { readSettings, type Settings } from './settings.ts'

const say = (name: string, text: string): void =>
  void process.stdout.write(`${name.padEnd(9)} ${text}\n`)

const gone = launcherGone(process.env)
try {
  const settings = readSettings(process.env)
  await using services = await findServices(process.env)
  const { redis, postgres } = services
  const bot = await startBot(settings, { redisUrl: redis.url, postgresUrl: postgres.url })
  say('redis', placeText(redis))
  say('postgres', placeText(postgres))
  introduce(settings, bot.port)
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT'), gone])
  say('stopping', 'ends what is in work, and writes the history')
  const lost = await bot.stop()
  if (lost > 0) throw new Error(`${lost} rows of the history could not be written`)
  say('stopped', 'nothing is lost')
} catch (error) {
  process.stderr.write(`cv-bot: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

function introduce({ host, synthesiser }: Settings, port: number): void {
  say('osc', `udp://${synthesiser.host}:${synthesiser.port}/cv/<channel>`)
  say('ready', `http://${host}:${port}/ready`)
  // Last: whoever waits for this line finds a bot that is ready.
  say('chat', `ws://${host}:${port}/chat?user=NAME`)
}

/** Passwords are nobody's business. */
function placeText({ url, from }: FoundService): string {
  const shown = URL.parse(url)
  if (shown === null) return `(${from})`
  if (shown.password !== '') shown.password = '***'
  return `${shown.href} (${from === 'private' ? 'private: ends with the bot' : from})`
}
