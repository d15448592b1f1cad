import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { selfTestPlan } from '../../../../../src/measure/load/selftest/plan.ts'
import { percentile, trueLatenciesMs } from '../../../../../src/measure/load/selftest/truth.ts'

const freezes = [{ startMs: 100, durationMs: 50 }]

describe('the truth about a server that freezes', () => {
  test('far from a freeze it is the service time', () => {
    expect(trueLatenciesMs([0, 94, 151, 1000], { serviceMs: 5, freezes })).toEqual([5, 5, 5, 5])
  })

  test('what comes during a freeze waits for its end, and is served then', () => {
    // Taken up at 150, answered at 155.
    expect(trueLatenciesMs([100, 110, 149], { serviceMs: 5, freezes })).toEqual([55, 45, 6])
  })

  test('what was begun before a freeze is answered as it ends', () => {
    // Due to be answered at 100, 102 and 104: within the freeze. That of 94 is out at 99.
    expect(trueLatenciesMs([94, 95, 97, 99], { serviceMs: 5, freezes })).toEqual([5, 55, 53, 51])
  })

  test('a freeze that is over before the answer is due changes nothing', () => {
    expect(trueLatenciesMs([90, 100, 120], { serviceMs: 200, freezes })).toEqual([200, 250, 230])
  })

  test('a second freeze holds up what the first has held up', () => {
    const both = [...freezes, { startMs: 152, durationMs: 10 }]
    // Taken up at 150, due at 155, answered at 162.
    expect(trueLatenciesMs([120], { serviceMs: 5, freezes: both })).toEqual([42])
  })

  test('nobody waits less than the service takes, or longer than a freeze beyond it', () => {
    const arrival = fc.double({ min: 0, max: 400, noNaN: true })
    fc.assert(
      fc.property(
        fc.array(arrival),
        fc.double({ min: 0.1, max: 20, noNaN: true }),
        (due, serviceMs) => {
          for (const latencyMs of trueLatenciesMs(due, { serviceMs, freezes })) {
            expect(latencyMs).toBeGreaterThanOrEqual(serviceMs - 1e-9)
            expect(latencyMs).toBeLessThanOrEqual(serviceMs + 50 + 1e-9)
          }
        },
      ),
    )
  })

  test('of the usual self-test, by hand: 500/s for 30 s, frozen 1 s three times', () => {
    const plan = selfTestPlan()
    expect(plan).toMatchObject({ ratePerSecond: 500, durationMs: 30_000, connections: 600 })
    expect(plan.freezes).toEqual([
      { startMs: 5_000, durationMs: 1_000 },
      { startMs: 15_000, durationMs: 1_000 },
      { startMs: 25_000, durationMs: 1_000 },
    ])
    // One arrival every 2 ms. The 500 of each freeze wait 1005, 1003 … 7 ms; of those just before it two are held up, for
    // 1004 and 1002 ms. So each freeze gives, the longest first: 1005, 1004, 1003, 1002, 1001, 999, 997 … 7.
    const arrivals = Array.from({ length: 15_000 }, (_, index) => index * 2)
    const truth = trueLatenciesMs(arrivals, { serviceMs: 5, freezes: plan.freezes })
    const share = (value: number): number => percentile(truth, value)
    expect(truth.filter((latencyMs) => latencyMs > 5)).toHaveLength(1506)
    expect(share(0.5)).toBe(5)
    // 750 are longer, 250 of each freeze: the 251st is the 249th of the odd ones, 1005 − 2 × 248.
    expect(share(0.95)).toBe(509)
    // 150 are longer, 50 of each: 1005 − 2 × 48.
    expect(share(0.99)).toBe(909)
    // 15 are longer, 5 of each.
    expect(share(0.999)).toBe(999)
  })
})

describe('a percentile by nearest rank', () => {
  test('of few values is one of them', () => {
    expect(percentile([30, 10, 20], 0.5)).toBe(20)
    expect(percentile([30, 10, 20], 0.34)).toBe(20)
    expect(percentile([30, 10, 20], 0.33)).toBe(10)
    expect(percentile([30, 10, 20], 1)).toBe(30)
    expect(percentile([30, 10, 20], 0)).toBe(10)
    expect(percentile([], 0.5)).toBeNaN()
  })
})
