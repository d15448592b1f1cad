import { describe, expect, test } from 'vitest'
import { judgeSeries } from '../../../../src/judge/history/series.ts'
import { noise, pointsOf } from './points.ts'

const NS = { unit: 'ns', statistic: 'p50' } as const

/** 30 runs around 100, then 30 around 100 × factor; 1 % of noise. */
const stepped = (factor: number): readonly number[] =>
  noise(60, 4).map((deviate, index) => (index < 30 ? 100 : 100 * factor) * (1 + 0.01 * deviate))

describe('a series', () => {
  test('with one change has it, its size and its interval', () => {
    const found = judgeSeries(pointsOf(stepped(1.2)), NS)
    expect(found?.changes).toHaveLength(1)
    const [change] = found?.changes ?? []
    expect(change).toMatchObject({ index: 30, confidence: 0.99 })
    expect(change?.ratio).toBeCloseTo(1.2, 1)
    const [lo, hi] = change?.ratioInterval ?? [0, 0]
    expect(lo).toBeGreaterThan(1.17)
    expect(lo).toBeLessThan(1.2)
    expect(hi).toBeLessThan(1.23)
    expect(found?.trend).toMatchObject({ kind: 'level', runs: 30, words: 'level over 30 runs' })
    expect(found?.trend.level).toBeCloseTo(120, 0)
  })

  test('without one has none', () => {
    expect(judgeSeries(pointsOf(stepped(1)), NS)?.changes).toEqual([])
  })

  test('whose levels are not positive has no ratio', () => {
    const values = stepped(1.2).map((value) => value - 110)
    const found = judgeSeries(pointsOf(values), { unit: 'bytes', statistic: 'p50' })
    expect(found?.changes[0]).toMatchObject({ index: 30, ratio: null, ratioInterval: null })
    expect(found?.changes[0]?.difference).toBeCloseTo(20, 0)
  })

  test('in which the machine became slower, but not the code, has no change', () => {
    const speeds = Array.from({ length: 60 }, (_, index) => (index % 20 < 10 ? 1 : 1.3))
    const values = stepped(1).map((value, index) => value * (speeds[index] ?? 1))
    const found = judgeSeries(pointsOf(values, speeds), NS)
    expect(found?.normalisation.applied).toBe(true)
    expect(found?.changes).toEqual([])
    expect(found?.values).toEqual(values)
  })

  test('has the points that have the statistic', () => {
    const found = judgeSeries(pointsOf(stepped(1)), { unit: 'ns', statistic: 'p99' })
    expect(found?.points).toHaveLength(30)
    expect(found?.values).toHaveLength(30)
    expect(judgeSeries(pointsOf(stepped(1)), { unit: 'ns', statistic: 'p95' })).toBeUndefined()
    expect(judgeSeries([], NS)).toBeUndefined()
  })
})

describe('the trend', () => {
  /** Too slow to be taken for changes of level. */
  const rising = noise(30, 5).map((deviate, index) => 100 + 0.2 * index + 2 * deviate)

  test('of a latency is slower or faster, of anything else rising or falling', () => {
    expect(judgeSeries(pointsOf(rising), NS)?.trend.words).toMatch(
      /^getting slower by \d(\.\d)? % over 30 runs$/,
    )
    const falling = pointsOf(rising.toReversed())
    expect(judgeSeries(falling, NS)?.trend.words).toContain('getting faster by')
    const count = judgeSeries(falling, { unit: 'count', statistic: 'p50' })
    expect(count?.trend).toMatchObject({ kind: 'falling' })
    expect(count?.trend.words).toContain('falling by')
  })

  test('that is sure but tiny is level', () => {
    const creeping = Array.from({ length: 30 }, (_, index) => 100 + index * 0.01)
    expect(judgeSeries(pointsOf(creeping), NS)?.trend.kind).toBe('level')
  })

  test('of few runs is not known', () => {
    const { trend } = judgeSeries(pointsOf([100]), NS) ?? {}
    expect(trend).toMatchObject({ kind: 'unknown', runs: 1, level: 100, rise: null })
    expect(trend?.words).toBe('1 run at this level, too few for a trend (10 show one)')
  })
})
