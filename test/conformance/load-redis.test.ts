import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { redisTransport } from '../../src/measure/load/transports/redis/transport.ts'
import { refusalOf } from '../support/refusal.ts'
import { type PrivateRedis, startRedis } from '../support/services/redis.ts'
import { drained, Driven, openClient, tally } from './load-connections.ts'

let shared: PrivateRedis
beforeAll(async () => {
  shared = await startRedis()
})
afterAll(() => shared[Symbol.asyncDispose]())

/** One answer to a question that is asked beside the load. */
async function ask<T>(url: string, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url)
  try {
    return await question(redis)
  } finally {
    redis.disconnect()
  }
}

describe('commands', () => {
  test('pings without a plan of its own', async () => {
    const driven = new Driven(await openClient(redisTransport, { url: shared.url }))
    const outcomes = await driven.exchanges(50)
    expect(tally(outcomes)).toEqual({ ok: 50 })
    for (const { sentNs, firstByteNs, endedNs } of outcomes) {
      expect(sentNs).toBeLessThan(endedNs)
      expect(firstByteNs).toBe(endedNs)
    }
    // `PING` and `+PONG`, as the protocol writes them.
    expect(outcomes[10]).toMatchObject({ bytesOut: 14, bytesIn: 7 })
  })

  test('are sent as often as they are counted, and take what the input gives', async () => {
    const command = (input: unknown): ['INCRBY', string, number] => ['INCRBY', 'sum', Number(input)]
    const plan = { url: shared.url, work: { kind: 'command', command } } as const
    const driven = new Driven(await openClient(redisTransport, plan))
    expect(tally(await driven.exchanges(20))).toEqual({ ok: 20 })
    expect(await ask(shared.url, (redis) => redis.get('sum'))).toBe('190')
  })

  test('carry several exchanges at a time', async () => {
    const client = await openClient(redisTransport, { url: shared.url }, { pipelining: 8 })
    const driven = new Driven(client)
    await driven.untilFree()
    expect(driven.connection.free).toBe(8)
    const started = Array.from({ length: 8 }, () => driven.start())
    expect(driven.connection.free).toBe(0)
    expect(tally(await Promise.all(started))).toEqual({ ok: 8 })
    expect(driven.connection.free).toBe(8)
  })

  test('an answer that is an error fails by its kind, and the connection stays', async () => {
    await ask(shared.url, (redis) => redis.set('text', 'no list'))
    const work = { kind: 'command', command: ['LPUSH', 'text', 'x'] } as const
    const driven = new Driven(await openClient(redisTransport, { url: shared.url, work }))
    const outcomes = await driven.exchanges(3)
    expect(tally(outcomes)).toEqual({ REDIS_WRONGTYPE: 3 })
    expect(outcomes[0]?.example).toContain('wrong kind of value')
    expect(driven.troubles).toEqual([])
  })

  test('what makes the input into a command may fail', async () => {
    const command = (): never => {
      throw new Error('no such input')
    }
    const work = { kind: 'command', command } as const
    const driven = new Driven(await openClient(redisTransport, { url: shared.url, work }))
    expect(await driven.exchange()).toMatchObject({
      code: 'REDIS_CLIENT_ERROR',
      example: 'no such input',
    })
  })
})

describe('pipelines', () => {
  test('end with the last answer', async () => {
    const commands = [['INCR', 'first'], ['INCR', 'second'], ['PING']] as const
    const work = { kind: 'pipeline', commands } as const
    const driven = new Driven(await openClient(redisTransport, { url: shared.url, work }))
    expect(tally(await driven.exchanges(10))).toEqual({ ok: 10 })
    expect(await ask(shared.url, (redis) => redis.mget('first', 'second'))).toEqual(['10', '10'])
  })

  test('fail with the first error', async () => {
    const work = { kind: 'pipeline', commands: [['PING'], ['NOSUCH']] } as const
    const driven = new Driven(await openClient(redisTransport, { url: shared.url, work }))
    expect(tally(await driven.exchanges(2))).toEqual({ REDIS_ERR: 2 })
  })
})

describe('publishing', () => {
  test('ends when every subscriber has the message', async () => {
    const work = { kind: 'publish', subscribers: 3, messageBytes: 200 } as const
    const client = await openClient(redisTransport, { url: shared.url, work })
    const [one, other] = [new Driven(client), new Driven(client)]
    const outcomes = (await Promise.all([one.exchanges(20), other.exchanges(20)])).flat()
    expect(tally(outcomes)).toEqual({ ok: 40 })
    expect(drained(client)).toEqual({ received: 120, delivery: 120 })
    expect(drained(client)).toEqual({})
  })

  test('subscribers may be at another instance: what does not arrive there is lost', async () => {
    await using elsewhere = await startRedis()
    const work = { kind: 'publish', subscribeUrls: [elsewhere.url] } as const
    const client = await openClient(
      redisTransport,
      { url: shared.url, work },
      { timeoutMs: 500, pipelining: 4 },
    )
    const driven = new Driven(client)
    expect(tally(await driven.exchanges(3))).toEqual({ MESSAGE_LOST: 3 })
    expect(drained(client)).toEqual({ lost: 3 })
    expect(driven.troubles).toEqual([])
    expect(driven.connection.free).toBe(4)
  })
})

describe('trouble', () => {
  test('a frozen server times out, and is used again when it goes on', async () => {
    await using own = await startRedis()
    const client = await openClient(redisTransport, { url: own.url }, { timeoutMs: 400 })
    const driven = new Driven(client)
    expect(tally(await driven.exchanges(2))).toEqual({ ok: 2 })
    await own.service.signal('SIGSTOP')
    expect(await driven.exchange()).toMatchObject({ kind: 'failed', code: 'TIMEOUT' })
    expect(driven.connection.free).toBe(0)
    await driven.untilTrouble('CONNECT_TIMEOUT')
    await own.service.signal('SIGCONT')
    expect(tally(await driven.exchanges(2))).toEqual({ ok: 2 })
  })

  test('a server that was killed and comes back is connected to again', async () => {
    const first = await startRedis()
    const driven = new Driven(await openClient(redisTransport, { url: first.url }))
    expect(tally(await driven.exchanges(2))).toEqual({ ok: 2 })
    await first.service.kill()
    await driven.untilTrouble('CONNECT_REFUSED')
    await using _second = await startRedis({ port: first.port })
    expect(tally(await driven.exchanges(2))).toEqual({ ok: 2 })
  })

  test('what is under way when the server dies fails', async () => {
    await using own = await startRedis()
    const work = { kind: 'command', command: ['BLPOP', 'nothing', 30] } as const
    const driven = new Driven(await openClient(redisTransport, { url: own.url, work }))
    await driven.untilFree()
    const underWay = driven.start()
    await own.service.kill()
    expect((await underWay).code).toMatch(/^(CLOSED|RESET)$/)
  })

  test('a wrong password is told plainly, and nowhere shown', async () => {
    await using own = await startRedis({ password: 'right-one' })
    const wrong = own.url.replace('right-one', 'wr%40ng-one')
    const driven = new Driven(await openClient(redisTransport, { url: wrong }))
    expect(await driven.untilTrouble('REDIS_WRONGPASS')).toContain('invalid username-password')
    const without = own.url.replace(':right-one@', '')
    const other = new Driven(await openClient(redisTransport, { url: without }))
    await other.untilTrouble('REDIS_NOAUTH')
    expect(JSON.stringify([...driven.troubles, ...other.troubles])).not.toMatch(/wr.*ng-one/)
    const right = new Driven(await openClient(redisTransport, { url: own.url }))
    expect(tally(await right.exchanges(1))).toEqual({ ok: 1 })
  })

  test('what is under way when the connection is closed ends so', async () => {
    const work = { kind: 'command', command: ['BLPOP', 'nothing', 30] } as const
    const driven = new Driven(await openClient(redisTransport, { url: shared.url, work }))
    await driven.untilFree()
    const underWay = driven.start()
    driven.connection.close()
    expect(await underWay).toMatchObject({ kind: 'failed', code: 'CLOSED' })
    expect(driven.connection.free).toBe(0)
  })
})

describe('the end', () => {
  test('a signal closes every connection, also those that are being made', async () => {
    await using own = await startRedis()
    const stop = new AbortController()
    const work = { kind: 'command', command: ['BLPOP', 'nothing', 30] } as const
    const plan = { url: own.url, work } as const
    const client = await openClient(redisTransport, plan, { signal: stop.signal })
    const driven = new Driven(client)
    await driven.untilFree()
    const underWay = driven.start()
    await own.service.signal('SIGSTOP')
    const opening = new Driven(client)
    stop.abort()
    expect((await underWay).code).toBe('CLOSED')
    await own.service.signal('SIGCONT')
    expect(await ask(own.url, (redis) => redis.client('LIST'))).not.toContain('name=plimsoll')
    expect([...driven.troubles, ...opening.troubles]).toEqual([])
  })
})

describe('plans that make no sense', () => {
  const common = { timeoutMs: 1, pipelining: 1, signal: new AbortController().signal }

  test.each(['http://:hidden@127.0.0.1', 'redis', ''])('the address %j', async (url) => {
    const error = await refusalOf(() => redisTransport.open({ url }, common))
    expect(error).toMatchObject({ code: 'LOAD_PLAN_INVALID', exitCode: 2 })
    expect(`${error.message} ${error.hint}`).not.toContain('hidden')
  })

  test('all that is wrong is told', async () => {
    const commands = [['SUBSCRIBE', 'x'], ['']] as const
    const plan = { url: 'redis://127.0.0.1', work: { kind: 'pipeline', commands } } as const
    const error = await refusalOf(() => redisTransport.open(plan, common))
    expect(error).toMatchObject({ code: 'LOAD_PLAN_INVALID', exitCode: 2 })
    expect(error.problems).toHaveLength(2)
  })
})
