import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Result } from '../../src/model/run.ts'
import { runProcess } from '../support/process.ts'
import {
  checkFiles,
  measureFiles,
  PREAMBLE,
  startVitestFiles,
  vitestProject,
} from '../support/vitest-files.ts'
import { repositoryPath } from '../support/process.ts'
import { join } from 'node:path'

const keysOf = (results: readonly Result[]): string[] => results.map(({ scenario }) => scenario.key)

describe('measuring Vitest’s perf tests', () => {
  test('carries out work that is data, over plimsoll’s own transports', async () => {
    const server = createServer((request, response) => response.end(request.url))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const cwd = await vitestProject({
      'perf/data.perf.test.ts': `${PREAMBLE}
        const page = scenario('page', {
          params: [{ size: 3 }],
          http: { url: 'http://127.0.0.1:${port}/{{params.size}}', check: { body: { equals: '/3' } } },
        })
        test('page', () => measure(page))
        const topic = scenario('topic', { exchange: { transport: 'mqtt', plan: {} } })
        test('topic', () => expect(measure(topic)).rejects.toMatchObject({ code: 'TRANSPORT_IN_TEST' }))`,
    })
    const { results } = await measureFiles(cwd, { files: ['perf/data.perf.test.ts'], launches: 1 })
    expect(results.map(({ scenario, status }) => [scenario.key, status])).toEqual([
      ['page [size=3]', 'ok'],
      ['topic', 'failed'],
    ])
  })

  test('puts the launches of a file together', async () => {
    const cwd = await vitestProject({
      'perf/parse.perf.test.ts': `${PREAMBLE}
        const parse = scenario('parse', {
          category: 'text',
          params: [{ size: 10 }, { size: 20 }],
          budget: { p50Ms: 1 },
          run: ({ params, stage }) => stage('read', () => JSON.parse('['.repeat(params.size) + ']'.repeat(params.size))),
        })
        test('small', async () => {
          const result = await measure(parse, { params: { size: 10 } })
          expect(result.launches).toHaveLength(1)
          expect(result.budget).toEqual({ p50Ms: 1 })
          console.log('a test prints')
        })
        test('large', async () => {
          expect(await measure(parse, { params: { size: 20 }, timeMs: 30 })).toMeetBudget({ stages: { read: { p50S: 1 } } })
        })`,
    })
    const { results, ...rest } = await measureFiles(cwd, {
      files: ['perf/parse.perf.test.ts'],
      launches: 2,
      budgets: { parse: { p95S: 9 } },
    })
    expect(keysOf(results)).toEqual(['parse [size=10]', 'parse [size=20]'])
    expect(results[0]).toMatchObject({
      status: 'ok',
      scenario: { category: 'text', params: { size: 10 }, file: 'perf/parse.perf.test.ts' },
      profile: { loader: 'vitest', launches: 2, timeMs: 20, mode: 'sync' },
      budget: { p50Ms: 1, p95S: 9 },
    })
    expect(results[1]).toMatchObject({
      profile: { timeMs: 30 },
      budget: { p50Ms: 1, stages: { read: { p50S: 1 } } },
    })
    for (const result of results) {
      expect(result.launches).toHaveLength(2)
      expect(result.metrics['latency']?.medianCi95).toBeDefined()
      expect(result.stages.map(({ name }) => name)).toEqual(['read'])
      // One shape of samples in all launches.
      expect(
        new Set(result.launches.map(({ metrics }) => metrics['latency']?.batchSize)).size,
      ).toBe(1)
    }
    expect(rest).toMatchObject({
      aborted: false,
      problems: [],
      assertions: [],
      failures: [],
      notes: [],
    })
    expect(rest.calibrations).toHaveLength(4)
  })

  test('loads enums, aliases of tsconfig.json and imports without extension', async () => {
    const cwd = await vitestProject({
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@app/*": ["./src/*"] } } }',
      'src/speaker.ts': 'export enum Speaker { Ann = 3 }\n',
      'src/add.ts': 'export const add = (a: number, b: number): number => a + b\n',
      'perf/[odd] (name).perf.test.ts': `${PREAMBLE}
        import { add } from '../src/add'
        import { Speaker } from '@app/speaker'
        enum Local { Two = 2 }
        test('add', async () => {
          expect(add(Speaker.Ann, Local.Two)).toBe(5)
          // No Vite transform: it would have made the imported binding a property of an object.
          const run = () => add(1, 2)
          expect(run.toString()).not.toContain('__vi')
          await measure(scenario('add', { run }))
        })`,
    })
    const measured = await measureFiles(cwd, { files: ['perf/[odd] (name).perf.test.ts'] })
    expect(measured).toMatchObject({ problems: [], assertions: [], failures: [] })
    expect(keysOf(measured.results)).toEqual(['add'])
  })

  test('tells failed expectations from broken tests and failed scenarios', async () => {
    const cwd = await vitestProject({
      'a.perf.test.ts': `${PREAMBLE}
        test('slow', async () => {
          expect(await measure(scenario('slow', { run: () => {} }))).toMeetBudget({ maxNs: 0, p99Ms: 5 })
        })
        test('plain', () => expect(1).toBe(2))
        test('own', () => { throw new RangeError('my own') })
        test('bad run', async () => { await measure(scenario('bad', { run: () => { throw new TypeError('no speaker') } })) })
        test('exits', async () => { await measure(scenario('exits', { run: () => process.exit(7) })) })
        test('loose', () => { void measure(scenario('loose', { run: () => 1 })) })`,
    })
    const { results, assertions, failures } = await measureFiles(cwd, {
      files: ['a.perf.test.ts'],
      launches: 2,
    })
    const about = { file: 'a.perf.test.ts', failedLaunches: 2, launches: 2 }
    expect(assertions).toMatchObject([
      { ...about, test: 'slow', budget: true },
      { ...about, test: 'plain', budget: false },
    ])
    expect(assertions[0]?.message).toMatch(
      /'slow' does not meet its budget:\n {2}max .+ is above the limit of 0 ns/,
    )
    expect(failures).toMatchObject([{ ...about, test: 'own', message: 'RangeError: my own' }])
    expect(results).toMatchObject([
      { scenario: { key: 'slow' }, status: 'ok', budget: { maxNs: 0, p99Ms: 5 } },
      {
        scenario: { key: 'bad' },
        status: 'failed',
        errors: [
          {
            code: 'SCENARIO_THREW',
            example: 'TypeError: no speaker',
            where: expect.stringMatching(/^a\.perf\.test\.ts:\d/),
          },
        ],
      },
      {
        scenario: { key: 'exits' },
        errors: [{ code: 'SCENARIO_EXITED', example: 'called process.exit(7)' }],
      },
      { scenario: { key: 'loose' }, errors: [{ code: 'MEASURE_NOT_AWAITED' }] },
    ])
  })

  test('says how measure() is used wrongly', async () => {
    const cwd = await vitestProject({
      'a.perf.test.ts': `${PREAMBLE}
        import { beforeAll, describe } from 'vitest'
        const fine = scenario('fine', { run: () => 1 })
        const sets = scenario('sets', { params: [{ a: 1 }, { a: 2 }], run: () => 1 })
        test('once', async () => { await measure(fine) })
        test('twice', async () => { await measure(fine) })
        test('nothing', async () => { await measure({}) })
        test('invalid', async () => { await measure(scenario('x', { rum: () => 1 })) })
        test('which', async () => { await measure(sets) })
        test('none such', async () => { await measure(sets, { params: { a: 3 } }) })
        test('typo', async () => { expect(await measure(scenario('t', { run: () => 1 }))).toMeetBudget({ p95ms: 1 }) })
        test('no limit', async () => { expect(await measure(scenario('u', { run: () => 1 }))).toMeetBudget() })
        test('no result', () => { expect(3).toMeetBudget({ p50Ms: 1 }) })
        describe('hooks', () => {
          beforeAll(async () => { await measure(fine) })
          test('never run', () => {})
        })
        test('again', { retry: 1 }, async ({ task }) => {
          await measure(scenario('retried', { run: () => 1 }))
          if (task.result.retryCount === 0) throw new Error('not yet')
        })
        test('at once', () => Promise.all([measure(scenario('b', { run: () => 1 })), measure(scenario('c', { run: () => 1 }))]))`,
    })
    const { failures, assertions, results } = await measureFiles(cwd, { files: ['a.perf.test.ts'] })
    const said = Object.fromEntries(
      [...failures, ...assertions].map((each) => [each.test, each.message]),
    )
    expect(said).toEqual({
      twice: expect.stringContaining(
        "'fine' is measured a second time in this file (the first time in the test 'once')",
      ),
      'at once': expect.stringContaining("'c' can't be measured while 'b' is"),
      nothing: expect.stringContaining('it is not a scenario()'),
      invalid: expect.stringContaining('rum: unknown key; did you mean run?'),
      which: expect.stringContaining("'sets' has 2 sets of params"),
      'none such': expect.stringContaining("'sets' has no set of params [a=3]"),
      typo: expect.stringContaining('p95ms: unknown key; did you mean p95Ms?'),
      'no limit': expect.stringContaining("no limit to hold 'u' against"),
      'no result': expect.stringContaining('judges results of measure()'),
      hooks: expect.stringContaining('measure() was called outside a test'),
    })
    expect(keysOf(results)).toEqual(expect.arrayContaining(['fine', 'b', 'retried']))
  })

  test('goes on after a file that hangs, dies, or measures nothing', async () => {
    const cwd = await vitestProject({
      'spins.perf.test.ts': `${PREAMBLE}
        test('spins', async () => { await measure(scenario('spins', { run: () => { for (;;); } })) })`,
      'waits.perf.test.ts': `${PREAMBLE}
        test('waits', async () => { await measure(scenario('waits', { run: () => new Promise(() => {}) })) })`,
      'dies.perf.test.ts': `${PREAMBLE}
        test('before', async () => { await measure(scenario('before', { run: () => 1 })) })
        test('dies', async () => { await measure(scenario('dies', { run: () => process.kill(process.pid, 'SIGKILL') })) })`,
      'idle.perf.test.ts': `${PREAMBLE} test('idle', () => expect(1).toBe(1))`,
    })
    const files = ['spins', 'waits', 'dies', 'idle'].map((name) => `${name}.perf.test.ts`)
    const { results, notes, failures } = await measureFiles(cwd, {
      files,
      launches: 2,
      timeoutMs: 300,
    })
    expect(results).toMatchObject([
      { scenario: { key: 'spins' }, status: 'failed', errors: [{ code: 'SCENARIO_TIMED_OUT' }] },
      { scenario: { key: 'waits' }, status: 'failed', errors: [{ code: 'SCENARIO_TIMED_OUT' }] },
      { scenario: { key: 'before' }, status: 'ok' },
      { scenario: { key: 'dies' }, status: 'failed', errors: [{ code: 'SCENARIO_KILLED' }] },
    ])
    expect(notes).toEqual(['idle.perf.test.ts: no test of it called measure()'])
    expect(failures).toEqual([])
  })

  test('refuses one name in two files', async () => {
    const measuring = (name: string): string =>
      `${PREAMBLE} test('t', async () => { await measure(scenario('${name}', { run: () => 1 })) })`
    const cwd = await vitestProject({
      'a.perf.test.ts': measuring('same'),
      'b.perf.test.ts': measuring('same'),
      'c.perf.test.ts': measuring('native'),
    })
    const { problems } = await measureFiles(cwd, {
      files: ['a.perf.test.ts', 'b.perf.test.ts', 'c.perf.test.ts'],
      takenNames: { native: 'd.perf.ts' },
    })
    expect(problems.toSorted()).toEqual([
      '2 scenarios are named "native": d.perf.ts, c.perf.test.ts',
      expect.stringMatching(
        /^2 scenarios are named "same": [ab]\.perf\.test\.ts, [ab]\.perf\.test\.ts$/,
      ),
    ])
  })

  test.runIf(process.platform !== 'win32')(
    'leaves no process behind when it is interrupted',
    async () => {
      const cwd = await vitestProject({
        'a.perf.test.ts': `${PREAMBLE}
        import { spawn } from 'node:child_process'
        test('first', async () => { await measure(scenario('first', { run: () => 1 })) })
        test('second', async () => { await measure(scenario('second', {
          setup: () => { spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'left-behind']) },
          run: () => { for (;;); },
        })) })`,
      })
      await using running = startVitestFiles(cwd, { files: ['a.perf.test.ts'], launches: 3 })
      await running.until(/launch-started second/)
      expect(processesOf(cwd)).not.toEqual([])
      running.kill('SIGINT')
      const { stdout, code } = await running.ended
      expect(code).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({
        aborted: true,
        results: [{ scenario: { key: 'first' } }],
      })
      expect(processesOf(cwd)).toEqual([])
    },
  )
})

/** Processes whose working directory is `cwd`. */
function processesOf(cwd: string): string[] {
  const script = `for p in /proc/[0-9]*; do [ "$(readlink $p/cwd)" = "$1" ] && cat $p/cmdline | tr '\\0' ' ' && echo; done; true`
  const found = execFileSync('sh', ['-c', script, 'sh', cwd], { encoding: 'utf8' })
  return found
    .split('\n')
    .filter((line) => line !== '' && !line.includes('measure-vitest.ts') && !line.startsWith('sh '))
}

describe('checking Vitest’s perf tests', () => {
  test('reports every file that can’t be loaded, and runs no test', async () => {
    const cwd = await vitestProject({
      'good.perf.test.ts': `${PREAMBLE} test('t', () => { throw new Error('was run') })`,
      'missing.perf.test.ts': `${PREAMBLE} import { x } from './nowhere.ts'; test('t', () => x)`,
      'syntax.perf.test.ts': 'let x = ;',
      'throws.perf.test.ts': 'throw new RangeError("at the top")',
      'empty.perf.test.ts': 'export {}',
      'hangs.perf.test.ts': 'setInterval(() => {}, 1000); await new Promise(() => {})',
    })
    const names = ['good', 'missing', 'syntax', 'throws', 'empty', 'hangs']
    const files = names.map((name) => `${name}.perf.test.ts`)
    const { problems, tests } = await checkFiles(cwd, { files, timeoutMs: 1_000 })
    expect(problems.toSorted()).toEqual([
      'empty.perf.test.ts: No test suite found in file empty.perf.test.ts',
      'hangs.perf.test.ts: loading it takes longer than 6 s',
      expect.stringMatching(/^missing\.perf\.test\.ts: Cannot find module 'nowhere\.ts'/),
      'syntax.perf.test.ts:1:8: ERROR: Unexpected ";"',
      'throws.perf.test.ts: RangeError: at the top',
    ])
    expect(tests[join(cwd, 'good.perf.test.ts')]).toBe(1)
  })

  test('says when Vitest is not installed', async () => {
    const cwd = await vitestProject({ 'node_modules/other/index.js': '', 'a.perf.test.ts': '' })
    execFileSync('rm', ['-r', join(cwd, 'node_modules/vitest')])
    const { problems } = await checkFiles(cwd, { files: ['a.perf.test.ts'] })
    expect(problems).toEqual(['Vitest is not installed (npm install --save-dev vitest@5)'])
  })
})

test('measure() and toMeetBudget work under Vitest alone', async () => {
  const cwd = await vitestProject({
    'vitest.config.ts': `export default {
      ssr: { resolve: { conditions: ['plimsoll-source', 'node', 'import', 'default'] } },
      // As a package in node_modules, and not a link to a checkout, plimsoll would be left alone by Vite anyway.
      test: { include: ['*.perf.test.ts'], server: { deps: { external: [new RegExp(${JSON.stringify(join(repositoryPath, 'src/'))})] } } },
    }`,
    'a.perf.test.ts': `${PREAMBLE}
      const fine = scenario('fine', { run: () => Math.sqrt(2) })
      test('meets', async () => {
        const result = await measure(fine, { timeMs: 20, warmUpMs: 20 })
        expect(result).toMeetBudget({ p50S: 1 })
        expect(result).not.toMeetBudget({ maxNs: 0 })
      })
      test('breaks', async () => {
        const wait = scenario('wait', { run: () => new Promise((done) => setTimeout(done, 3)) })
        expect(await measure(wait, { timeMs: 20, warmUpMs: 0 })).toMeetBudget({ p50Ms: 1, p99Ms: 100 })
      })`,
  })
  const bin = join(repositoryPath, 'node_modules/vitest/vitest.mjs')
  const { stdout, stderr, code } = await runProcess(process.execPath, [bin, 'run'], {
    cwd,
    env: { NO_COLOR: '1' },
  })
  expect(code).toBe(1)
  expect(stdout).toMatch(/1 failed \| 1 passed/)
  expect(stderr).toMatch(/p50 3\.\d+ ms is above the limit of 1 ms/)
  expect(stderr).toMatch(/p99 needs 300 samples, and there are \d+/)
})
