import { randomUUID } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { type Bot, startBot } from '../src/bot.ts'
import { findServices } from '../src/services/find.ts'
import { readSettings } from '../src/settings.ts'
import { removeTraces } from './traces.ts'

/** A bot with all that it needs around it, for a scenario. */
export interface Rig extends AsyncDisposable {
  readonly bot: Bot
  /** How many packets have come to the synthesiser's place. */
  packets(): number
  /** Resolves with the next one. */
  nextPacket(): Promise<unknown>
  /** A chat client. The rig closes it. */
  connect(user: string): Promise<WebSocket>
}

/** Wide enough for one process that sends as fast as it can; who floods still runs into the limit of a user. */
const LIMITS = {
  CV_BOT_USER_RATE: '50',
  CV_BOT_USER_BURST: '50',
  CV_BOT_GLOBAL_RATE: '1000000',
  CV_BOT_REFUSAL_RATE: '1000000',
}

type Variables = Readonly<Record<string, string | undefined>>

/** Real Redis, PostgreSQL and UDP: those of the environment, else private ones. What it writes there it removes again. */
export async function startRig(env: Variables, overrides: Variables = {}): Promise<Rig> {
  await using stack = new AsyncDisposableStack()
  const services = stack.use(await findServices(env))
  const places = { redisUrl: services.redis.url, postgresUrl: services.postgres.url }
  // Two revisions may run in one process, at the same time.
  const prefix = `perf-${randomUUID()}:`
  stack.defer(async () => void (await removeTraces(places, prefix)))

  const synthesiser = createSocket('udp4').bind(0, '127.0.0.1')
  stack.defer(() => void synthesiser.close())
  let packets = 0
  synthesiser.on('message', () => packets++)
  await once(synthesiser, 'listening')

  const own = { PORT: '0', OSC_PORT: String(synthesiser.address().port), CV_BOT_PREFIX: prefix }
  const bot = await startBot(readSettings({ ...LIMITS, ...own, ...overrides }), places)
  stack.defer(async () => void (await bot.stop()))
  const clients = stack.adopt(new Set<WebSocket>(), (all) =>
    all.forEach((each) => each.terminate()),
  )

  const owned = stack.move()
  return {
    bot,
    packets: () => packets,
    nextPacket: () => once(synthesiser, 'message'),
    connect: async (user) => {
      const client = new WebSocket(`ws://127.0.0.1:${bot.port}/chat?user=${user}`)
      clients.add(client)
      await once(client, 'open')
      return client
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
