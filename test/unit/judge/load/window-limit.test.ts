import { expect, test } from 'vitest'
import { WindowLimitJudge } from '../../../../src/judge/index.ts'
import type { JudgedWindow } from '../../../../src/judge/index.ts'
import { parseWindowLimits } from '../../../../src/model/load-limits.ts'
import type { LoadResult } from '../../../../src/model/run.ts'
import type { Budget } from '../../../../src/model/scenario.ts'
import { countsOf, loadResultOf, secondOf, times } from '../../../support/loads.ts'

/** What is said of the one window limit of a budget. */
function judged(
  every: NonNullable<Budget['every']>,
  windows: readonly JudgedWindow[],
  more: Partial<LoadResult> = {},
): ReturnType<WindowLimitJudge['verdict']> {
  const [limit] = parseWindowLimits({ every })
  if (limit === undefined) throw new Error('no limit')
  const judge = new WindowLimitJudge(limit)
  for (const window of windows) judge.add(window)
  return judge.verdict(loadResultOf(more))
}

const quick = (index: number): JudgedWindow => secondOf(index, times(200, 5))

test('met: the worst window is named all the same', () => {
  const windows = [quick(0), quick(1), secondOf(2, times(200, 8)), quick(3)]
  expect(judged({ '2s': { p95Ms: 10 } }, windows)).toMatchObject({
    ...{ scenario: 'chat', metric: 'latency', statistic: 'p95', limit: 10e6, withinMs: 2000 },
    ...{ verdict: 'met', atMs: 1000 },
    reason: 'p95 was 8 ms from 1 s to 3 s at worst, within the limit of 10 ms in any 2 s',
  })
})

test('broken by one window, though the whole is well within', () => {
  const windows = Array.from({ length: 20 }, (_, index) =>
    index === 7 ? secondOf(index, times(200, 400)) : quick(index),
  )
  const said = judged({ '2s': { p99Ms: 10 } }, windows)
  expect(said).toMatchObject({ verdict: 'broken', atMs: 6000 })
  expect(said.value).toBeGreaterThan(399e6)
  expect(said.reason).toBe(
    'p99 was 400 ms from 6 s to 8 s, above the limit of 10 ms in any 2 s; 2 of 19 windows were',
  )
})

test('a window in which nothing completed is beyond any limit that is shorter than itself', () => {
  const frozen = secondOf(1, [], { ...countsOf({}), scheduled: 200, started: 200 })
  const said = judged({ '1s': { p99Ms: 500 } }, [quick(0), frozen, quick(2)])
  expect(said).toMatchObject({ verdict: 'broken', value: 1e9, atMs: 1000 })
  expect(said.reason).toContain('nothing completed from 1 s to 2 s')
  // Two seconds may yet be within a limit of five.
  expect(judged({ '1s': { maxMs: 5000 } }, [quick(0), frozen, quick(2)]).verdict).toBe('met')
})

test('too few samples for p99: a lower percentile beyond the limit breaks it, one within says nothing', () => {
  const few = (ms: number): readonly JudgedWindow[] => [secondOf(0, times(50, ms))]
  const slow = judged({ '1s': { p99Ms: 10 } }, few(30))
  expect(slow.verdict).toBe('broken')
  expect(slow.reason).toMatch(/^already p95 was 30 ms/)
  const open = judged({ '1s': { p99Ms: 10 } }, few(3))
  expect(open.verdict).toBe('inconclusive')
  expect(open.reason).toBe(
    'p99 needs 300 iterations in 1 s, and there were 50 at most: judge longer windows, or p95',
  )
})

test('shares and a floor', () => {
  const windows = [
    secondOf(0, times(90, 1), countsOf({ completed: 90, failed: 10 })),
    secondOf(1, times(99, 1), countsOf({ completed: 99, failed: 1 })),
  ]
  expect(judged({ '1s': { errorsPercent: 5 } }, windows)).toMatchObject({
    verdict: 'broken',
    value: 10,
    reason:
      'errors were 10 % from 0 s to 1 s, above the limit of 5 % in any 1 s; 1 of 2 windows was',
  })
  expect(judged({ '2s': { errorsPercent: 6 } }, windows)).toMatchObject({ verdict: 'met' })
  expect(judged({ '1s': { throughputPerSecond: 95 } }, windows)).toMatchObject({
    verdict: 'broken',
    value: 90,
    reason:
      'throughput was 90/s from 0 s to 1 s, below the floor of 95/s in any 1 s; 1 of 2 windows was',
  })
})

test('without a whole window nothing is green', () => {
  const said = judged({ '10s': { p99Ms: 10 } }, [quick(0), quick(1)])
  expect(said).toMatchObject({ verdict: 'broken', value: null })
  expect(said.reason).toContain('no whole window of 10 s: load longer (--duration)')
  const marks = [{ atMs: 2000, kind: 'interrupt', text: 'interrupted' }] as const
  expect(judged({ '10s': { p99Ms: 10 } }, [quick(0)], { marks }).verdict).toBe('inconclusive')
  expect(judged({ '1s': { p99Ms: 10 } }, []).verdict).toBe('broken')
})

test('what can’t be trusted meets nothing', () => {
  const invalid = judged({ '1s': { p95Ms: 1 } }, [quick(0)], { status: 'invalid' })
  expect(invalid.verdict).toBe('inconclusive')
  expect(judged({ '1s': { p95Ms: 10 } }, [quick(0)], { status: 'failed' }).verdict).toBe(
    'inconclusive',
  )
  expect(judged({ '1s': { p95Ms: 1 } }, [quick(0)], { status: 'failed' }).verdict).toBe('broken')
})
