import { afterAll, beforeAll, expect, test } from 'vitest'
import { join } from 'node:path'
import { type PrivateRedis, startRedis } from '../support/services/redis.ts'
import { startPostgres, type TestPostgres } from '../support/services/postgres.ts'
import { fillProject, tempDir } from '../support/folders.ts'
import { repositoryPath } from '../support/process.ts'
import { symlink } from 'node:fs/promises'
import { listen, startProbed, valuesOf } from './probe-rig.ts'
import type { ProbeListener } from '../../src/harness.ts'

/** Operations of client libraries, as a service's own process sees them. */

let redis: PrivateRedis
let postgres: TestPostgres

beforeAll(async () => {
  ;[redis, postgres] = await Promise.all([startRedis(), startPostgres()])
})
afterAll(async () => {
  await redis[Symbol.asyncDispose]()
  await postgres[Symbol.asyncDispose]()
})

/** Starts a module that may import what the checkout may. */
async function startModule(
  listener: ProbeListener,
  code: string,
  flags: readonly string[] = [],
): Promise<{ output: () => string }> {
  const folder = await tempDir()
  await fillProject(folder, { 'service.mts': code })
  for (const name of ['pg', 'ioredis', 'tsx']) {
    await symlink(join(repositoryPath, 'node_modules', name), join(folder, 'node_modules', name))
  }
  return startProbed(listener, 'api', [...flags, join(folder, 'service.mts')])
}

const SERVICE_OF_REDIS = (): string => `
  import { Redis } from 'ioredis'
  const redis = new Redis(${JSON.stringify(redis.url)}, { lazyConnect: false })
  const other = new Redis(${JSON.stringify(redis.url)})
  redis.on('error', () => {})
  setTimeout(() => { void other.blpop('nothing', 30) }, 500)
  setInterval(() => {
    void redis.set('a', 'b').then((said) => said === 'OK' || process.exit(1))
    void redis.hget('a', 'b').then(() => process.exit(2), (error) => /WRONGTYPE/.test(error.message) || process.exit(3))
    void redis.pipeline().get('a').get('a').exec().then((all) => all?.[1]?.[1] === 'b' || process.exit(4))
  }, 20)`

const SERVICE_OF_POSTGRES = (): string => `
  import pg from 'pg'
  const pool = new pg.Pool({ connectionString: ${JSON.stringify(postgres.url)}, max: 2 })
  setInterval(() => {
    for (let i = 0; i < 3; i++) void pool.query('select pg_sleep(0.02), $1::int as one', [1]).then(
      ({ rows }) => rows[0].one === 1 || process.exit(1), () => process.exit(2))
    void pool.query('no statement').then(() => process.exit(3), (error) => error.code === '42601' || process.exit(4))
  }, 25)`

test('commands of ioredis; those that wait by design are not counted', async () => {
  const listener = await listen()
  const service = await startModule(listener, SERVICE_OF_REDIS())
  const values = await valuesOf(
    listener,
    'api',
    ({ redisCommandsPerSecond = 0, redisErrorsPerSecond = 0, redisCommandsInFlight = 9 }) =>
      redisCommandsPerSecond > 50 && redisErrorsPerSecond > 10 && redisCommandsInFlight < 1,
  )
  expect(values['redisCommandMeanMs']).toBeGreaterThan(0)
  expect(values['redisCommandMaxMs']).toBeLessThan(5_000)
  const perError = (values['redisCommandsPerSecond'] ?? 0) / (values['redisErrorsPerSecond'] ?? 0)
  // SET, HGET and the two of the pipeline; some are under way as a line is told.
  expect(perError).toBeGreaterThan(3)
  expect(perError).toBeLessThan(5)
  expect(service.output()).toBe('')
})

test('where only the channel of ioredis tells, that', async () => {
  const listener = await listen()
  const service = await startModule(listener, SERVICE_OF_REDIS(), ['--import', 'tsx'])
  const values = await valuesOf(
    listener,
    'api',
    ({ redisCommandsPerSecond = 0, redisErrorsPerSecond = 0, redisCommandsInFlight = 9 }) =>
      redisCommandsPerSecond > 50 && redisErrorsPerSecond > 10 && redisCommandsInFlight < 1,
  )
  expect(values['redisCommandMeanMs']).toBeGreaterThan(0)
  expect(service.output()).toBe('')
})

test('queries of pg, and how full its pool is', async () => {
  const listener = await listen()
  const service = await startModule(listener, SERVICE_OF_POSTGRES())
  const values = await valuesOf(
    listener,
    'api',
    ({ pgQueriesPerSecond = 0, pgErrorsPerSecond = 0, pgPoolWaiting = 0 }) =>
      pgQueriesPerSecond > 20 && pgErrorsPerSecond > 5 && pgPoolWaiting > 2,
  )
  expect(values['pgQueryMaxMs']).toBeGreaterThanOrEqual(19)
  expect(values['pgQueryMeanMs']).toBeGreaterThan(5)
  expect(values['pgPoolBusy']).toBeGreaterThan(1)
  expect(values['pgPoolBusy']).toBeLessThanOrEqual(2)
  expect(values['pgQueriesInFlight']).toBeLessThanOrEqual(2)
  expect(values['pgPoolWaitingMax']).toBeGreaterThanOrEqual(values['pgPoolWaiting'] ?? 0)
  expect(service.output()).toBe('')
})
