import { describe, expect, it } from 'vitest'
import type { ScenarioComparison } from '../../../../src/model/comparison.ts'
import { duetStopRule, judgeDuets } from '../../../../src/judge/index.ts'
import { evidenceOf, launchesOf, type WrittenLaunch } from './evidence.ts'

/** One process: whether each side ran in its slow mode, 10 µs or 57 µs. */
function process(
  current: 'fast' | 'slow',
  baseline: 'fast' | 'slow',
  jitter: number,
): WrittenLaunch {
  const time = { fast: 10_000, slow: 57_000 }
  const ns = [time[current] * (1 + jitter / 100), time[baseline]] as const
  return { percent: 100 * Math.log(ns[0] / ns[1]), ns }
}

const many = (count: number, current: 'fast' | 'slow', baseline: 'fast' | 'slow') =>
  Array.from({ length: count }, (_, index) => process(current, baseline, (index % 5) / 5 - 0.4))

function judge(written: readonly WrittenLaunch[]): ScenarioComparison {
  const [judged] = judgeDuets([evidenceOf(written)])
  if (judged === undefined) throw new Error('one scenario in, one out')
  return judged
}

describe('modes', () => {
  it('are a regression when the slow one became more frequent', () => {
    const found = judge([...many(9, 'slow', 'fast'), ...many(5, 'fast', 'fast')])
    expect(found.verdict).toBe('regressed')
    expect(found.reason).toContain('launches of the current side fall into 2 modes')
    expect(found.reason).toMatch(/5 near 10 µs, 9 near 57 µs/)
  })

  it('are an improvement when it became rarer', () => {
    expect(judge([...many(9, 'fast', 'slow'), ...many(5, 'fast', 'fast')]).verdict).toBe('improved')
  })

  it('are inconclusive, and named, where the processes seen could be luck', () => {
    const found = judge([...many(4, 'slow', 'fast'), ...many(6, 'fast', 'fast')])
    expect(found.verdict).toBe('inconclusive')
    expect(found.reason).toMatch(/fall into 2 modes \(6 near 9\.99 µs, 4 near 56\.9 µs\)/)
  })

  it('are inconclusive when both sides fall into them alike', () => {
    const found = judge([
      ...many(3, 'slow', 'fast'),
      ...many(3, 'fast', 'slow'),
      ...many(4, 'fast', 'fast'),
    ])
    expect(found.verdict).toBe('inconclusive')
  })

  it('do not matter when both sides share them in each process', () => {
    const found = judge([...many(5, 'slow', 'slow'), ...many(5, 'fast', 'fast')])
    expect(found.verdict).toBe('unchanged')
  })

  it('keep two slow processes of one side from being called unchanged', () => {
    const found = judge([...many(2, 'slow', 'fast'), ...many(8, 'fast', 'fast')])
    expect(found.verdict).toBe('inconclusive')
  })

  it('need not be alike: two processes far off the same way are no luck to pass over', () => {
    const far = [30, 60].map((percent) => ({ percent }))
    const near = [0.1, -0.2, 0.3, 0.1, -0.4, 0, 0.2, -0.1].map((percent) => ({ percent }))
    expect(judge([...near, ...far]).verdict).toBe('inconclusive')
    expect(judge([...near, { percent: 30 }, { percent: -60 }]).verdict).toBe('unchanged')
  })

  it('keep measuring going while one process in few lies apart', () => {
    const rule = duetStopRule()
    expect(rule(launchesOf(many(6, 'fast', 'fast'))).decided).toBe(true)
    const apart = [...many(5, 'fast', 'fast'), ...many(1, 'slow', 'fast')]
    expect(rule(launchesOf(apart)).decided).toBe(false)
  })
})
