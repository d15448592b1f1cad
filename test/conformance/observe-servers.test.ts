import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { monotonicNs } from '../../src/measure/load/transports/exchanging/monotonic.ts'
import { observeTargets } from '../../src/measure/target/observe/observe-targets.ts'
import { postgresReader } from '../../src/measure/target/observe/postgres/reader.ts'
import { redisReader } from '../../src/measure/target/observe/redis/reader.ts'
import { ServerSource } from '../../src/measure/target/observe/server-source.ts'
import { queryOnce, startPostgres, type TestPostgres } from '../support/services/postgres.ts'
import { startRedis } from '../support/services/redis.ts'
import pg from 'pg'
import { Redis } from 'ioredis'

/** The statistics of real servers, and of such that are in trouble. */

let postgres: TestPostgres

beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres[Symbol.asyncDispose]())

/** A source that is disposed of when the test that called this ends. */
function sourceOf(reader: typeof redisReader, url: string): ServerSource {
  const source = new ServerSource(reader, { name: 'server', url })
  onTestFinished(() => source[Symbol.asyncDispose]())
  return source
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  onTestFinished(() => client.end().catch(() => {}))
  return client
}

/** Something that accepts connections, and says nothing. */
async function blackHole(scheme: string): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => void sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `${scheme}://user:hunter22@127.0.0.1:${(server.address() as AddressInfo).port}/0`
}

describe('Redis', () => {
  test('operations, clients and hits are those of others', async () => {
    await using server = await startRedis()
    const redis = new Redis(server.url)
    redis.on('error', () => {})
    onTestFinished(() => redis.disconnect())
    const source = sourceOf(redisReader, server.url)
    await redis.ping()
    await source.read()
    const beganNs = monotonicNs()
    await redis.set('there', '1')
    for (let index = 0; index < 30; index++) await redis.get('there')
    for (let index = 0; index < 10; index++) await redis.get('not there')
    const values = await source.read()
    const seconds = (monotonicNs() - beganNs) / 1e9
    expect(values).toMatchObject({ connectedClients: 1, blockedClients: 0 })
    expect(values?.['keyspaceHitShare']).toBeCloseTo(0.75, 9)
    expect(values?.['operationsPerSecond']).toBeGreaterThan(35 / seconds / 2)
    expect(values?.['operationsPerSecond']).toBeLessThan((41 / seconds) * 2)
    expect(values?.['usedMemoryBytes']).toBeGreaterThan(100_000)
    expect(source.note()).toBeUndefined()
  })

  test('one that is frozen on the way is absent for a time, and then there again', async () => {
    await using server = await startRedis({ password: 'hunter22' })
    const source = sourceOf(redisReader, server.url)
    expect(await source.read()).toHaveProperty('usedMemoryBytes')
    await server.service.signal('SIGSTOP')
    expect(await source.read()).toBeUndefined()
    await server.service.signal('SIGCONT')
    // It is left alone for a while.
    expect(await source.read()).toBeUndefined()
    expect(source.note()?.code).toBe('STATISTICS_UNREAD')
    expect(source.note()?.message).toMatch(
      /^the statistics of server could not be read 2 of 3 times: /,
    )
  })
})

describe('PostgreSQL', () => {
  test('sessions, transactions, and who waits for whom', async () => {
    const url = await postgres.createDatabase()
    await queryOnce(url, 'create table counters (id int primary key, value int)')
    await queryOnce(url, 'insert into counters values (1, 0)')
    const [holder, waiter] = [await connect(url), await connect(url)]
    const source = sourceOf(postgresReader, url)
    await source.read()
    await holder.query('begin')
    await holder.query('update counters set value = 1 where id = 1')
    const waiting = waiter.query('update counters set value = 2 where id = 1')
    await expect
      .poll(() => source.read(), { timeout: 10_000, interval: 50 })
      .toMatchObject({
        activeConnections: 1,
        idleInTransactionConnections: 1,
        waitingLocks: 1,
        slowStatements: 1,
        deadlocksPerSecond: 0,
      })
    await holder.query('commit')
    await waiting
    await expect
      .poll(() => source.read(), { timeout: 10_000, interval: 50 })
      .toMatchObject({ activeConnections: 0, idleConnections: 2, waitingLocks: 0 })
    expect(source.note()).toBeUndefined()
  })

  test('of what its user may not see nothing is told, and why', async () => {
    const url = await postgres.createDatabase()
    await queryOnce(url, "create role guest login password 'hunter22'")
    await connect(url)
    const place = new URL(url)
    place.username = 'guest'
    place.password = 'hunter22'
    const source = sourceOf(postgresReader, place.href)
    await source.read()
    const values = await source.read()
    expect(values).not.toHaveProperty('idleConnections')
    expect(values).toHaveProperty('transactionsPerSecond')
    expect(source.note()).toEqual({
      code: 'STATISTICS_WITHHELD',
      message: expect.stringMatching(/^server: its user may not see .* grant it pg_monitor/),
    })
  })
})

test('servers that never answer hold nothing up, and their passwords are not told', async () => {
  const servers = [
    { kind: 'redis' as const, url: await blackHole('redis') },
    { kind: 'postgres' as const, url: await blackHole('postgres') },
  ]
  await using observation = await observeTargets({ targets: [], servers, probes: undefined })
  expect(observation.readings(0, monotonicNs())).toEqual([])
  const notes = observation.notes()
  expect(notes.map(({ code }) => code)).toEqual(['STATISTICS_UNREAD', 'STATISTICS_UNREAD'])
  expect(JSON.stringify(notes)).not.toContain('hunter22')
})
