import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PrivateServer } from '../../src/harness.ts'
import { readRun } from '../../src/model/read.ts'
import type { Result, Run } from '../../src/model/run.ts'
import { tempDir, writeFiles } from '../support/folders.ts'
import { repositoryPath, runCli, type ProcessResult, runProcess } from '../support/process.ts'
import { queryOnce, startPostgres, type TestPostgres } from '../support/services/postgres.ts'
import { startRedis } from '../support/services/redis.ts'
import { blocksOf, readPages } from './docs-pages.ts'

/** The example bot under load, as its README says: each command of that page is carried out, small and short. */

let redis: PrivateServer
let postgres: TestPostgres
beforeAll(async () => {
  ;[redis, postgres] = await Promise.all([startRedis(), startPostgres()])
})
afterAll(async () => {
  await Promise.all([redis[Symbol.asyncDispose](), postgres[Symbol.asyncDispose]()])
})

const LOAD = 'npm run cv-bot:load -- '
const CONFIG = 'examples/cv-bot/plimsoll.config.ts'

/** The page's commands that begin so. */
const commands = (start: string): readonly string[] =>
  readPages('examples/cv-bot/README.md')
    .flatMap(blocksOf)
    .filter(({ kind }) => kind === 'console')
    .flatMap(({ text }) => [...text.matchAll(/^\$ (.+)$/gm)].map(([, command = '']) => command))
    .filter((command) => command.startsWith(start))

/** So little that a busy machine carries it, in so little time that a test can wait. */
const tiny = async (): Promise<Readonly<Record<string, string>>> => ({
  ...{ REDIS_URL: redis.url, DATABASE_URL: postgres.url },
  ...{ PLIMSOLL_LOAD_RATE: '60/s', PLIMSOLL_LOAD_DURATION: '1500ms' },
  ...{ PLIMSOLL_LOAD_WARM_UP: '300ms', PLIMSOLL_LOAD_RAMP_UP: '300ms' },
  // Whose turn it is is drawn: with the same seed, everyone has one in so short a time.
  PLIMSOLL_SEED: '1',
  PLIMSOLL_STORE: `sqlite:${join(await tempDir(), 'history.db')}`,
})

/** A budget may be broken, and the generator the limit, on a machine that does other things. */
function runOf({ code, stdout, stderr }: ProcessResult): Run {
  expect([0, 1, 3], stderr).toContain(code)
  return readRun(JSON.parse(stdout.slice(stdout.indexOf('{'))))
}

const stagesOf = ({ stages }: Result): readonly string[] => stages.map(({ name }) => name)

/** What any load test left: its keys and rows begin with `load-`. */
async function traces(): Promise<readonly unknown[]> {
  const connection = new Redis(redis.url)
  const keys = await connection.keys('load-*')
  connection.disconnect()
  return [
    ...keys,
    ...(await queryOnce(postgres.url, `select * from cv_history where space like 'load-%'`)),
  ]
}

describe('the commands of the page', () => {
  test('are one for each profile', () => {
    expect(commands(LOAD).map((command) => command.slice(LOAD.length))).toEqual([
      "'chat command'",
      'commanders',
      'commanders --profile burst',
      'chat.perf --profile mixed',
      'commanders --profile stress --set topPercent=800',
      'instances.perf --profile mixed',
    ])
  })

  test.each(commands(LOAD))('%s', async (command) => {
    const run = runOf(
      await runProcess('/bin/sh', ['-c', `${command} --json`], { env: await tiny() }),
    )
    expect(run.kind).toBe('load')
    for (const result of run.results) {
      expect(result.errors).toEqual([])
      expect(result.counts.completed).toBeGreaterThan(0)
      expect(result.counts.failed).toBe(0)
      EXPECTED[result.scenario.name]?.(result)
    }
    expect(await traces()).toEqual([])
  })
})

/** What is to be seen of each scenario, whatever drives it. */
const EXPECTED: Readonly<Record<string, (result: Result) => void>> = {
  'chat command to CV': (result) =>
    expect(new Set(stagesOf(result))).toEqual(
      new Set(['admit', 'validate', 'limit', 'share', 'encode', 'send']),
    ),
  commanders: (result) => expect(stagesOf(result)).toEqual(['to OSC', 'to answer']),
  listeners: (result) => expect(stagesOf(result)).toEqual(['join', 'first change']),
  'one instance': (result) => expect(stagesOf(result)).toEqual(['here', 'answer']),
  'three instances': (result) => {
    expect(stagesOf(result)).toEqual(['here', 'others', 'answer'])
    expect(result.metrics['lostUpdates']?.total ?? 0).toBe(0)
  },
}

test('who floods is rejected, and that is no failure', async () => {
  const args = ['load', 'flooders', '--config', CONFIG, '--json']
  const run = runOf(await runCli(args, { env: await tiny() }))
  const [{ counts, errors } = { counts: undefined, errors: [] }] = run.results
  expect(counts?.rejected).toBeGreaterThan(0)
  expect(counts?.completed).toBeGreaterThan(0)
  expect(counts).toMatchObject({ failed: 0 })
  expect(errors).toEqual([])
  expect(await traces()).toEqual([])
})

test('updates that don’t reach the other instances are counted, and the run fails', async () => {
  const folder = await tempDir()
  // Each below a prefix of its own: they know nothing of one another.
  await writeFiles(folder, {
    'plimsoll.config.ts': `
      import config from ${JSON.stringify(join(repositoryPath, CONFIG))}
      const { bots } = config.targets
      const env = { ...bots.env, CV_BOT_PREFIX: 'load-apart-{instance}:' }
      export default { ...config, targets: { ...config.targets, bots: { ...bots, env } } }
    `,
  })
  const config = join(folder, 'plimsoll.config.ts')
  const env = { ...(await tiny()), PLIMSOLL_LOAD_RATE: '10/s', PLIMSOLL_LOAD_WARM_UP: '0' }
  const { code, stdout } = await runCli(['load', 'three instances', '--config', config, '--json'], {
    env,
  })
  expect(code).toBe(4)
  const [result] = readRun(JSON.parse(stdout)).results
  expect(result?.counts).toMatchObject({ completed: 0 })
  // Of two that say the same, the first may take the other's packet for the one that it waits for in vain.
  const { failed = 0 } = result?.counts ?? {}
  const lost = result?.metrics['lostUpdates']?.total ?? 0
  expect(lost).toBeGreaterThan(failed / 2)
  expect(lost).toBeLessThanOrEqual(failed)
  expect(result?.errors.map(({ example }) => example).join('\n')).toContain(
    'the instances differ in what the channels do',
  )
  expect(await traces()).toEqual([])
})
