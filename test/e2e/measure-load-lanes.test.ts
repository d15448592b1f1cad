import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LoadAbort } from '../../src/measure/load/engine/marks.ts'
import type { LoadLane, LoadPlan } from '../../src/measure/load/engine/plan.ts'
import {
  type LoadEvent,
  type LoadMeasurement,
  type LoadOptions,
  measureLoad,
} from '../../src/measure/load/measure-load.ts'
import { monotonicNs } from '../../src/measure/load/transports/exchanging/monotonic.ts'
import type { Result, SourceReading } from '../../src/model/run.ts'
import { packHistogram } from '../../src/record/index.ts'
import { freshProject, tempDir } from '../support/folders.ts'
import { constantRate, constantUsers, echoPlan, startEchoServer } from './load/plans.ts'

async function measure(
  plan: LoadPlan,
  options: Partial<LoadOptions> = {},
): Promise<LoadMeasurement> {
  const cwd = plan.lanes[0]?.work.kind === 'code' ? plan.cwd : await tempDir()
  const signal = new AbortController().signal
  const measured = await measureLoad({ ...plan, cwd }, { signal, packHistogram, ...options })
  expect(existsSync(join(cwd, '.plimsoll'))).toBe(false)
  expect(measured.results).toHaveLength(plan.lanes.length)
  return measured
}

const named = (name: string): LoadLane['identity'] => ({
  key: name,
  name,
  category: 'load',
  tags: [],
  params: {},
  file: '',
})

/** The first plan, with the lanes of all of them, each called by its name. */
function together(plans: Readonly<Record<string, LoadPlan>>): LoadPlan {
  const [first] = Object.values(plans)
  if (first === undefined) throw new Error('no plan')
  const lanes = Object.entries(plans).flatMap(([name, plan]) =>
    plan.lanes.map((lane) => ({ ...lane, identity: named(name) })),
  )
  return { ...first, lanes }
}

const completed = (results: readonly Result[]): number[] =>
  results.map(({ counts }) => counts.completed)

describe('several scenarios at once', () => {
  test('each has its schedule, its counts, its errors and its windows', async () => {
    await using server = await startEchoServer()
    const { port } = server
    const events: LoadEvent[] = []
    const { results } = await measure(
      together({
        steady: echoPlan(
          { port, lines: ['echo'] },
          { schedule: constantRate(200, 2000), workers: 2 },
        ),
        short: echoPlan(
          { port, lines: ['echo', 'break'] },
          // One connection: only the first worker takes part in it.
          { schedule: constantRate(50, 1000), connections: 1 },
        ),
      }),
      { onEvent: (event) => events.push(event) },
    )
    const [steady, short] = results
    expect(steady).toMatchObject({
      scenario: { key: 'steady' },
      counts: { scheduled: 400, completed: 400, failed: 0 },
      profile: { launches: 2, timeMs: 2000 },
      errors: [],
    })
    expect(short).toMatchObject({
      scenario: { key: 'short' },
      counts: { scheduled: 50, completed: 25, failed: 25 },
      profile: { launches: 1, timeMs: 1000 },
      errors: [{ code: 'HTTP_500', count: 25 }],
    })
    const windows = events.filter((event) => event.kind === 'window')
    expect(windows[0]?.lanes.map(({ key }) => key)).toEqual(['steady', 'short'])
    for (const { lanes } of windows) {
      const [one, other] = lanes.map(({ window }) => [window.startMs, window.durationMs])
      expect(one).toEqual(other)
    }
    expect(steady?.timeline.map(({ startMs }) => startMs)).toEqual(
      short?.timeline.map(({ startMs }) => startMs),
    )
  })

  test('share one schedule by weight: together they are all of it', async () => {
    await using server = await startEchoServer()
    const { port } = server
    const weights = [3, 1]
    const lane = (index: number): LoadPlan =>
      echoPlan(
        { port, lines: ['echo'] },
        { schedule: constantRate(400, 1000), workers: 2, mix: { weights, index } },
      )
    const { results } = await measure(together({ often: lane(0), seldom: lane(1) }))
    const [often = 0, seldom = 0] = completed(results)
    expect(often + seldom).toBe(400)
    // Four standard deviations of 8.7.
    expect(Math.abs(often - 300)).toBeLessThan(35)
  })

  test('share users by weight, whole users each', async () => {
    const cwd = await freshProject({ 'users.perf.ts': USERS })
    const lane = (exportName: string, index: number): LoadPlan =>
      echoPlan(
        { port: 0, lines: [] },
        {
          schedule: constantUsers(4, 500),
          workers: 2,
          mix: { weights: [3, 1], index },
          work: {
            kind: 'code',
            scenario: { path: join(cwd, 'users.perf.ts'), exportName, paramsIndex: 0 },
          },
          cwd,
        },
      )
    await measure(together({ many: lane('many', 0), few: lane('few', 1) }))
    const most = (name: string): number =>
      readFileSync(join(cwd, name), 'utf8')
        .trim()
        .split('\n')
        .reduce((sum, line) => sum + Number(line), 0)
    expect(most('many')).toBe(3)
    expect(most('few')).toBe(1)
  })

  test('share the bound on what is in flight', async () => {
    await using server = await startEchoServer()
    const { port } = server
    const lane = (): LoadPlan =>
      echoPlan(
        { port, lines: ['never'] },
        { schedule: constantRate(100, 500), maxInFlight: 8, timeoutMs: 1000 },
      )
    const { results } = await measure(together({ one: lane(), other: lane() }))
    const started = results.reduce((sum, { counts }) => sum + counts.started, 0)
    expect(started).toBe(8)
    for (const { counts } of results) expect(counts.started + counts.dropped).toBe(counts.scheduled)
  })

  test('share the room that a record has for timelines', async () => {
    await using server = await startEchoServer()
    const lane = (): LoadPlan =>
      echoPlan({ port: server.port, lines: ['echo'] }, { schedule: constantRate(50, 1500) })
    const { results } = await measure(together({ one: lane(), other: lane() }), {
      resultsInRecord: 1000,
    })
    for (const { timeline, notes, counts } of results) {
      expect(notes.map(({ code }) => code)).toEqual(['TIMELINE_COARSENED'])
      expect(timeline.map(({ completed }) => completed)).toEqual([counts.completed])
    }
  })

  test('one that can’t be set up ends all, and each tells whose fault it was', async () => {
    await using server = await startEchoServer()
    const { results } = await measure(
      together({
        good: echoPlan({ port: server.port, lines: ['echo'] }, {}),
        bad: echoPlan({ port: 1, lines: ['echo'] }, {}),
      }),
    )
    const [good, bad] = results
    expect(good).toMatchObject({ status: 'failed', counts: { scheduled: 0 } })
    expect(good?.errors[0]).toMatchObject({
      code: 'ECONNREFUSED',
      example: expect.stringMatching(/^bad: connection: /),
    })
    expect(bad?.errors[0]?.example).toMatch(/^connection: /)
    expect(bad?.errors[0]).not.toHaveProperty('where')
  })
})

const USERS = `import { appendFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { scenario } from 'plimsoll'
const counting = (name) => scenario(name, {
  setup: () => ({ open: 0, most: 0 }),
  run: async ({ ctx }) => {
    ctx.most = Math.max(ctx.most, ++ctx.open)
    await delay(20)
    ctx.open--
  },
  teardown: ({ ctx }) => appendFileSync(name, ctx.most + '\\n'),
})
export const many = counting('many')
export const few = counting('few')
export const targeted = scenario('targeted', {
  setup: ({ target }) => appendFileSync('target', target.name + ' ' + target.url + '\\n'),
  run: () => 1,
})
`

describe('beside the load', () => {
  test('what was watched is in the window in which it was', async () => {
    await using server = await startEchoServer()
    const asked: [number, number][] = []
    const observe = (fromNs: number, toNs: number): readonly SourceReading[] | undefined => {
      asked.push([fromNs, toNs])
      // The last window has none.
      if (asked.length > 2) return undefined
      return [{ source: 'bot', kind: 'process', values: { cpuCores: asked.length } }]
    }
    const beganNs = monotonicNs()
    const { results } = await measure(
      together({
        one: echoPlan({ port: server.port, lines: ['echo'] }, { schedule: constantRate(50, 2500) }),
        two: echoPlan({ port: server.port, lines: ['echo'] }, { schedule: constantRate(50, 2500) }),
      }),
      { observe },
    )
    expect(asked.length).toBeGreaterThanOrEqual(3)
    const [[firstNs, secondNs] = [0, 0], [nextNs] = [0]] = asked
    expect(firstNs).toBeGreaterThan(beganNs)
    expect(secondNs - firstNs).toBe(1e9)
    expect(nextNs).toBe(secondNs)
    for (const { timeline } of results) {
      expect(timeline[0]?.sources).toEqual([
        { source: 'bot', kind: 'process', values: { cpuCores: 1 } },
      ])
      expect(timeline[1]?.sources?.[0]?.values).toEqual({ cpuCores: 2 })
      expect(timeline[2]).not.toHaveProperty('sources')
    }
  })

  test('what can’t be watched costs its readings, not the run', async () => {
    await using server = await startEchoServer()
    const { results } = await measure(
      echoPlan({ port: server.port, lines: ['echo'] }, { schedule: constantRate(50, 1500) }),
      {
        observe: () => {
          throw new Error('the probe is gone')
        },
      },
    )
    expect(results[0]?.counts).toMatchObject({ scheduled: 75, completed: 75 })
    expect(results[0]?.notes).toMatchObject([
      { code: 'SOURCES_LOST', message: expect.stringContaining('the probe is gone') },
    ])
  })

  test('what happened is marked, and why it ended early', async () => {
    await using server = await startEchoServer()
    const ending = new AbortController()
    const abort = new LoadAbort('p99 was above 10 ms for 1 s')
    let deathNs = 0
    const { results, aborted } = await measure(
      echoPlan({ port: server.port, lines: ['echo'] }, { schedule: constantRate(50, 60_000) }),
      {
        signal: ending.signal,
        onEvent: (event) => {
          if (event.kind !== 'window' || ending.signal.aborted) return
          deathNs = monotonicNs()
          ending.abort(abort)
        },
        marks: () => [{ atNs: deathNs, kind: 'death', text: 'bot ended by itself' }],
      },
    )
    expect(aborted).toBe(true)
    expect(results[0]?.notes).toMatchObject([
      { code: 'ABORTED', message: expect.stringContaining('p99 was above 10 ms for 1 s') },
    ])
    expect(results[0]?.marks).toMatchObject([
      { kind: 'death', text: 'bot ended by itself' },
      { kind: 'abort', text: 'p99 was above 10 ms for 1 s' },
    ])
    for (const { atMs } of results[0]?.marks ?? []) {
      expect(atMs).toBeGreaterThanOrEqual(1000)
      expect(atMs).toBeLessThan(30_000)
    }
  })

  test('a scenario’s set-up gets the target of its lane', async () => {
    const cwd = await freshProject({ 'users.perf.ts': USERS })
    const url = 'http://127.0.0.1:4000'
    const path = join(cwd, 'users.perf.ts')
    const plan = echoPlan(
      { port: 0, lines: [] },
      {
        schedule: constantRate(10, 100),
        work: { kind: 'code', scenario: { path, exportName: 'targeted', paramsIndex: 0 } },
        target: {
          name: 'bot',
          url,
          instances: [{ name: 'bot', url, ports: {} }],
          servers: {},
        },
        cwd,
      },
    )
    const { results } = await measure(plan)
    expect(results[0]?.errors).toEqual([])
    expect(readFileSync(join(cwd, 'target'), 'utf8')).toBe(`bot ${url}\n`)
  })
})
