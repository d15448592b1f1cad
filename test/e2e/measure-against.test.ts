import { expect, test } from 'vitest'
import { measureRound, type RoundPlan } from '../../src/measure/load/against/measure-round.ts'
import { packHistogram } from '../../src/record/index.ts'
import { tempDir } from '../support/folders.ts'
import { constantRate, echoPlan, startEchoServer } from './load/plans.ts'

const SECONDS = 3

async function roundOf(lines: { readonly current: readonly string[] }, port: number) {
  const planFor = (sent: readonly string[]) => echoPlan({ port, lines: sent }, {})
  const { lanes: baseline, ...common } = planFor(['echo'])
  const { lanes: current } = planFor(lines.current)
  const [now, before] = [current[0], baseline[0]]
  if (now === undefined || before === undefined) throw new RangeError('a plan without a lane')
  const phased = {
    schedule: constantRate(100, SECONDS * 1000),
    phases: [
      { name: 'warm-up', startMs: 0, durationMs: 1000, steady: false },
      { name: 'base', startMs: 1000, durationMs: (SECONDS - 1) * 1000, steady: true },
    ],
  }
  const plan: RoundPlan = {
    round: 0,
    first: 'baseline',
    phased,
    sliceMs: 1000,
    lanes: { current: now, baseline: before },
    common: { ...common, cwd: await tempDir() },
  }
  return measureRound(plan, { signal: new AbortController().signal, packHistogram })
}

test('both sides get the same load in turn, and their paired slices are compared', async () => {
  await using server = await startEchoServer()
  const round = await roundOf({ current: ['slow'] }, server.port)
  expect(round).toMatchObject({ aborted: false, failure: undefined, obstacle: undefined })
  const { current, baseline } = round.results
  expect(current.counts).toMatchObject({ scheduled: 200, completed: 200 })
  expect(baseline.counts).toMatchObject({ scheduled: 200, completed: 200 })
  expect(round.launches.p50).toMatchObject({ first: 'baseline', pairs: 2 })
  expect(round.launches.p50?.wall.currentNs).toBeGreaterThan(20e6)
  expect(round.launches.p50?.wall.ratio).toBeGreaterThan(1)
})

test('a side that fails where the other does not is not compared by its times', async () => {
  await using server = await startEchoServer()
  const { failure } = await roundOf({ current: ['echo', 'break'] }, server.port)
  expect(failure).toMatchObject({ side: 'current', error: { code: 'HTTP_500' } })
  expect(failure?.error.example).toContain('of 200 iterations')
})
