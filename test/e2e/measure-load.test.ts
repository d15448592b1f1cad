import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import {
  type LoadEvent,
  type LoadMeasurement,
  type LoadOptions,
  measureLoad,
} from '../../src/measure/load/measure-load.ts'
import type { LoadPlan } from '../../src/measure/load/engine/plan.ts'
import { readRun } from '../../src/model/read.ts'
import type { Counts, LoadResult, Result } from '../../src/model/run.ts'
import { packHistogram } from '../../src/record/index.ts'
import { freshProject, tempDir } from '../support/folders.ts'
import { goes } from '../support/pids.ts'
import { repositoryPath, startProcess } from '../support/process.ts'
import { sampleRun } from '../support/runs.ts'
import {
  constantRate,
  constantUsers,
  echoPlan,
  type LanePlan,
  startEchoServer,
  withLane,
} from './load/plans.ts'

async function measure(
  plan: LoadPlan,
  options: Partial<LoadOptions> = {},
): Promise<LoadMeasurement & { readonly result: LoadResult }> {
  const cwd = plan.cwd === repositoryPath ? await tempDir() : plan.cwd
  const measured = await measureLoad(
    { ...plan, cwd },
    { signal: new AbortController().signal, packHistogram, ...options },
  )
  expect(existsSync(join(cwd, '.plimsoll'))).toBe(false)
  for (const each of measured.results) expectValid(each)
  const [result] = measured.results
  if (result === undefined) throw new Error('no result')
  return { ...measured, result }
}

/** When the window of an event began; `undefined` of other events. */
const windowStart = (event: LoadEvent): number | undefined =>
  event.kind === 'window' ? event.lanes[0]?.window.startMs : undefined

/** As it is stored and read again. */
function expectValid(result: Result): void {
  const run = { ...sampleRun(), kind: 'load', results: [result] }
  readRun(JSON.parse(JSON.stringify(run)))
}

/** Nothing is lost from the books, in the whole run and in its windows. */
function expectAccounted({ counts, timeline, errors }: Result): void {
  const { scheduled, started, dropped, completed, failed, rejected } = counts
  expect(started + dropped).toBe(scheduled)
  expect(completed + failed + rejected).toBe(started)
  expect(errors.reduce((sum, { count }) => sum + count, 0)).toBe(failed)
  const inWindows = (of: (counts: Counts) => number): number =>
    timeline.reduce((sum, window) => sum + of(window), 0)
  expect(inWindows((window) => window.scheduled)).toBe(scheduled)
  expect(inWindows((window) => window.completed)).toBe(completed)
}

describe('a load test', () => {
  test('accounts for every arrival, of all workers together', async () => {
    await using server = await startEchoServer()
    const lines = ['echo', 'echo', 'echo', 'refuse', 'break']
    const plan = echoPlan(
      { port: server.port, lines },
      { schedule: constantRate(500, 2000), workers: 2 },
    )
    const events: LoadEvent[] = []
    const { result, aborted, calibrations } = await measure(plan, {
      onEvent: (event) => events.push(event),
    })
    expect(aborted).toBe(false)
    expect(result.counts).toMatchObject({
      scheduled: 1000,
      started: 1000,
      completed: 600,
      rejected: 200,
      failed: 200,
    })
    expectAccounted(result)
    expect(result).toMatchObject({
      status: 'ok',
      profile: { kind: 'load', name: 'sustained', launches: 2, timeMs: 2000, connections: 20 },
      errors: [{ code: 'HTTP_500', count: 200, example: 'answered HTTP_500' }],
      health: { generator: 'ok' },
      metrics: {
        latency: { unit: 'ns', count: 600 },
        service: { unit: 'ns', count: 600 },
        sendLag: { unit: 'ns', count: 1000 },
        throughput: { unit: 'perSecond' },
      },
    })
    // Latency holds all that service time does.
    expect(result.metrics['latency']?.p50).toBeGreaterThanOrEqual(
      result.metrics['service']?.p50 ?? Number.NaN,
    )
    expect(result.slowest).toHaveLength(10)
    expect(result.slowest[0]?.latencyNs).toBeGreaterThanOrEqual(result.slowest[9]?.latencyNs ?? 0)
    expect(calibrations).toHaveLength(2)
    const windows = events.filter(({ kind }) => kind === 'window')
    expect(windows.map(windowStart)).toEqual(result.timeline.map(({ startMs }) => startMs))
    expect(result.timeline[0]?.metrics['latency']?.histogram).toBeDefined()
  })

  test.each([
    ['a rate', constantRate(1, 2500)],
    ['users', { ...constantUsers(1, 2500), thinkTimeMs: 1000 }],
  ])(
    'lasts as long as was asked, and what is slow is not made fast by its end: %s',
    async (_, schedule) => {
      await using server = await startEchoServer()
      const plan = echoPlan({ port: server.port, lines: ['echo'] }, { schedule, connections: 1 })
      const { result } = await measure(plan)
      expect(result.counts).toMatchObject({ scheduled: 3, completed: 3 })
      expect(result.timeline.map(({ durationMs }) => durationMs)).toEqual([1000, 1000, 500])
      expect(result.metrics['throughput']).toMatchObject({ samples: 2, min: 1, max: 1 })
    },
  )

  test('a server that is frozen for 1 s is seen in latency, not in the generator', async () => {
    await using server = await startEchoServer()
    const plan = echoPlan(
      { port: server.port, lines: ['echo'] },
      { schedule: constantRate(200, 4000), connections: 300 },
    )
    const frozen = Promise.withResolvers<void>()
    const { result } = await measure(plan, {
      onEvent: (event) => {
        if (windowStart(event) === 0) {
          server.process.kill('SIGSTOP')
          frozen.resolve(
            delay(1000).then(() => {
              server.process.kill('SIGCONT')
            }),
          )
        }
      },
    })
    await frozen.promise
    expect(result.counts).toMatchObject({ scheduled: 800, started: 800, completed: 800, failed: 0 })
    expect(result.status).toBe('ok')
    expect(result.health.generator).toBe('ok')
    // The arrivals of the frozen second waited for what was left of it: 1 s, 995 ms, 990 ms …
    const latency = result.metrics['latency']
    expect(latency?.max).toBeGreaterThan(0.9e9)
    expect(latency?.p95).toBeGreaterThan(0.7e9)
    const sendLag = result.metrics['sendLag']
    expect(sendLag?.p95).toBeLessThan(0.25e9)
  })

  test('an exchange that is never answered has timed out', async () => {
    await using server = await startEchoServer()
    const lines = ['echo', 'echo', 'echo', 'never']
    const { result } = await measure(
      echoPlan({ port: server.port, lines }, { connections: 200, timeoutMs: 700 }),
    )
    expectAccounted(result)
    expect(result.counts).toMatchObject({ scheduled: 200, completed: 150, failed: 50 })
    expect(result.errors).toMatchObject([{ code: 'TIMEOUT', count: 50 }])
  })

  test('arrivals beyond the bound are dropped and counted', async () => {
    await using server = await startEchoServer()
    const { result } = await measure(
      echoPlan(
        { port: server.port, lines: ['never'] },
        { connections: 3, maxInFlight: 8, timeoutMs: 2000 },
      ),
    )
    expectAccounted(result)
    expect(result.counts).toMatchObject({ scheduled: 200, started: 8, dropped: 192, completed: 0 })
    expect(result.errors).toMatchObject([{ code: 'TIMEOUT', count: 8 }])
    expect(result.status).toBe('failed')
  })

  test('users each wait for their answer', async () => {
    await using server = await startEchoServer()
    const { result } = await measure(
      echoPlan(
        { port: server.port, lines: ['echo'] },
        { schedule: constantUsers(4, 1000), connections: 4, workers: 2 },
      ),
    )
    expectAccounted(result)
    expect(result.counts.completed).toBeGreaterThan(4)
    expect(result.counts.dropped).toBe(0)
    expect(result.profile).toMatchObject({ schedule: { kind: 'closed' } })
  })

  test('warm-up is in the timeline and in nothing else', async () => {
    await using server = await startEchoServer()
    const { result } = await measure(
      echoPlan(
        { port: server.port, lines: ['echo'] },
        {
          schedule: constantRate(100, 3000),
          phases: [
            { name: 'warm-up', startMs: 0, durationMs: 1000, steady: false },
            { name: 'base', startMs: 1000, durationMs: 2000, steady: true },
          ],
        },
      ),
    )
    expect(result.counts).toMatchObject({ scheduled: 200, completed: 200 })
    expect(result.metrics['throughput']?.count).toBe(200)
    const started = result.timeline.reduce((sum, window) => sum + window.started, 0)
    expect(started).toBe(300)
    expect(result.timeline.slice(0, 3).map(({ steady }) => steady)).toEqual([false, true, true])
  })
})

const PERF = `import { appendFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { counter, scenario, sequence } from 'plimsoll'
export const many = scenario('many at a time', {
  feed: sequence(),
  metrics: { calls: counter() },
  setup: ({ launch }) => ({ launch, open: 0, most: 0 }),
  run: async ({ ctx, input, stage, metrics }) => {
    ctx.most = Math.max(ctx.most, ++ctx.open)
    metrics.calls()
    await stage('wait', async () => {
      await delay(50)
      await stage('more', () => delay(10))
    })
    ctx.open--
    if (input % 10 === 9) throw Object.assign(new Error('no luck'), { code: 'UNLUCKY' })
    if (input % 10 === 8) throw Object.assign(new Error('slow down'), { status: 429 })
    return input
  },
  teardown: ({ ctx }) => appendFileSync('most', ctx.launch + ' ' + ctx.most + '\\n'),
})
export const stuck = scenario('stuck', { run: () => new Promise(() => {}) })
export const unset = scenario('unset', {
  setup: () => { throw Object.assign(new Error('no database'), { code: 'ECONNREFUSED' }) },
  run: () => 1,
})
export const untorn = scenario('untorn', {
  run: () => 1,
  teardown: () => { throw new Error('still busy') },
})
export const running = scenario('running', {
  feed: { kind: 'five', open: () => {
    let drawn = 0
    return () => {
      if (drawn++ === 5) throw new Error('no more input')
      return drawn
    }
  } },
  run: () => 1,
})
export const spinning = scenario('spinning', {
  run: () => {
    for (const until = Date.now() + 50; Date.now() < until; );
  },
})
`

async function codePlan(exportName: string, change: Partial<LanePlan>): Promise<LoadPlan> {
  const cwd = await freshProject({ 'many.perf.ts': PERF })
  const path = join(cwd, 'many.perf.ts')
  const work = { kind: 'code', scenario: { path, exportName, paramsIndex: 0 } } as const
  return echoPlan({ port: 0, lines: [] }, { ...change, work, cwd })
}

describe('a scenario as load', () => {
  test('runs many at a time, each with its own stages', async () => {
    const plan = await codePlan('many', { workers: 2 })
    const { result } = await measure(plan)
    expectAccounted(result)
    expect(result.counts).toMatchObject({
      scheduled: 200,
      completed: 160,
      failed: 20,
      rejected: 20,
    })
    expect(result.errors).toMatchObject([{ code: 'UNLUCKY', count: 20, example: 'no luck' }])
    expect(result.stages).toMatchObject([
      { name: 'wait', calls: 160 },
      { name: 'wait > more', calls: 160 },
    ])
    expect(result.stages[0]?.metrics['latency']?.min).toBeGreaterThan(55e6)
    expect(result.metrics['calls']).toMatchObject({ kind: 'counter', total: 200 })
    // Torn down in each worker; 100/s that take 60 ms are several at a time.
    const lines = readFileSync(join(plan.cwd, 'most'), 'utf8').trim().split('\n').toSorted()
    expect(lines.map((line) => line[0])).toEqual(['0', '1'])
    for (const line of lines) expect(Number(line.slice(2))).toBeGreaterThan(1)
  })

  test('code that never settles times out, and keeps its place', async () => {
    const { result } = await measure(
      await codePlan('stuck', {
        maxInFlight: 5,
        timeoutMs: 300,
        schedule: constantRate(100, 1000),
      }),
    )
    expectAccounted(result)
    expect(result.counts).toMatchObject({ scheduled: 100, started: 5, dropped: 95, failed: 5 })
    expect(result.errors).toMatchObject([{ code: 'TIMEOUT', count: 5 }])
  })

  test('a set-up that fails ends the run before anything is started', async () => {
    const { result } = await measure(await codePlan('unset', { workers: 2 }))
    expect(result).toMatchObject({ status: 'failed', counts: { scheduled: 0 }, timeline: [] })
    expect(result.errors[0]).toMatchObject({
      code: 'ECONNREFUSED',
      example: 'in setup: no database',
    })
  })

  test('a teardown that fails is a failure, and what was measured is kept', async () => {
    const { result } = await measure(await codePlan('untorn', {}))
    expect(result).toMatchObject({ status: 'failed', counts: { scheduled: 200, completed: 200 } })
    expect(result.errors).toMatchObject([{ example: 'in teardown: still busy' }])
    expect(result.metrics['latency']?.count).toBe(200)
  })
})

test('a feeder that runs dry ends the run; what was measured is kept', async () => {
  const plan = await codePlan('running', { schedule: constantRate(20, 3000) })
  const { result } = await measure(plan)
  expect(result).toMatchObject({ status: 'failed', counts: { completed: 5 } })
  expect(result.timeline).toMatchObject([{ completed: 5 }])
  expect(result.errors).toMatchObject([{ code: 'SCENARIO_THREW', example: 'no more input' }])
})

describe('a generator that is asked for more than it can do', () => {
  test('says so: the run is invalid, and why', async () => {
    const { result } = await measure(
      // Five times as much work as there is time.
      await codePlan('spinning', { schedule: constantRate(100, 2000), timeoutMs: 2000 }),
    )
    expectAccounted(result)
    expect(result.counts.scheduled).toBe(200)
    // What it got to so late that nobody would wait for it any more was not even started.
    expect(result.counts.dropped).toBeGreaterThan(0)
    expect(result.status).toBe('invalid')
    expect(result.health.generator).toBe('saturated')
    expect(result.health.notes[0]).toContain('the generator was the limit')
    expect(result.timeline.some(({ health }) => health.generator === 'saturated')).toBe(true)
  })
})

describe('trouble', () => {
  test('a worker that is killed fails the run; what was measured is kept, and nothing goes on', async () => {
    await using server = await startEchoServer()
    const pidFile = join(await tempDir(), 'pids')
    const pids = (): number[] => readFileSync(pidFile, 'utf8').trim().split('\n').map(Number)
    const { result, aborted } = await measure(
      echoPlan(
        { port: server.port, lines: ['echo'], pidFile },
        { schedule: constantRate(200, 60_000), workers: 2 },
      ),
      {
        onEvent: (event) => {
          if (windowStart(event) === 1000) {
            process.kill(pids()[0] ?? 0, 'SIGKILL')
          }
        },
      },
    )
    expect(aborted).toBe(false)
    expect(result.status).toBe('failed')
    expect(result.errors[0]).toMatchObject({
      code: 'SCENARIO_KILLED',
      example: expect.stringContaining('SIGKILL'),
    })
    const { scheduled, started, dropped, completed, failed } = result.counts
    expect(scheduled).toBe(started + dropped)
    expect(started).toBe(completed + failed)
    expect(completed).toBeGreaterThanOrEqual(200)
    for (const pid of pids()) expect(await goes(pid)).toBe(true)
  })

  test('an interrupted test drains, keeps what was measured, and says so', async () => {
    await using server = await startEchoServer()
    const interrupt = new AbortController()
    const { result, aborted } = await measure(
      echoPlan({ port: server.port, lines: ['echo'] }, { schedule: constantRate(200, 60_000) }),
      {
        signal: interrupt.signal,
        onEvent: (event) => {
          if (windowStart(event) === 1000) interrupt.abort()
        },
      },
    )
    expect(aborted).toBe(true)
    expectAccounted(result)
    expect(result.counts.completed).toBeGreaterThanOrEqual(200)
    expect(result.counts.failed).toBe(0)
    expect(result.status).toBe('ok')
    expect(result.notes).toMatchObject([{ code: 'INTERRUPTED' }])
  })

  test('the second interrupt ends it at once', async () => {
    await using server = await startEchoServer()
    const interrupt = new AbortController()
    const stop = new AbortController()
    const { result, aborted } = await measure(
      echoPlan(
        { port: server.port, lines: ['echo', 'never'] },
        { schedule: constantRate(200, 60_000), connections: 2000, timeoutMs: 600_000 },
      ),
      {
        signal: interrupt.signal,
        stop: stop.signal,
        onEvent: (event) => {
          if (event.kind === 'window') interrupt.abort()
          if (event.kind === 'draining') stop.abort()
        },
      },
    )
    expect(aborted).toBe(true)
    expectAccounted(result)
    expect(result.counts.completed).toBeGreaterThan(50)
    expect(result.errors).toMatchObject([{ code: 'STOPPED' }])
  })

  test('a target that is not there fails the run before anything is sent', async () => {
    const { result } = await measure(echoPlan({ port: 1, lines: ['echo'] }, { workers: 2 }))
    expect(result.status).toBe('failed')
    expect(result.counts.scheduled).toBe(0)
    expect(result.errors[0]).toMatchObject({ code: 'ECONNREFUSED' })
  })

  test('a target that dies is seen in the errors, and the run goes on to its end', async () => {
    await using server = await startEchoServer()
    const { result } = await measure(
      echoPlan({ port: server.port, lines: ['echo'] }, { schedule: constantRate(200, 3000) }),
      {
        onEvent: (event) => {
          if (windowStart(event) === 0) {
            server.process.kill('SIGKILL')
          }
        },
      },
    )
    expectAccounted(result)
    expect(result.counts.scheduled).toBe(600)
    expect(result.counts.completed).toBeGreaterThan(100)
    expect(result.errors.map(({ code }) => code)).toContain('ECONNREFUSED')
    expect(result.notes.map(({ code }) => code)).toContain('CONNECTION_TROUBLE')
    expect(result.health.generator).toBe('ok')
  })

  test('a transport that is none is told by its name', async () => {
    const plan = echoPlan({ port: 1, lines: [] }, {})
    const work = plan.lanes[0]?.work
    if (work?.kind !== 'exchange') throw new Error('not an exchange')
    const transport = { ...work.transport, exportName: 'nothing' }
    const { result } = await measure(withLane(plan, { work: { ...work, transport } }))
    expect(result.errors[0]?.example).toContain('exports no transport')
  })

  test('no worker outlives its supervisor', async () => {
    await using server = await startEchoServer()
    const folder = await tempDir()
    const pidFile = join(folder, 'pids')
    const plan = echoPlan(
      { port: server.port, lines: ['echo'], pidFile },
      { schedule: constantRate(100, 60_000), workers: 2, cwd: folder },
    )
    const script = join(import.meta.dirname, 'load/run-load.ts')
    await using supervisor = startProcess(process.execPath, [
      '--conditions=plimsoll-source',
      script,
      JSON.stringify(plan),
    ])
    const pids = await twoPids(pidFile)
    supervisor.kill('SIGKILL')
    await supervisor.ended
    for (const pid of pids) expect(await goes(pid)).toBe(true)
  })
})

/** Nothing tells when another process has written a file. */
async function twoPids(file: string): Promise<number[]> {
  for (let look = 0; look < 500; look++) {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
    if (lines.length === 2) return lines.map(Number)
    await delay(20)
  }
  throw new Error('two workers did not start')
}
