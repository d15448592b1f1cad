import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ErrorCount, Result, Run } from '../../src/model/run.ts'
import { fillProject, sharedTempDir } from '../support/folders.ts'
import { goes, isThere } from '../support/pids.ts'
import { type ProcessResult, runCli } from '../support/process.ts'

/** Scenarios that fail in every way, in one run with two that don't. */
const PERF_FILE = `import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { scenario } from 'plimsoll'

const fine = { run: () => Math.sqrt(2) }
export const good = scenario('good', fine)

export const throws = scenario('throws', {
  run: () => {
    throw new RangeError('too far, says postgres://me:hunter2@db')
  },
})
export const rejects = scenario('rejects', {
  run: async () => {
    await new Promise((resolve) => setImmediate(resolve))
    throw Object.assign(new Error('no answer'), { code: 'ENOANSWER' })
  },
})
export const laterThrows = scenario('throws in a callback', {
  run: () => new Promise(() => setTimeout(() => { throw new Error('later') }, 5)),
})
export const floating = scenario('rejects unseen', {
  run: () => new Promise(() => { void Promise.reject(new Error('unseen')); setInterval(() => {}, 50) }),
})
export const never = scenario('never settles', { run: () => new Promise(() => {}) })
export const neverSetUp = scenario('never set up', { setup: () => new Promise(() => {}), run: () => 1 })
export const hangs = scenario('hangs', {
  timeout: 700,
  run: () => new Promise(() => setInterval(() => {}, 50)),
})
export const spins = scenario('spins', { timeout: 700, run: () => { for (;;); } })
export const exits = scenario('exits', { run: () => { console.error('last words'); process.exit(3) } })
export const eats = scenario('eats memory', {
  run: () => { const all = []; for (;;) all.push(new Array(10_000).fill(all.length)) },
})
export const setupThrows = scenario('setup throws', {
  setup: () => { throw new Error('no database') },
  run: () => 1,
})
export const teardownThrows = scenario('teardown throws', {
  run: () => 1,
  teardown: () => { throw new Error('will not close') },
})
let calls = 0
export const sometimes = scenario('sometimes a promise', {
  run: () => (++calls % 100 === 0 ? Promise.resolve(1) : 1),
})
export const speaks = scenario('speaks to its parent', {
  setup: () => { process.send(null); process.send('hello'); process.send({ kind: 'unheard of' }); process.send({ kind: 'failed' }); process.send({ kind: 'measured' }); process.send('plimsoll-launch-ready') },
  ...fine,
})
export const talks = scenario('talks', {
  setup: () => { console.log('{"schema":"not this"}'); process.stdout.write('x'.repeat(100_000)) },
  ...fine,
})

const sleeper = 'setTimeout(() => {}, 30_000)'
export const leaves = scenario('leaves a process', {
  setup: () => {
    const child = spawn(process.execPath, ['-e', sleeper], { stdio: 'inherit' })
    child.unref()
    writeFileSync('left.pid', String(child.pid))
  },
  ...fine,
})
export const escapes = scenario('lets a process escape', {
  setup: () => {
    const child = spawn(process.execPath, ['-e', sleeper], { stdio: 'inherit', detached: true })
    child.unref()
    writeFileSync('escaped.pid', String(child.pid))
  },
  ...fine,
})
`

const cwd = sharedTempDir()
let ended: ProcessResult
let run: Run
const results = new Map<string, Result>()

beforeAll(async () => {
  await fillProject(cwd, { 'perf/failures.perf.ts': PERF_FILE })
  const settings = ['--launches=2', '--time=10ms', '--warm-up=10ms', '--timeout=30s', '--seed=1']
  ended = await runCli(['run', '--json', ...settings], {
    cwd,
    env: { NODE_OPTIONS: '--max-old-space-size=64' },
    timeoutMs: 90_000,
  })
  run = JSON.parse(ended.stdout) as Run
  for (const result of run.results) results.set(result.scenario.key, result)
})

/** Where a text stands in the perf file, as a record says it. */
function lineOf(text: string): string {
  const before = PERF_FILE.slice(0, PERF_FILE.indexOf(text))
  return `perf/failures.perf.ts:${before.split('\n').length}:`
}

describe('a scenario fails alone', () => {
  const expected: Readonly<Record<string, Omit<ErrorCount, 'count' | 'where'>>> = {
    throws: {
      code: 'SCENARIO_THREW',
      example: 'RangeError: too far, says postgres://***@db',
    },
    rejects: { code: 'ENOANSWER', example: 'no answer' },
    'throws in a callback': { code: 'SCENARIO_THREW', example: 'later' },
    'rejects unseen': { code: 'SCENARIO_THREW', example: 'unseen' },
    'never settles': {
      code: 'SCENARIO_NEVER_RESOLVED',
      example: expect.stringContaining('in warm-up') as string,
    },
    'never set up': {
      code: 'SCENARIO_NEVER_RESOLVED',
      example: expect.stringContaining('in setup') as string,
    },
    hangs: {
      code: 'SCENARIO_TIMED_OUT',
      example: expect.stringContaining('did not end within 0.7 s') as string,
    },
    spins: {
      code: 'SCENARIO_TIMED_OUT',
      example: expect.stringContaining('did not end within 0.7 s') as string,
    },
    exits: {
      code: 'SCENARIO_EXITED',
      example: 'ended its process with code 3 in warm-up; it last printed: last words',
    },
    'eats memory': {
      code: 'SCENARIO_OUT_OF_MEMORY',
      example: expect.stringContaining('max-old-space-size') as string,
    },
    'setup throws': { code: 'SCENARIO_THREW', example: 'in setup: no database' },
    'teardown throws': { code: 'SCENARIO_THREW', example: 'in teardown: will not close' },
    'sometimes a promise': {
      code: 'SCENARIO_SOMETIMES_ASYNC',
      example: expect.stringContaining('make it async') as string,
    },
  }

  test.each(Object.entries(expected))('%s', (key, error) => {
    const result = results.get(key)
    expect(result).toMatchObject({ status: 'failed', launches: [], metrics: {} })
    expect(result?.counts).toMatchObject({ failed: 1, completed: 0 })
    expect(result?.errors).toMatchObject([{ ...error, count: 1 }])
  })

  test.each([
    ['throws', 'new RangeError'],
    ['rejects', 'throw Object.assign'],
    ['throws in a callback', "new Error('later')"],
    ['setup throws', "new Error('no database')"],
    ['teardown throws', "new Error('will not close')"],
  ])('%s: the place is the line in the perf file', (key, text) => {
    expect(results.get(key)?.errors[0]?.where).toContain(lineOf(text))
  })

  test('the others run, all their launches', () => {
    const fine = [
      'good',
      'speaks to its parent',
      'talks',
      'leaves a process',
      'lets a process escape',
    ]
    for (const key of fine) {
      expect(results.get(key)).toMatchObject({ status: 'ok', errors: [] })
      expect(results.get(key)?.launches).toHaveLength(2)
    }
    expect(results.size).toBe(Object.keys(expected).length + fine.length)
  })

  test('the run is failed, and exits with 4', () => {
    expect(run.status).toBe('failed')
    expect([ended.code, ended.timedOut]).toEqual([4, false])
  })
})

describe('processes', () => {
  const pidOf = (file: string): number => Number(readFileSync(join(cwd, file), 'utf8'))

  test('that a scenario leaves behind are gone', async () => {
    expect(await goes(pidOf('left.pid'))).toBe(true)
  })

  test('that leave its process group can’t be found, and hold nothing up', () => {
    const escaped = pidOf('escaped.pid')
    expect(isThere(escaped)).toBe(true)
    process.kill(escaped, 'SIGKILL')
  })
})
