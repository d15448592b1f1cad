import { expect, test } from 'vitest'
import { LaunchCount } from '../../../src/flows/live-launches.ts'
import { LiveLanes } from '../../../src/flows/live-lanes.ts'
import { ms, ns } from '../../../src/kernel/units.ts'
import type { LaneEvent, LoadLane } from '../../../src/measure/index.ts'
import type { BenchPlan } from '../../../src/model/plan.ts'
import { journalLane } from '../../support/live.ts'
import { windowOf } from '../../support/loads.ts'

let nowMs = 0
const clock = { now: () => ns(nowMs * 1e6), epoch: () => ms(nowMs) }

function tryAt(ratePerSecond: number): LoadLane {
  const stage = { durationMs: 5_000, fromPerSecond: ratePerSecond, toPerSecond: ratePerSecond }
  return {
    identity: journalLane('chat').scenario,
    budget: {},
    profile: 'breakpoint',
    schedule: { kind: 'open', stages: [stage], arrivals: 'uniform' },
    phases: [{ name: `${ratePerSecond}/s`, startMs: 0, durationMs: 5_000, steady: true }],
    work: { kind: 'code', scenario: { path: '', exportName: '', paramsIndex: 0 } },
    connections: 0,
    pipelining: 1,
  }
}

const closed = (lanes: LiveLanes, index: number): number =>
  lanes.closed({
    key: 'chat',
    window: windowOf(index, [1e6]),
    merged: { tally: { histograms: new Map() } },
  } as unknown as LaneEvent).window.startMs

test('the tries of a search follow one another on one axis, with their pauses', () => {
  const lanes = new LiveLanes(clock)
  lanes.begin([tryAt(100)])
  expect(closed(lanes, 1)).toBe(1_000)
  nowMs = 7_000
  const [lane] = lanes.begin([tryAt(200)])
  expect(closed(lanes, 1)).toBe(8_000)
  expect(lane?.phases.map(({ name, startMs }) => `${name} at ${startMs}`)).toEqual([
    '100/s at 0',
    'pause at 5000',
    '200/s at 7000',
  ])
  expect(lane?.schedule).toMatchObject({
    stages: [
      { durationMs: 5_000, toPerSecond: 100 },
      { durationMs: 2_000, toPerSecond: 0 },
      { durationMs: 5_000, toPerSecond: 200 },
    ],
  })
})

test('launches are counted, also those that were not known of at the start', () => {
  const scenarios = [{ identity: { key: 'a' } }] as unknown as BenchPlan['scenarios']
  const count = new LaunchCount({ scenarios, launches: 3 })
  expect(count.progress).toEqual({ done: 0, launches: 3, scenario: '' })
  expect(count.take({ kind: 'launch-started', key: 'a', launch: 0, launches: 3 })).toBe(true)
  const outcome = { status: 'aborted' } as const
  expect(count.take({ kind: 'launch-finished', key: 'a', launch: 0, outcome })).toBe(true)
  expect(count.take({ kind: 'output', key: 'a', text: '' })).toBe(false)
  count.take({ kind: 'launch-started', key: 'b', launch: 0, launches: 2 })
  expect(count.progress).toEqual({ done: 1, launches: 5, scenario: 'b' })
})
