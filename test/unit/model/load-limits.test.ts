import { expect, it } from 'vitest'
import { mergeBudgets } from '../../../src/model/budget.ts'
import {
  LOAD_LIMIT_NAMES,
  parseLoadLimits,
  parseWindowLimits,
  parseWindowMs,
  WINDOW_LIMIT_NAMES,
} from '../../../src/model/load-limits.ts'

it('reads shares and the floor of the throughput', () => {
  expect(LOAD_LIMIT_NAMES).toHaveLength(4)
  const budget = { errorsPercent: 1, throughputPerSecond: 450, p99Ms: 10 }
  expect(parseLoadLimits(budget)).toEqual([
    ...[{ name: 'errorsPercent', metric: 'errors', statistic: 'share', unit: 'percent' }].map(
      (each) => ({ ...each, limit: 1, floor: false }),
    ),
    {
      name: 'throughputPerSecond',
      metric: 'throughput',
      statistic: 'mean',
      unit: 'perSecond',
      limit: 450,
      floor: true,
    },
  ])
})

it('reads limits of windows; what is relative to a baseline has none', () => {
  const every = { '10s': { p99Ms: 20, errorsPercent: 5 }, '1m': { throughputPerSecond: 400 } }
  expect(parseWindowLimits({ p99Ms: 10, every })).toMatchObject([
    { metric: 'latency', statistic: 'p99', unit: 'ns', limit: 20e6, withinMs: 10_000 },
    { metric: 'errors', limit: 5, withinMs: 10_000 },
    { metric: 'throughput', floor: true, withinMs: 60_000 },
  ])
  expect(WINDOW_LIMIT_NAMES).toHaveLength(8 * 4 + 4)
  expect(WINDOW_LIMIT_NAMES).not.toContain('p99Percent')
})

it.each([
  ['10s', 10_000],
  ['1m', 60_000],
  ['1500ms', undefined],
  ['500ms', undefined],
  ['0s', undefined],
  ['often', undefined],
])('windows of %s: %s', (text, expected) => {
  expect(parseWindowMs(text)).toBe(expected)
})

it('merges limits of windows by length', () => {
  const scenario = { every: { '10s': { p99Ms: 20, errorsPercent: 5 } } }
  const asked = { errorsPercent: 1, every: { '10s': { p99Ms: 30 }, '5s': { maxMs: 1 } } }
  expect(mergeBudgets(scenario, asked)).toEqual({
    errorsPercent: 1,
    every: { '10s': { p99Ms: 30, errorsPercent: 5 }, '5s': { maxMs: 1 } },
  })
})
