import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { SharedWindow } from '../../examples/cv-bot/src/limits/window.ts'
import { connectRedis } from '../../examples/cv-bot/src/redis/connect.ts'
import { SharedChannels } from '../../examples/cv-bot/src/channels/shared.ts'
import type { Change } from '../../examples/cv-bot/src/channels/sequence.ts'
import type { Command } from '../../examples/cv-bot/src/commands/command.ts'
import { removeTraces } from '../../examples/cv-bot/perf/traces.ts'
import type { PrivateServer } from '../../src/harness.ts'
import { queryOnce, startPostgres, type TestPostgres } from '../support/services/postgres.ts'
import { startRedis } from '../support/services/redis.ts'
import {
  Client,
  eventually,
  type Instance,
  type Receiver,
  startInstance,
  UNLIMITED,
} from './cv-bot-rig.ts'

/** The example bot, with real Redis, PostgreSQL, WebSockets and UDP. */

let redis: PrivateServer
let postgres: TestPostgres
beforeAll(async () => {
  ;[redis, postgres] = await Promise.all([startRedis(), startPostgres()])
})
afterAll(async () => {
  await Promise.all([redis[Symbol.asyncDispose](), postgres[Symbol.asyncDispose]()])
})

const places = (): { redisUrl: string; postgresUrl: string } => ({
  redisUrl: redis.url,
  postgresUrl: postgres.url,
})

/** Until it is told to go on, or the test ends. */
async function freeze({ service }: PrivateServer): Promise<void> {
  onTestFinished(() => service.signal('SIGCONT'))
  await service.signal('SIGSTOP')
}

let tests = 0
const freshPrefix = (): string => `test-${++tests}:`

const start = (variables: Readonly<Record<string, string>> = {}): Promise<Instance> =>
  startInstance(places(), { ...UNLIMITED, CV_BOT_PREFIX: freshPrefix(), ...variables })

interface History {
  readonly waiting: number
  readonly written: number
  readonly refused: number
  readonly failures: number
}
interface Stats {
  readonly channels: { readonly skipped: number; readonly garbled: number }
  readonly history: History
}

const stats = async (instance: Instance): Promise<Stats> =>
  (await instance.get<Stats>('/stats')).body

describe('chat', () => {
  test('a command is done, and its client told so', async () => {
    await using instance = await start()
    using ada = await Client.connect(instance.bot.port)
    expect(await ada.say('!cv 1 2.5')).toEqual({
      id: 1,
      status: 'accepted',
      channel: 1,
      version: 1,
    })
    expect(await ada.say('!cv 1 -3')).toMatchObject({ status: 'accepted', version: 2 })
    expect(await ada.say('!cv 2 1')).toMatchObject({ status: 'accepted', channel: 2, version: 1 })
    await instance.receiver.until(() => instance.receiver.packets.length === 3)
    expect(instance.receiver.volts(1)).toEqual([2.5, -3])
    expect((await instance.get('/state')).body).toEqual({ 1: ['!cv 1 -3'], 2: ['!cv 2 1'] })
  })

  test('ramps and patterns go on by themselves, within the range', async () => {
    await using instance = await start()
    using ada = await Client.connect(instance.bot.port)
    const { receiver } = instance
    await ada.say('!range 1 0..4')
    await ada.say('!ramp 1 -2 6 200ms')
    await receiver.until(() => receiver.volts(1).at(-1) === 4)
    const ramp = receiver.volts(1)
    expect(ramp[0]).toBe(0)
    expect(ramp).toEqual(ramp.toSorted((one, other) => one - other))
    await ada.say('!pattern 1 1,2,9 @1200')
    // A machine that is too busy may leave out a step, but invents none.
    const steps = (): readonly number[] => receiver.volts(1).slice(ramp.length)
    await receiver.until(() => new Set(steps()).size === 3)
    expect(new Set(steps())).toEqual(new Set([1, 2, 4]))
    await ada.say('!cv 1 3')
    await receiver.until(() => receiver.volts(1).at(-1) === 3)
  })

  test('what is no command, and what is no message, is told why', async () => {
    await using instance = await start()
    using ada = await Client.connect(instance.bot.port)
    expect(await ada.say('!cv 99 1')).toMatchObject({
      status: 'invalid',
      reason: 'channels are 1 to 32',
    })
    expect(await ada.say('héllo')).toMatchObject({ status: 'invalid' })
    for (const raw of ['', '{', 'null', '[]', '{"id":{}}', '{"id":1.5,"text":""}', '{"id":7}']) {
      ada.sendRaw(raw)
    }
    ada.sendRaw(Buffer.from([0xff, 0xfe]))
    await ada.until(() => ada.answers.length === 10)
    expect(ada.answers.every(({ status }) => status === 'invalid')).toBe(true)
    expect(await ada.say('!cv 1 1')).toMatchObject({ status: 'accepted' })
    expect(instance.receiver.packets).toHaveLength(1)
  })

  test('who sends too much at once, or only what must be refused, is cut off', async () => {
    await using instance = await start({ CV_BOT_REFUSAL_RATE: '2' })
    using big = await Client.connect(instance.bot.port)
    const closed = big.closed()
    big.sendRaw(`{"id":1,"text":"${'x'.repeat(5000)}"}`)
    expect(await closed).toBe(1009)
    using noisy = await Client.connect(instance.bot.port)
    const cut = noisy.closed()
    for (let count = 0; count < 200; count++) noisy.send('lol')
    expect(await cut).toBe(1008)
    expect(noisy.answers.length).toBeLessThan(100)
    using ada = await Client.connect(instance.bot.port)
    expect(await ada.say('!cv 1 1')).toMatchObject({ status: 'accepted' })
  })

  test.each([
    ['/chat', 400],
    ['/chat?user=', 400],
    ['/chat?user=a%20b', 400],
    [`/chat?user=${'x'.repeat(33)}`, 400],
    ['/elsewhere?user=ada', 404],
    ['//', 404],
  ])('no connection to %s', async (path, status) => {
    await using instance = await start()
    const socket = new WebSocket(`ws://127.0.0.1:${instance.bot.port}${path}`)
    const refused = Promise.withResolvers<string>()
    socket.on('error', ({ message }) => refused.resolve(message))
    expect(await refused.promise).toBe(`Unexpected server response: ${status}`)
  })
})

describe('limits', () => {
  test('a user who is too fast is refused, with when to try again; others are not', async () => {
    await using instance = await start({ CV_BOT_USER_RATE: '1', CV_BOT_USER_BURST: '3' })
    using ada = await Client.connect(instance.bot.port)
    using bob = await Client.connect(instance.bot.port, '/chat?user=bob')
    const ids = Array.from({ length: 10 }, () => ada.send('!cv 1 1'))
    const answers = await Promise.all(ids.map((id) => ada.answerTo(id)))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 'accepted').length).toBeLessThanOrEqual(4)
    const refusal = answers.find(({ status }) => status === 'rejected')
    expect(refusal).toMatchObject({ scope: 'user' })
    expect(refusal?.retryAfterMs).toBeGreaterThan(0)
    expect(await bob.say('!cv 2 1')).toMatchObject({ status: 'accepted' })
    // Each acceptance is one packet: nothing that was refused took effect.
    const accepted = statuses.filter((status) => status === 'accepted').length
    await instance.receiver.until(() => instance.receiver.packets.length === accepted + 1)
  })

  test('instances share what a user may send', async () => {
    const variables = {
      CV_BOT_USER_RATE: '20',
      CV_BOT_USER_BURST: '20',
      CV_BOT_PREFIX: freshPrefix(),
    }
    await using one = await start(variables)
    await using other = await start(variables)
    const flood = async ({ bot }: Instance): Promise<readonly string[]> => {
      using ada = await Client.connect(bot.port)
      const ids = Array.from({ length: 20 }, () => ada.send('!cv 1 1'))
      const answers = await Promise.all(ids.map((id) => ada.answerTo(id)))
      return answers.map(({ status }) => status)
    }
    const said = (await Promise.all([one, other].map(flood))).flat()
    // Each alone would let 20 through. Where a second begins meanwhile it may be a few more, as the window is an estimate.
    expect(said.filter((status) => status === 'accepted').length).toBeGreaterThanOrEqual(20)
    expect(said).toContain('rejected')
  })

  test('the shared window is of a user, and of all', async () => {
    const connection = await connectRedis({ url: redis.url, timeoutMs: 2000 }, () => {})
    await using stack = new AsyncDisposableStack()
    stack.defer(() => connection.disconnect())
    const rates = { userPerSecond: 10, globalPerSecond: 15 }
    const window = new SharedWindow(connection, freshPrefix(), rates)
    await startOfSecond(connection)
    const takes = ['ada', 'bob', 'cy'].flatMap((user) => Array.from({ length: 12 }, () => user))
    const said = await Promise.all(takes.map((user) => window.take(user)))
    const scopes = said.map((verdict) => (verdict.allowed ? 'ok' : verdict.scope))
    expect(scopes.slice(0, 12)).toEqual([...repeated('ok', 10), ...repeated('user', 2)])
    expect(scopes.slice(12)).toEqual([...repeated('ok', 5), ...repeated('everyone', 19)])
    const refused = said.find((verdict) => !verdict.allowed)
    expect(refused).toMatchObject({ allowed: false })
    // What was refused was not counted: in time there is room again.
    await eventually(async () => (await window.take('ada')).allowed)
  })
})

const repeated = (text: string, count: number): readonly string[] =>
  Array.from({ length: count }, () => text)

/** Redis' own, so that what follows at once lies within one window. */
async function startOfSecond(connection: Redis): Promise<void> {
  await eventually(async () => Number((await connection.time())[1]) < 300_000)
}

describe('three instances', () => {
  test('a command on one is done on all, each once and in order, whoever gives it', async () => {
    const prefix = freshPrefix()
    await using stack = new AsyncDisposableStack()
    const instances = await Promise.all(
      ['a', 'b', 'c'].map((name) => start({ CV_BOT_PREFIX: prefix, CV_BOT_INSTANCE: name })),
    )
    for (const instance of instances) stack.use(instance)
    const watchers = await Promise.all(
      instances.map(({ bot }) => Client.connect(bot.port, '/watch')),
    )
    for (const watcher of watchers) stack.use(watcher)

    // All three at the same channel at the same time, each with voltages that name it.
    const rounds = 60
    const answers = await Promise.all(
      instances.map(async ({ bot }, index) => {
        using client = await Client.connect(bot.port, `/chat?user=user-${index}`)
        const ids = Array.from({ length: rounds }, (_, round) =>
          client.send(`!cv 5 ${index * 3 + round / 1000}`),
        )
        return await Promise.all(ids.map((id) => client.answerTo(id)))
      }),
    )
    const all = 3 * rounds
    const given = answers.flat().map(({ version }) => Number(version))
    expect(given.toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: all }, (_, index) => index + 1),
    )
    for (const { receiver } of instances)
      await receiver.until(() => receiver.volts(5).length === all)
    const [first, ...others] = instances.map(({ receiver }) => receiver.volts(5))
    expect(new Set(first).size).toBe(all)
    for (const other of others) expect(other).toEqual(first)
    for (const watcher of watchers) {
      await watcher.until(() => watcher.answers.length === all)
      expect(watcher.answers.map(({ version }) => version)).toEqual(given.toSorted((a, b) => a - b))
    }
    const healths = await Promise.all(instances.map(async (each) => (await stats(each)).channels))
    for (const health of healths) expect(health).toMatchObject({ skipped: 0, garbled: 0 })
  })

  test('who comes later, and who was cut off, stands where the others stand', async () => {
    const prefix = freshPrefix()
    await using first = await start({ CV_BOT_PREFIX: prefix, CV_BOT_INSTANCE: 'a' })
    using ada = await Client.connect(first.bot.port)
    for (const text of ['!range 1 0..4', '!cv 1 9', '!cv 2 1', '!cv 2 2']) await ada.say(text)
    await using later = await start({ CV_BOT_PREFIX: prefix, CV_BOT_INSTANCE: 'b' })
    const state = (await first.get('/state')).body
    expect(state).toEqual({ 1: ['!range 1 0..4', '!cv 1 9'], 2: ['!cv 2 2'] })
    expect((await later.get('/state')).body).toEqual(state)
    await later.receiver.until(() => later.receiver.volts(1).at(-1) === 4)

    await cutListeners()
    const done = await ada.say('!cv 2 7')
    expect(done).toMatchObject({ status: 'accepted', version: 3 })
    await later.receiver.until(() => later.receiver.volts(2).at(-1) === 7)
  })

  test('a command whose answer does not come in time is done after all, if Redis did it', async () => {
    const done: Change[] = []
    const options = { url: redis.url, timeoutMs: 200, prefix: freshPrefix() }
    await using stack = new AsyncDisposableStack()
    const open = async (onChange: (change: Change) => void): Promise<SharedChannels> =>
      stack.adopt(await SharedChannels.open({ ...options, onChange }), (each) => each.close())
    const channels = await open((change) => done.push(change))
    const other = await open(() => {})
    const command = (volts: number): Command => ({ kind: 'cv', channel: 1, volts })
    expect((await channels.commit(command(1))).change).toMatchObject({ version: 1 })
    await freeze(redis)
    await expect(channels.commit(command(2))).rejects.toThrow('timed out')
    await redis.service.signal('SIGCONT')
    await eventually(async () => done.length > 0)
    expect(done).toMatchObject([{ version: 2, commands: [{ volts: 2 }] }])
    await eventually(async () => other.isReady())
    expect((await other.commit(command(3))).change.version).toBe(3)
    await eventually(async () => done.length === 2)
    expect(channels.health).toMatchObject({ skipped: 0, garbled: 0 })
  })

  test('what is no change of theirs is not taken for one', async () => {
    const prefix = freshPrefix()
    await using instance = await start({ CV_BOT_PREFIX: prefix })
    const other = new Redis(redis.url)
    const said = [
      '',
      'x',
      '1 2 other',
      '1 1 other !cv 99 1',
      '1 1 other !cv 1 1 !cv 2 2',
      'é'.repeat(1e5),
    ]
    for (const text of said) await other.publish(`${prefix}changes`, text)
    other.disconnect()
    await eventually(async () => (await stats(instance)).channels.garbled === said.length)
    expect(instance.receiver.packets).toEqual([])
  })
})

/** As a network would: Redis itself closes them. */
async function cutListeners(): Promise<void> {
  const itself = new Redis(redis.url)
  await itself.client('KILL', 'TYPE', 'PUBSUB')
  itself.disconnect()
}

const FROZEN_MS = 2000
/** Of one statement. */
const BATCH_ROWS = 500
const TICK_MS = 10
const MESSAGES_A_TICK = 5

/**
 * Says voltages, 500 a second whatever the answers do, each once; and times each from when it was due until its packet has
 * come. Whoever waited for the answers would ask nothing while they are held up, and see nothing of it.
 */
class Player {
  /** What was said, by the version that it became. */
  readonly said = new Map<number, string>()
  readonly #clients: readonly Client[]
  readonly #receiver: Receiver
  #next = 0

  constructor(clients: readonly Client[], receiver: Receiver) {
    this.#clients = clients
    this.#receiver = receiver
  }

  /** @returns ms from each message to its packet */
  async playFor(durationMs: number): Promise<readonly number[]> {
    const startMs = performance.now()
    const due = new Map<number, number>()
    const answers: Promise<void>[] = []
    for (let tickMs = 0; tickMs < durationMs; tickMs += TICK_MS) {
      await delay(Math.max(0, startMs + tickMs - performance.now()))
      for (const client of this.#clients.slice(0, MESSAGES_A_TICK)) {
        const volts = this.#next++ / 1000
        due.set(volts, startMs + tickMs)
        answers.push(this.#say(client, `!cv 1 ${volts}`))
      }
    }
    await Promise.all(answers)
    const { packets } = this.#receiver
    await this.#receiver.until(() => packets.length === this.#next)
    return packets.flatMap(({ volts, atMs }) => {
      const dueMs = due.get(Number(volts.toFixed(3)))
      return dueMs === undefined ? [] : [atMs - dueMs]
    })
  }

  async #say(client: Client, command: string): Promise<void> {
    const answer = await client.say(command)
    expect(answer).toMatchObject({ status: 'accepted' })
    this.said.set(Number(answer.version), command)
  }
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.floor(share * values.length)] ?? Number.NaN

describe('history', () => {
  const rowsOf = (prefix: string): Promise<readonly unknown[]> =>
    queryOnce(
      postgres.url,
      `select channel, version::int, who, command from cv_history where space = '${prefix}' order by channel, version`,
    )

  test('with PostgreSQL frozen for 2 s no packet comes later than it did before, and nothing is lost', async () => {
    const prefix = freshPrefix()
    await using instance = await start({ CV_BOT_PREFIX: prefix, CV_BOT_POSTGRES_TIMEOUT_MS: '700' })
    await using stack = new AsyncDisposableStack()
    const clients = await Promise.all(
      Array.from({ length: MESSAGES_A_TICK }, () => Client.connect(instance.bot.port)),
    )
    for (const client of clients) stack.use(client)
    const player = new Player(clients, instance.receiver)
    await player.playFor(500) // until it is warm
    const control = await player.playFor(FROZEN_MS / 2)
    const before = player.said.size
    await eventually(async () => (await stats(instance)).history.written === before)

    await freeze(postgres)
    const frozen = await player.playFor(FROZEN_MS)
    const { history } = await stats(instance)
    await postgres.service.signal('SIGCONT')

    // Not one row of two statements was written.
    expect(frozen).toHaveLength(2 * BATCH_ROWS)
    expect(history).toMatchObject({ written: before, waiting: frozen.length, refused: 0 })
    expect(history.failures).toBeGreaterThan(0)
    // Whoever waits for a row, or for room for one, waits until a time-out: for 700 ms at least.
    expect(percentile(frozen, 0.99)).toBeLessThan(3 * percentile(control, 0.99) + 200)

    await eventually(async () => (await stats(instance)).history.waiting === 0)
    const rows = Array.from({ length: player.said.size }, (_, index) => ({
      ...{ channel: 1, version: index + 1, who: 'ada', command: player.said.get(index + 1) },
    }))
    expect(await rowsOf(prefix)).toEqual(rows)
  })

  test('what waits is bounded: what finds no room is counted, and the commands are done', async () => {
    const prefix = freshPrefix()
    await using instance = await start({ CV_BOT_PREFIX: prefix, CV_BOT_HISTORY_ROWS: '50' })
    using ada = await Client.connect(instance.bot.port)
    await freeze(postgres)
    const ids = Array.from({ length: 60 }, () => ada.send('!cv 1 1'))
    const answers = await Promise.all(ids.map((id) => ada.answerTo(id)))
    expect(answers.every(({ status }) => status === 'accepted')).toBe(true)
    const { history } = await stats(instance)
    await postgres.service.signal('SIGCONT')
    expect(history).toMatchObject({ waiting: 50, refused: 10 })
    await eventually(async () => (await rowsOf(prefix)).length === 50)
  })

  test('what a run leaves behind can be removed, and nothing else is', async () => {
    const [one, other] = [freshPrefix(), freshPrefix()]
    for (const prefix of [one, other]) {
      await using instance = await start({ CV_BOT_PREFIX: prefix })
      using ada = await Client.connect(instance.bot.port)
      await ada.say('!cv 1 1')
      expect(await instance.bot.stop()).toBe(0)
    }
    const removed = await removeTraces(places(), one)
    expect(removed.rows).toBe(1)
    expect(removed.keys).toBeGreaterThan(0)
    expect(await removeTraces(places(), one)).toEqual({ keys: 0, rows: 0 })
    expect(await rowsOf(other)).toHaveLength(1)
  })
})

describe('readiness and trouble', () => {
  test('it is ready while Redis answers', async () => {
    await using instance = await start({ CV_BOT_REDIS_TIMEOUT_MS: '500' })
    using ada = await Client.connect(instance.bot.port)
    expect(await instance.get('/ready')).toEqual({
      status: 200,
      body: { ready: true, stopping: false, channels: true },
    })
    expect((await instance.get('/elsewhere')).status).toBe(404)
    await freeze(redis)
    const [{ status }, answer] = await Promise.all([instance.get('/ready'), ada.say('!cv 1 5')])
    expect(status).toBe(503)
    expect(answer.status).toBe('unavailable')
    await redis.service.signal('SIGCONT')
    await eventually(async () => (await instance.get('/ready')).status === 200)
    expect(await ada.say('!cv 2 1')).toMatchObject({ status: 'accepted' })
  })

  test('one that is stopping takes nothing more, and ends what it has begun', async () => {
    const prefix = freshPrefix()
    await using instance = await start({ CV_BOT_PREFIX: prefix })
    using ada = await Client.connect(instance.bot.port)
    const ids = Array.from({ length: 50 }, () => ada.send('!cv 1 1'))
    await ada.answerTo(1)
    const closed = ada.closed()
    const stopped = instance.bot.stop()
    expect(await closed).toBe(1001)
    expect(await stopped).toBe(0)
    const answered = new Set(ada.answers.map(({ id }) => id))
    const accepted = ada.answers.filter(({ status }) => status === 'accepted').length
    for (const { status } of ada.answers) expect(['accepted', 'unavailable']).toContain(status)
    expect(answered.size).toBeLessThanOrEqual(ids.length)
    expect(instance.receiver.volts(1)).toHaveLength(accepted)
    const rows = await queryOnce(postgres.url, `select * from cv_history where space = '${prefix}'`)
    expect(rows).toHaveLength(accepted)
    await expect(Client.connect(instance.bot.port)).rejects.toThrow()
  })

  test('while it waits for what it has begun it is not ready, and says that it is stopping', async () => {
    await using instance = await start({ CV_BOT_DRAIN_MS: '8000' })
    using ada = await Client.connect(instance.bot.port)
    await ada.say('!cv 1 1')
    await freeze(redis)
    const begun = ada.send('!cv 1 2')
    // Answered at once, and behind it.
    expect(await ada.say('x')).toMatchObject({ status: 'invalid' })
    const stopped = instance.bot.stop()
    expect(await ada.say('!cv 1 3')).toMatchObject({
      status: 'unavailable',
      reason: 'the bot is stopping',
    })
    const ready = instance.get('/ready')
    await redis.service.signal('SIGCONT')
    expect(await ready).toMatchObject({ status: 503, body: { ready: false, stopping: true } })
    expect(await ada.answerTo(begun)).toMatchObject({ status: 'accepted', version: 2 })
    expect(await stopped).toBe(0)
  })

  test.each([
    ['Redis', { redisUrl: 'redis://127.0.0.1:1' }, /^Redis can't be reached/],
    ['PostgreSQL', { postgresUrl: 'postgres://a:b@127.0.0.1:1/c' }, /^PostgreSQL can't be used/],
  ])('without %s it does not start', async (_, wrong, message) => {
    const failed = startInstance({ ...places(), ...wrong }, { CV_BOT_PREFIX: freshPrefix() })
    await expect(failed).rejects.toThrow(message)
  })
})
