import { describe, expect, it } from 'vitest'
import {
  type DuetRuleOptions,
  judgeDuets,
  judgeInterleaved,
  pairsFor,
} from '../../../../src/judge/index.ts'
import { evidenceOf } from './evidence.ts'

const { identity } = evidenceOf([]).pair
const BASELINE = [1000, 1100, 1050, 990, 1200, 1010, 1080, 1020, 1040, 1060]
const because = 'it declares exclusive: true'

const judge = (current: readonly number[], baseline = BASELINE, options: DuetRuleOptions = {}) =>
  judgeInterleaved({ identity, because, current, baseline }, options)
const times = (factor: number): number[] =>
  BASELINE.map((value, index) => value * factor * (1 + ((index % 3) - 1) / 200))

describe('interleaved fresh processes', () => {
  it.each([
    [1, 'unchanged'],
    [1.1, 'regressed'],
    [0.9, 'improved'],
  ])('are judged in pairs: × %f', (factor, verdict) => {
    const found = judge(times(factor))
    expect(found.verdict).toBe(verdict)
    expect(found.ratio).toBeCloseTo(factor, 2)
    expect(found).toMatchObject({ clock: 'wall', launches: { current: 10, baseline: 10 } })
  })

  it('say how they were measured, and why', () => {
    expect(judge(times(1.1)).reason).toContain(`interleaved fresh processes, since ${because}`)
  })

  it('need eight pairs for a verdict', () => {
    const found = judge(times(1.5).slice(0, 7), BASELINE.slice(0, 7))
    expect(found.verdict).toBe('inconclusive')
    expect(found.interval).toBeNull()
    expect(found.ratio).toBeCloseTo(1.5, 2)
    expect(found.reason).toContain('needs 8')
  })

  it('name a remedy that a duet has', () => {
    const scattered = BASELINE.map((value, index) => value * (index % 2 === 0 ? 1.4 : 0.8))
    const { verdict, reason } = judge(scattered)
    expect(verdict).toBe('inconclusive')
    expect(reason).toContain('spans the limit; measure on a quieter machine')
    expect(reason).not.toContain('--launches')
  })

  it('turn round with the sides', () => {
    const [forth, back] = [judge(times(1.3)), judge(BASELINE, times(1.3))]
    expect(back.verdict).toBe('improved')
    expect(back.interval?.[0]).toBeCloseTo(1 / (forth.interval?.[1] ?? 0), 9)
  })

  it('say nothing of what was not measured', () => {
    expect(judge([], [])).toMatchObject({ verdict: 'inconclusive', ratio: null, currentNs: null })
    expect(judge([0, ...times(1).slice(1)]).verdict).toBe('inconclusive')
  })

  it('are held to the false discovery rate of the run, and get as many pairs as that takes', () => {
    const eight = { current: times(1.1).slice(0, 8), baseline: BASELINE.slice(0, 8) }
    const among = (scenarios: number): string | undefined =>
      judgeDuets([], { scenarios }, [
        { identity, because, ...eight },
        ...Array.from({ length: scenarios - 1 }, () => ({
          identity,
          because,
          current: times(1),
          baseline: BASELINE,
        })),
      ])[0]?.verdict
    expect([among(1), among(6), among(7)]).toEqual(['regressed', 'regressed', 'inconclusive'])
    expect([1, 6, 7, 100].map((scenarios) => pairsFor(scenarios, 0.99))).toEqual([9, 9, 10, 13])
  })

  it('keep the noise floor', () => {
    expect(judge(times(1.03)).verdict).toBe('regressed')
    expect(judge(times(1.03), BASELINE, { noiseFloorPercent: () => 4 }).verdict).toBe('unchanged')
  })
})
