import { describe, expect, it } from 'vitest'
import type { ScenarioComparison } from '../../../../src/model/comparison.ts'
import { judgeDuets, judgeInterleaved } from '../../../../src/judge/index.ts'
import { detectRegression } from '../../../../src/judge/scenario.ts'
import { resultOf } from '../records.ts'
import { evidenceOf } from '../duet/evidence.ts'

const around = [0.1, -0.2, 0.3, 0.1, -0.4, 0, 0.2, -0.1, 0.1, -0.1]

/** Every gate, on code that is slower by so many percent, where the floor is `floor`. */
const GATES: readonly (readonly [
  string,
  (slower: number, floor: number) => ScenarioComparison | undefined,
])[] = [
  ['a duet', (slower, floor) => judgeDuets([evidenceOf(shifted(slower))], optionsOf(floor))[0]],
  [
    'processes in turn',
    (slower, floor) =>
      judgeInterleaved(
        {
          identity: evidenceOf([]).pair.identity,
          because: 'it declares exclusive: true',
          current: times(slower),
          baseline: around.map(() => 1000),
        },
        optionsOf(floor),
      ),
  ],
  [
    'a stored run',
    (slower, floor) =>
      detectRegression(
        resultOf({ latency: times(slower) }),
        resultOf({ latency: times(0) }),
        optionsOf(floor),
      ),
  ],
]

const optionsOf = (floor: number) => ({
  tolerancePercent: 1,
  unchangedWithinPercent: 5,
  noiseFloorPercent: () => floor,
})
const shifted = (slower: number): number[] => around.map((percent) => percent + slower)
const times = (slower: number): number[] =>
  shifted(slower).map((percent) => 1000 * Math.exp(percent / 100))

describe.each(GATES)('where %s knows the noise floor', (_, judge) => {
  it('calls nothing below it, and says why', () => {
    expect(judge(2.5, 0)?.verdict).toBe('regressed')
    const held = judge(2.5, 3.1)
    expect(held?.verdict).not.toBe('regressed')
    expect(held?.reason).toMatch(/; the noise floor of this scenario is 3\.1 %$/)
    expect(held?.smallestDetectablePercent).toBeGreaterThanOrEqual(3.1)
    expect(held?.noiseFloorPercent).toBe(3.1)
  })

  it('calls what is beyond it', () => {
    const found = judge(8, 3.1)
    expect(found?.verdict).toBe('regressed')
    expect(found?.reason).toContain('more than the tolerance of 3.1 %')
    expect(found?.reason).toContain('the noise floor of this scenario is 3.1 %')
  })

  it('does not mention one that changes nothing', () => {
    const found = judge(0, 0.9)
    expect(found?.verdict).toBe('unchanged')
    expect(found?.reason).not.toContain('noise floor')
    expect(found).not.toHaveProperty('noiseFloorPercent')
  })

  it('shows nothing unchanged where the floor is above that', () => {
    const blind = judge(0, 12)
    expect(blind?.verdict).toBe('inconclusive')
    expect(blind?.reason).toBe(
      "the noise floor of this scenario is 12 %, so that smaller changes can't be seen here, nor that it is unchanged within 5 %",
    )
    const loud = judge(40, 12)
    expect(loud?.verdict).toBe('regressed')
    expect(loud?.reason).toContain("smaller changes can't be seen here")
  })
})
