import { describe, expect, it } from 'vitest'
import { duetStopRule, judgeDuets } from '../../../../src/judge/index.ts'
import { evidenceOf, launchesOf } from './evidence.ts'

const QUIET = [0.1, -0.2, 0.3, 0.1, -0.4, 0, 0.2, -0.1, 0.2, 0, -0.3, 0.1]
const slower = (percent: number): number[] => QUIET.map((value) => value + percent)

/** After how many processes it stops; `undefined` = never. */
function stopsAt(logs: readonly number[], options = {}): number | undefined {
  const rule = duetStopRule(options)
  const counts = logs.map((_, index) => index + 1)
  return counts.find((count) => rule(launchesOf(logs.slice(0, count))).decided)
}

describe('measuring a duet', () => {
  it('ends soon when nothing changed', () => {
    expect(stopsAt(QUIET)).toBe(4)
  })

  it('ends after eight processes when it is clearly slower, never before an exact test can tell', () => {
    expect(stopsAt(slower(10))).toBe(8)
    expect(stopsAt(slower(100))).toBe(8)
  })

  it('goes on while processes disagree', () => {
    expect(stopsAt([9, -8, 4, -3, 7, -6, 2, -9, 5, -4, 6, -7])).toBeUndefined()
  })

  it('goes on while +2 % is not mostly ruled out', () => {
    expect(stopsAt([1.8, 0.9, 2.2, 1.2, 2, 1.4])).toBeUndefined()
  })

  it('asks for more among many scenarios', () => {
    const borderline = [5.4, 2.1, 5.9, 1.9, 4.1, 1.9, 3.3, 2.5]
    expect(stopsAt(borderline)).toBe(8)
    expect(stopsAt(borderline, { scenarios: 200 })).toBeUndefined()
  })

  it('says what is known on the way', () => {
    const rule = duetStopRule()
    expect(rule(launchesOf(QUIET.slice(0, 2)))).toEqual({
      decided: false,
      ratio: null,
      interval: null,
    })
    const { ratio, interval } = rule(launchesOf(slower(9).slice(0, 3)))
    expect(ratio).toBeCloseTo(1.095, 2)
    expect(interval?.[0]).toBeLessThan(ratio ?? 0)
  })

  it.each([0, 2, 5, -8])('is judged as it was decided, at %f %%', (percent) => {
    const logs = slower(percent)
    const count = stopsAt(logs) ?? logs.length
    const launches = logs.slice(0, count)
    const progress = duetStopRule()(launchesOf(launches))
    const [judged] = judgeDuets([evidenceOf(launches, { ended: 'decided' })])
    expect(progress.decided).toBe(true)
    expect(judged?.verdict).not.toBe('inconclusive')
    expect(judged?.interval).toEqual(progress.interval)
  })

  it('looks a last time when it ended otherwise than the rule saw', () => {
    const [judged] = judgeDuets([evidenceOf(slower(5).slice(0, 7), { ended: 'decided' })])
    expect(judged?.verdict).toBe('regressed')
  })
})
