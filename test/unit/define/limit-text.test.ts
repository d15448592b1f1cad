import { expect, test } from 'vitest'
import { isWindowLimit, parseLimits } from '../../../src/define/limit-text.ts'
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

test('limits of load tests: shares, a floor, and every window of a length', () => {
  expect(
    parseLimits(['errors=1%', 'rejected=0.5 %', 'dropped=0%', 'throughput=450/s', 'p99=10ms']),
  ).toEqual({
    errorsPercent: 1,
    rejectedPercent: 0.5,
    droppedPercent: 0,
    throughputPerSecond: 450,
    p99Ms: 10,
  })
  expect(
    parseLimits(['p99=20ms/10s', 'errors=5%/10000ms', 'throughput=400/s/1m', 'p99=10ms']),
  ).toEqual({
    p99Ms: 10,
    every: { '10s': { p99Ms: 20, errorsPercent: 5 }, '1m': { throughputPerSecond: 400 } },
  })
})

test.each([
  ['errors=1', 'expected a share such as 1%'],
  ['errors=101%', 'expected a share'],
  ['throughput=450', 'expected a rate such as 450/s'],
  ['throughput=450/10s', 'expected a rate'],
  ['p99=10ms/500ms', 'expected whole seconds'],
  ['p99=10ms/10', 'expected whole seconds'],
  ['p99=10ms/', 'expected whole seconds'],
  ['p99=10ms/1s/2s', 'expected whole seconds'],
  ['latency=10ms', 'expected one of min'],
])('%s: %s', async (text, said) => {
  const error = await refusalOf(() => parseLimits([text]))
  expect(error.problems).toEqual([expect.stringContaining(said)])
})

test('what ends a run is a limit on windows', () => {
  expect(isWindowLimit('errors=50%/5s')).toBe(true)
  expect(isWindowLimit('errors=50%')).toBe(false)
  expect(isWindowLimit('nonsense/5s')).toBe(false)
})
