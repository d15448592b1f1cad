import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LoadResult, Run } from '../../src/model/run.ts'
import { freshProject, tempDir, writeFiles } from '../support/folders.ts'
import { httpServer, type Listening } from '../support/listening.ts'
import { type ProcessResult, repositoryPath, runProcess } from '../support/process.ts'
import { documentOf, failureOf, plimsoll } from './cli-project.ts'

/** `plimsoll load`: scenarios at once, recordings, users who pause. */

const PERF = `import { setTimeout as pause } from 'node:timers/promises'
import { scenario } from 'plimsoll'
const named = (name) => scenario(name, { run: () => pause(1) })
export const chat = named('chat command')
export const home = named('home')
export const search = scenario('search', { params: [{ size: 1 }, { size: 2 }], run: () => pause(1) })
`

async function loadScenarios(
  ...args: readonly string[]
): Promise<{ run: Run; results: readonly LoadResult[] }> {
  const cwd = await freshProject({ 'perf/mix.perf.ts': PERF })
  const done = await plimsoll(cwd, ['load', ...args, '--json', '--quiet'])
  const run = documentOf(done) as Run
  return { run, results: run.results as readonly LoadResult[] }
}

describe('the profile mixed', () => {
  const short = ['--profile', 'mixed', '--duration', '1s', '--ramp-up', '0']

  test('drives scenarios at once by weight: together they are the schedule', async () => {
    const { results } = await loadScenarios(
      ...['chat', 'home', ...short, '--rate', '200/s', '--mix', 'chat command=3'],
    )
    expect(results.map(({ scenario }) => scenario.key)).toEqual(['chat command', 'home'])
    expect(results.map(({ profile }) => profile.share)).toEqual([0.75, 0.25])
    const [chat = 0, home = 0] = results.map(({ counts }) => counts.scheduled)
    expect(chat + home).toBe(200)
    // Four standard deviations of 6.1.
    expect(Math.abs(chat - 150)).toBeLessThan(25)
    for (const { timeline, counts } of results) {
      expect(timeline.reduce((sum, { completed }) => sum + completed, 0)).toBe(counts.completed)
    }
  })

  test('gives whole users to each; weight 0 leaves out; the configuration may say it', async () => {
    const cwd = await freshProject({
      'perf/mix.perf.ts': PERF,
      'plimsoll.config.ts': `export default { load: { profile: 'mixed', mix: {
        'chat command': 2, home: 1, 'search [size=1]': 0, search: 1 } } }`,
    })
    const done = await plimsoll(cwd, ['load', '--users', '4', '--duration', '300ms', '--json'])
    const { results } = documentOf(done) as Run
    expect(results.map(({ scenario }) => scenario.key)).toEqual([
      'chat command',
      'home',
      'search [size=2]',
    ])
    expect(results.map(({ profile }) => (profile as LoadResult['profile']).share)).toEqual([
      0.5, 0.25, 0.25,
    ])
    for (const { counts } of results) expect(counts.completed).toBeGreaterThan(0)
  })

  test('a dry run tells who takes how much', async () => {
    const cwd = await freshProject({ 'perf/mix.perf.ts': PERF })
    const args = [
      'load',
      'chat',
      'home',
      ...short,
      '--rate',
      '10/s',
      '--mix',
      'home=4',
      '--dry-run',
    ]
    const shown = await plimsoll(cwd, args)
    expect(shown.stdout).toMatch(/10 \/s ┤/)
    expect(shown.stdout).toMatch(/ {2}chat command {2}20 %\n {2}home {10}80 %\n$/)
    expect(documentOf(await plimsoll(cwd, [...args, '--json']))).toMatchObject({
      mix: [
        { scenario: 'chat command', share: 0.2 },
        { scenario: 'home', share: 0.8 },
      ],
    })
  })

  test.each([
    ['MIX_UNKNOWN', 'did you mean home?', ['--mix', 'hone=2']],
    ['MIX_EMPTY', 'weight 0', ['chat', '--mix', 'chat command=0']],
    ['MIX_TOO_FEW_USERS', 'none is left for search [size=2]', ['--users', '3']],
    ['BAD_SETTINGS', 'weights of at least 0', ['--mix', 'home=-1']],
  ])('%s is exit 2: …%s', async (code, said, args) => {
    const cwd = await freshProject({ 'perf/mix.perf.ts': PERF })
    const failure = await failureOf(cwd, ['load', ...args, ...short])
    expect(failure).toMatchObject({ code, exitCode: 2 })
    expect(JSON.stringify(failure)).toContain(said)
  })

  test('weights without anything to share are exit 2', async () => {
    const cwd = await freshProject({ 'perf/mix.perf.ts': PERF })
    const failure = { code: 'MIX_WITHOUT_SCENARIOS', exitCode: 2 }
    expect(await failureOf(cwd, ['load', 'home', '--mix', 'home=2'])).toMatchObject(failure)
    expect(
      await failureOf(cwd, ['load', 'http://localhost:1/', ...short, '--mix', 'home=2']),
    ).toMatchObject(failure)
  })
})

describe('against a server', () => {
  let server: Listening
  let arrivedMs: number[] = []

  beforeAll(async () => {
    server = await httpServer((_request, response) => {
      arrivedMs.push(performance.now())
      response.end()
    })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  test('recorded arrivals are replayed, as fast as is asked', async () => {
    const cwd = await tempDir()
    await writeFiles(cwd, { 'log.csv': 'path,timestamp\n/a,1000\n/b,1400\n/b,1400\n/c,2000\n' })
    arrivedMs = []
    const args = [
      'load',
      server.url,
      '--replay',
      'log.csv',
      '--replay-speed',
      '2x',
      '--json',
      '--quiet',
    ]
    const [result] = (documentOf(await plimsoll(cwd, args)) as Run).results
    expect(result?.counts).toMatchObject({ scheduled: 4, completed: 4 })
    expect(result?.profile).toMatchObject({
      name: 'replay',
      timeMs: 501,
      schedule: { kind: 'replay', arrivals: 4 },
    })
    // None was sent before its time, from the first on.
    const [first = 0, ...others] = arrivedMs
    for (const [index, dueMs] of [200, 200, 500].entries()) {
      // The first may have been late itself.
      expect((others[index] ?? 0) - first).toBeGreaterThan(dueMs - 150)
    }
  })

  test('users pause after their answers, and between their starts', async () => {
    const cwd = await tempDir()
    const users = ['load', server.url, '--users', '2', '--duration', '1s', '--json', '--quiet']
    const [thinking] = (documentOf(await plimsoll(cwd, [...users, '--think-time', '300ms'])) as Run)
      .results
    // 0, 300, 600, 900 ms, or less often where answers take long.
    expect(thinking?.counts.completed).toBeLessThanOrEqual(8)
    expect(thinking?.counts.completed).toBeGreaterThan(1)
    expect(thinking?.profile).toMatchObject({ schedule: { kind: 'closed', thinkTimeMs: 300 } })
    const [paced] = (documentOf(await plimsoll(cwd, [...users, '--pacing', '250ms'])) as Run)
      .results
    expect(paced?.counts.completed).toBeLessThanOrEqual(8)
    expect(paced?.profile).toMatchObject({ schedule: { kind: 'closed', pacingMs: 250 } })
  })

  test.each([
    ['REPLAY_AND_RATE', '--rate, --duration', ['--rate', '1/s', '--duration', '1s']],
    ['REPLAY_AND_RATE', '--profile', ['--profile', 'burst']],
    ['REPLAY_INVALID', 'line 2: no time in', []],
    ['PAUSES_WITHOUT_USERS', '--think-time', ['--think-time', '1s']],
    ['BAD_SETTINGS', '--replay-speed', ['--replay-speed', '0']],
    ['BAD_SETTINGS', 'up to 1d', ['--timeout', '30d']],
  ])('%s is exit 2: …%s', async (code, said, args) => {
    const cwd = await tempDir()
    await writeFiles(cwd, { log: '5\nsoon\n7\n' })
    const failure = await failureOf(cwd, ['load', server.url, '--replay', 'log', ...args])
    expect(failure).toMatchObject({ code, exitCode: 2 })
    expect(JSON.stringify(failure)).toContain(said)
  })

  test.each([
    ['SPEED_WITHOUT_REPLAY', ['--replay-speed', '2']],
    ['ARRIVALS_WITHOUT_RATE', ['--users', '3', '--arrivals', 'poisson']],
  ])('%s: what would mean nothing is not passed over', async (code, args) => {
    expect(await failureOf(await tempDir(), ['load', server.url, ...args])).toMatchObject({
      code,
      exitCode: 2,
    })
  })

  test.skipIf(process.platform === 'win32')(
    'more connections than open files are refused before anything is sent',
    async () => {
      const cwd = await tempDir()
      arrivedMs = []
      const args = ['load', server.url, '--users', '500', '--connections', '500', '--json']
      const limited = (limit: number): Promise<ProcessResult> => {
        const bin = join(repositoryPath, 'bin/plimsoll.js')
        const command = [process.execPath, '--conditions=plimsoll-source', bin, ...args]
        const script = `ulimit -n ${limit}; exec "$0" "$@"`
        return runProcess('/bin/sh', ['-c', script, ...command], { cwd })
      }
      const refused = await limited(256)
      expect(refused.code).toBe(2)
      expect(documentOf(refused)).toMatchObject({
        error: { code: 'TOO_MANY_CONNECTIONS', hint: expect.stringContaining('ulimit -n 548') },
      })
      expect(arrivedMs).toEqual([])
    },
  )

  test('a recording that is not there, and pauses at a rate, are exit 2', async () => {
    const cwd = await tempDir()
    const unreadable = await failureOf(cwd, ['load', server.url, '--replay', 'nowhere'])
    expect(unreadable).toMatchObject({ code: 'REPLAY_UNREADABLE', exitCode: 2 })
    const paused = await failureOf(cwd, ['load', server.url, '--rate', '5/s', '--pacing', '1s'])
    expect(paused).toMatchObject({ code: 'PAUSES_WITHOUT_USERS', exitCode: 2 })
  })
})
