import { expect, test } from 'vitest'
import { parseLimits } from '../../../src/define/limit-text.ts'
import { refusalOf } from '../../support/refusal.ts'

test('limits of a command line are a budget in ms', () => {
  expect(parseLimits(['p99=10ms', 'p99.9=0.5s', ' max = 1m ', 'mean=0.25ms', 'p50=80us'])).toEqual({
    p99Ms: 10,
    p999Ms: 500,
    maxMs: 60_000,
    meanMs: 0.25,
    p50Ms: 0.08,
  })
  expect(parseLimits([])).toEqual({})
})

test('every limit that is none is named at once, exit 2', async () => {
  const error = await refusalOf(() =>
    parseLimits(['p98=10ms', 'p99', 'p99=10', 'p99=-1ms', 'p95=1s']),
  )
  expect(error).toMatchObject({ code: 'BAD_BUDGET', exitCode: 2 })
  expect(error.problems).toEqual([
    expect.stringContaining('"p98=10ms": expected one of min, mean'),
    expect.stringContaining('"p99": expected a duration'),
    expect.stringContaining('"p99=10": expected a duration'),
    expect.stringContaining('"p99=-1ms": expected a duration'),
  ])
})
