import { describe, expect, it } from 'vitest'
import type { ScenarioComparison } from '../../../../src/model/comparison.ts'
import type { DuetEvidence } from '../../../../src/model/duet.ts'
import { type DuetRuleOptions, judgeDuets } from '../../../../src/judge/index.ts'
import { evidenceOf, type WrittenLaunch } from './evidence.ts'

function judge(
  written: readonly (number | WrittenLaunch)[],
  options: DuetRuleOptions = {},
): ScenarioComparison {
  const [judged] = judgeDuets([evidenceOf(written)], options)
  if (judged === undefined) throw new Error('one scenario in, one out')
  return judged
}

const QUIET = [0.1, -0.2, 0.3, 0.1, -0.4, 0, 0.2, -0.1]
const slower = (percent: number): number[] => QUIET.map((value) => value + percent)

describe('many scenarios', () => {
  it('steady shifts that are too small to be called make no room for a doubtful call', () => {
    const tiny = Array.from({ length: 10 }, (_, at) =>
      evidenceOf(
        QUIET.map((value) => value / 10 + 0.4),
        { key: `tiny ${at}` },
      ),
    )
    const doubtful = evidenceOf([0.8, 6, 1.5, 5, 2, 5.5, 1.3, 3.9], { key: 'doubtful' })
    const verdictBeside = (others: readonly DuetEvidence[]): unknown =>
      judgeDuets([doubtful, ...others], { scenarios: 20 })[0]?.verdict
    const still = Array.from({ length: 10 }, (_, at) => evidenceOf(QUIET, { key: `still ${at}` }))
    expect(verdictBeside([])).toBe('regressed')
    expect(verdictBeside(tiny)).toBe(verdictBeside(still))
    expect(verdictBeside(tiny)).toBe('inconclusive')
  })
})

describe('a duet', () => {
  it.each([
    ['the same', QUIET, 'unchanged'],
    ['10 % slower', slower(9.5), 'regressed'],
    ['2 % slower', slower(2), 'regressed'],
    ['5 % faster', slower(-5), 'improved'],
    ['0.7 % slower, within the tolerance', slower(0.7), 'unchanged'],
    ['scattered', [9, -8, 4, -3, 7, -6, 2, -9], 'inconclusive'],
    ['scattered, and slower as a whole', [9, -2, 4, 3, 7, 6, 2, -1], 'inconclusive'],
  ])('judges processes that are %s', (_, logs, verdict) => {
    expect(judge(logs).verdict).toBe(verdict)
  })

  it('says by how much, with its interval and what it could have seen', () => {
    const found = judge(slower(5))
    expect(found.ratio).toBeCloseTo(Math.exp(0.05), 9)
    expect(found.interval?.[0]).toBeGreaterThan(1.04)
    expect(found.interval?.[1]).toBeLessThan(1.06)
    expect(found.smallestDetectablePercent).toBe(1)
    expect(found.reason).toMatch(/^5\.1 % slower \(\+4\.\d … \+5\.\d %\), more than the tolerance/)
    expect(found).toMatchObject({
      launches: { current: 8, baseline: 8 },
      clock: 'cpu',
      confidence: 0.99,
    })
  })

  it('is not fooled by one process far off', () => {
    expect(judge([...QUIET, -18, 0.2]).verdict).toBe('unchanged')
    expect(judge([...slower(5), -30, 5.2, 5, 5.1]).verdict).toBe('regressed')
  })

  it('does not believe few processes that agree by chance: less than identical code is known to be off', () => {
    expect(judge([3, 3.1, 3.05]).verdict).not.toBe('regressed')
    expect(judge([3, 3.1, 3.05, 3, 3.1, 3.02]).verdict).not.toBe('regressed')
    expect(judge([30, 31, 29]).verdict).toBe('regressed')
  })

  it('needs three processes', () => {
    expect(judge([30, 30]).verdict).toBe('inconclusive')
    expect(judge([30]).reason).toContain("1 process can't tell")
  })

  it('takes out what the order of loading did', () => {
    const ordered = slower(1.8).map((value, index) => value + ((index + 1) % 4 < 2 ? -3.5 : 3.5))
    const found = judge([...ordered, ...ordered])
    expect(found.verdict).toBe('regressed')
    expect(found.interval?.[1]).toBeLessThan(1.025)
  })

  it('does not take the order of loading for a change', () => {
    const ordered = QUIET.map((value, index) => value + ((index + 1) % 4 < 2 ? -3.5 : 3.5))
    expect(judge(ordered).verdict).toBe('unchanged')
  })

  it('raises the tolerance to the noise floor', () => {
    expect(judge(slower(2), { noiseFloorPercent: () => 3 }).verdict).toBe('unchanged')
    expect(judge(slower(2), { noiseFloorPercent: () => 0.5 }).verdict).toBe('regressed')
    expect(judge(slower(2), { noiseFloorPercent: () => 3 }).smallestDetectablePercent).toBe(3)
  })

  it('refuses options that make no sense', () => {
    expect(() => judge(QUIET, { confidence: 1 })).toThrow(/makes no sense/)
  })
})

describe('what was not measured', () => {
  it('is not comparable when a side failed, and says which', () => {
    const failure = {
      side: 'baseline',
      error: { code: 'SCENARIO_FAILED', count: 1, example: 'no such table' },
    } as const
    const [found] = judgeDuets([evidenceOf(QUIET, { failure, ended: 'failed' })])
    expect(found).toMatchObject({
      verdict: 'not-comparable',
      ratio: null,
      reason: 'failed in the baseline side: no such table',
    })
  })

  it('is not comparable when the sides share what changed', () => {
    const obstacle = 'both sides loaded src/parse.ts'
    const [found] = judgeDuets([evidenceOf(slower(5), { obstacle })])
    expect(found).toMatchObject({ verdict: 'not-comparable', reason: obstacle, stages: [] })
  })

  it('is not comparable without a process', () => {
    expect(judge([]).verdict).toBe('not-comparable')
  })
})

describe('false discoveries', () => {
  const borderline = [4.9, 0.3, 2.2, 0.4, 5.1, 0.6, 4.6, 0.9, 1.9, 1.2]

  it('are held down among many scenarios: what stands alone may not stand among forty', () => {
    const many = Array.from({ length: 39 }, (_, index) => evidenceOf(QUIET, { key: `k${index}` }))
    const alone = judgeDuets([evidenceOf(borderline)])
    const [among] = judgeDuets([evidenceOf(borderline), ...many])
    expect(alone[0]?.verdict).toBe('regressed')
    expect(among?.verdict).toBe('inconclusive')
    expect(among?.reason).toContain('among 40 scenarios')
  })

  it('do not hide what is clear', () => {
    const many = Array.from({ length: 39 }, (_, index) => evidenceOf(QUIET, { key: `k${index}` }))
    const [among] = judgeDuets([evidenceOf(slower(5)), ...many])
    expect(among?.verdict).toBe('regressed')
  })
})

describe('stages', () => {
  const withStages = (whole: number, stages: Readonly<Record<string, number | null>>) =>
    QUIET.map((value) => ({
      percent: value + whole,
      stages: Object.fromEntries(
        Object.entries(stages).map(([name, log]) => [name, log === null ? null : log + value]),
      ),
    }))

  it('are named, with how much, under a scenario that moved', () => {
    const found = judge(withStages(5, { validate: 20, send: 0 }))
    expect(found.reason).toMatch(/; in stage 'validate' \(\+22\.\d %\)$/)
    expect(found.stages.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['validate', 'regressed'],
      ['send', 'unchanged'],
    ])
    expect(found.stages[0]?.confidence).toBeCloseTo(0.995, 9)
  })

  it('are not tested under one that did not', () => {
    const found = judge(withStages(0, { validate: 20, send: -20 }))
    expect(found.verdict).toBe('unchanged')
    expect(found.stages.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'inconclusive'])
    expect(found.stages[0]?.reason).toContain('only where the whole moved')
  })

  it('are not comparable when one side only has them', () => {
    const found = judge(withStages(5, { validate: null }))
    expect(found.stages[0]).toMatchObject({ verdict: 'not-comparable', ratio: null })
  })
})
