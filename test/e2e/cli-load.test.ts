import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Result, Run } from '../../src/model/run.ts'
import { freshProject, tempDir, writeFiles } from '../support/folders.ts'
import { httpServer, type Listening } from '../support/listening.ts'
import { documentOf, failureOf, plimsoll, runIds, startPlimsoll } from './cli-project.ts'

/** `plimsoll load` against a real server in this process. */

let server: Listening
let asked: { method: string; url: string; cookie: string; tags: string; body: string }[] = []

beforeAll(async () => {
  server = await httpServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const { cookie = '' } = headers
      asked.push({ method, url, cookie, tags: String(headers['x-tag']), body })
      response.statusCode = Number(/status=(\d+)/.exec(url)?.[1] ?? 200)
      response.end('hello')
    })
  })
})
afterAll(() => server[Symbol.asyncDispose]())

async function load(
  ...args: readonly string[]
): Promise<{ run: Run; result: Result; code: number | null }> {
  const done = await plimsoll(await tempDir(), ['load', ...args, '--json', '--quiet'])
  const run = documentOf(done) as Run
  const [result] = run.results
  if (result === undefined) throw new Error(done.stderr)
  return { run, result, code: done.code }
}

/** A busy machine makes a run invalid, which is then its exit code: 3. */
const passes = ({ status }: Run): number => (status === 'invalid' ? 3 : 0)

describe('one address', () => {
  test('at a rate: every arrival is accounted for, whatever the answers do', async () => {
    const { run, result, code } = await load(
      ...[`${server.url}/a`, '--rate', '100/s', '--duration', '1s', '--warm-up', '200ms'],
    )
    const { scheduled, started, dropped, completed, failed, rejected } = result.counts
    expect(run).toMatchObject({
      kind: 'load',
      results: [{ profile: { kind: 'load', name: 'sustained' } }],
    })
    expect(scheduled).toBe(100)
    expect(started + dropped).toBe(scheduled)
    expect(completed + failed + rejected).toBe(started)
    expect(completed).toBe(100)
    for (const metric of ['latency', 'service', 'sendLag', 'throughput']) {
      expect(result.metrics[metric]?.count, metric).toBeGreaterThan(0)
    }
    expect(result.timeline.length).toBeGreaterThan(0)
    expect(code).toBe(passes(run))
  })

  test('by users who each wait for their answer; several workers share them', async () => {
    const { run, result, code } = await load(
      ...[`${server.url}/b`, '--users', '4', '--workers', '2', '--duration', '300ms'],
    )
    expect(result.profile).toMatchObject({
      launches: 2,
      connections: 4,
      schedule: { kind: 'closed' },
    })
    expect(result.counts.completed).toBeGreaterThan(4)
    expect(code).toBe(passes(run))
  })

  test('is asked what the flags say', async () => {
    asked = []
    await load(
      ...[`${server.url}/c`, '--users', '1', '--duration', '100ms', '--method', 'put'],
      ...['--body', '{"a":1}', '--header', 'x-tag: one', '--cookie', 'a=1', '--cookie', 'b=2'],
    )
    expect(asked[0]).toEqual({
      method: 'PUT',
      url: '/c',
      cookie: 'a=1; b=2',
      tags: 'one',
      body: '{"a":1}',
    })
  })

  test('whose answers are errors fails its iterations by code, and is exit 4 when nothing succeeded', async () => {
    const failing = await load(`${server.url}/?status=503`, '--users', '2', '--duration', '100ms')
    expect(failing.result.errors[0]).toMatchObject({ code: 'HTTP_503' })
    expect(failing.result.counts.completed).toBe(0)
    expect(failing.code).toBe(4)
    const limited = await load(`${server.url}/?status=429`, '--users', '1', '--duration', '100ms')
    expect(limited.result.counts.rejected).toBeGreaterThan(0)
    expect(limited.result.counts.failed).toBe(0)
    expect(limited.code).toBe(4)
  })

  test('that nobody answers at is exit 4, with the reason', async () => {
    const { result, code } = await load(
      'http://127.0.0.1:1/',
      '--users',
      '1',
      '--duration',
      '100ms',
    )
    expect(result.errors[0]).toMatchObject({ code: 'CONNECT_REFUSED' })
    expect(code).toBe(4)
  })

  test('over its budget is exit 1', async () => {
    const { run, code } = await load(
      ...[
        server.url,
        '--rate',
        '50/s',
        '--duration',
        '400ms',
        '--budget',
        'p50=1us',
        '--budget',
        'max=1m',
      ],
    )
    expect(run.budgets.map(({ statistic }) => statistic).toSorted()).toEqual(['max', 'p50'])
    if (run.status === 'invalid') return
    expect(run.budgets.find(({ statistic }) => statistic === 'p50')?.verdict).toBe('broken')
    expect(run.budgets.find(({ statistic }) => statistic === 'max')?.verdict).toBe('met')
    expect(code).toBe(1)
  })
})

test('interrupted, it keeps what was measured: 130, aborted', async () => {
  const cwd = await tempDir()
  await using running = startPlimsoll(cwd, [
    'load',
    `${server.url}/i`,
    '--rate',
    '50/s',
    '--duration',
    '1m',
  ])
  await running.until(/\[1\/60 s\]/)
  running.kill('SIGINT')
  const done = await running.ended
  expect(done.code).toBe(130)
  expect(done.stdout).toContain('aborted')
  expect(await runIds(cwd)).toHaveLength(1)
})

test.each([[['load', 'chat']], [['load', 'chat', '--against', 'main']], [['run', 'chat']]])(
  '%j, interrupted while its perf files load: 130, and no bug',
  async (args) => {
    const cwd = await freshProject({
      'perf/chat.perf.ts': `import { writeFileSync } from 'node:fs'
      import { scenario } from 'plimsoll'
      export const chat = scenario('chat', { run: () => 1 })
      writeFileSync('loading', '')
      await new Promise((resolve) => setTimeout(resolve, 20_000))`,
    })
    await using running = startPlimsoll(cwd, args)
    await expect.poll(() => existsSync(join(cwd, 'loading')), { timeout: 10_000 }).toBe(true)
    running.kill('SIGINT')
    const { code, stderr } = await running.ended
    expect(stderr).toContain('interrupted before any scenario had been measured')
    expect(code).toBe(130)
  },
)

test('scenarios of perf files are loaded as well, with their stages', async () => {
  const cwd = await freshProject({
    'perf/chat.perf.ts': `import { setTimeout as pause } from 'node:timers/promises'
      import { scenario } from 'plimsoll'
      export const chat = scenario('chat', {
        setup: () => ({ greeting: 'hello' }),
        run: async ({ ctx, stage }) => {
          stage('think', () => ctx.greeting.toUpperCase())
          await stage('wait', () => pause(5))
        },
      })`,
  })
  const done = await plimsoll(cwd, [
    'load',
    'chat',
    '--rate',
    '100/s',
    '--duration',
    '500ms',
    '--json',
    '--quiet',
  ])
  const run = documentOf(done) as Run
  const [result] = run.results
  expect(result?.counts).toMatchObject({ scheduled: 50, completed: 50 })
  expect(result?.stages.map(({ name }) => name)).toEqual(['think', 'wait'])
  expect(result?.metrics['latency']?.p50).toBeGreaterThan(4.9e6)
  const markdown = await plimsoll(cwd, ['report', '--format', 'markdown', '--out', '.'])
  expect(markdown.code).toBe(0)
})

describe('the profile breakpoint', () => {
  const search = ['--profile', 'breakpoint', '--set', 'step=300ms', '--set', 'confirm=300ms']

  test('looks for the highest rate that holds, and says where it lies', async () => {
    const { result, code } = await load(
      ...[server.url, '--rate', '20/s', ...search, '--set', 'rest=0'],
      ...['--set', 'highestPerSecond=40', '--set', 'lowestPerSecond=5', '--set', 'mostSteps=8'],
    )
    // A busy machine may be the limit, and then says so.
    const note = result.notes.find(({ code }) => code === 'BREAKPOINT')
    expect(note?.message).toMatch(/it carries|not even the lowest rate/)
    expect(result.metrics['breakpoint']).toMatchObject({ unit: 'perSecond', better: 'higher' })
    expect(result.metrics['breakpoint']?.p50).toBeLessThanOrEqual(40)
    expect([0, 3]).toContain(code)
  })

  test('ends at once when nobody answers: exit 4', async () => {
    const { result, code } = await load('http://127.0.0.1:1/', '--rate', '20/s', ...search)
    expect(result.errors[0]).toMatchObject({ code: 'CONNECT_REFUSED' })
    expect(code).toBe(4)
  })
})

test('a dry run draws the schedule and loads nothing', async () => {
  asked = []
  const done = await plimsoll(await tempDir(), [
    'load',
    server.url,
    '--rate',
    '200/s',
    '--profile',
    'burst',
    '--set',
    'bursts=2',
    '--dry-run',
  ])
  expect(done.stdout).toMatch(/1,000 \/s ┤.*█/)
  expect(done.stdout).toContain('burst 2: 6 s')
  expect(asked).toEqual([])
})

test.each([
  ['HOST_NOT_ALLOWED', ['http://192.0.2.1/']],
  ['RATE_AND_USERS', ['http://localhost/', '--rate', '1/s', '--users', '1']],
  ['BAD_SETTINGS', ['http://localhost/', '--rate', '0']],
  ['BAD_SETTINGS', ['http://localhost/', '--users', 'many']],
  ['BAD_BUDGET', ['http://localhost/', '--budget', 'p42=1ms']],
  ['BAD_ADDRESS', ['gopher://localhost/']],
  ['BAD_FLAGS', ['redis://localhost/', '--method', 'GET']],
  ['NO_BODY', ['udp://localhost:1']],
  ['ONE_ADDRESS', ['http://localhost/', 'http://localhost/']],
  ['PROFILE_NUMBERS', ['http://localhost/', '--profile', 'burst', '--set', 'bursts=0.5']],
  ['PROFILE_MODEL', ['http://localhost/', '--profile', 'breakpoint', '--users', '5']],
  ['CA_UNREADABLE', ['https://localhost/', '--ca', 'nowhere.pem']],
])('%s is exit 2, and nothing is recorded', async (code, args) => {
  const cwd = await tempDir()
  await writeFiles(cwd, {})
  expect(await failureOf(cwd, ['load', ...args])).toMatchObject({ code, exitCode: 2 })
})
