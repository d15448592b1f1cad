import { describe, expect, it } from 'vitest'
import {
  LIMIT_NAMES,
  METRIC_LIMIT_NAMES,
  parseLimit,
  parseLimits,
  parseMetricLimits,
} from '../../../src/model/limits.ts'

describe('limits', () => {
  it('names every statistic in every unit once', () => {
    expect(new Set(LIMIT_NAMES).size).toBe(8 * 5)
    expect(LIMIT_NAMES).toContain('p999Ms')
    expect(METRIC_LIMIT_NAMES).toHaveLength(16)
    for (const name of LIMIT_NAMES) expect(parseLimit(name)?.name).toBe(name)
  })

  it.each([
    ['p50Ns', 3, 3],
    ['p95Us', 3, 3000],
    ['p99Ms', 1.5, 1_500_000],
    ['maxS', 2, 2e9],
  ])('reads %s: %d as %d ns', (name, written, limit) => {
    expect(parseLimits({ [name]: written })).toEqual([
      expect.objectContaining({ name, relative: false, unit: 'ns', limit }),
    ])
  })

  it('keeps p99 and p999 apart, and relative limits in percent', () => {
    expect(parseLimit('p999Ms')?.statistic).toBe('p999')
    expect(parseLimits({ p99Percent: 5 })).toEqual([
      { name: 'p99Percent', statistic: 'p99', relative: true, unit: 'percent', limit: 5 },
    ])
  })

  it('refuses what is no limit', () => {
    for (const name of ['p95', 'p95ms', 'p95Min', 'stages', 'constructor', '']) {
      expect(parseLimit(name)).toBeUndefined()
    }
    expect(parseLimits({ stages: { a: { p95Ms: 1 } }, p95Ms: undefined, metrics: {} })).toEqual([])
  })

  it('reads limits of own metrics in the metric’s unit', () => {
    expect(parseMetricLimits({ p95: 10, meanPercent: 5, p95Ms: 1 }, 'bytes')).toEqual([
      { name: 'p95', statistic: 'p95', relative: false, unit: 'bytes', limit: 10 },
      { name: 'meanPercent', statistic: 'mean', relative: true, unit: 'percent', limit: 5 },
    ])
  })
})
