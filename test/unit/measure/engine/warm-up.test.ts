import { expect, test } from 'vitest'
import { warmUp } from '../../../../src/measure/bench/engine/warm-up.ts'
import { driverOf } from '../drivers.ts'
import { VirtualTime } from '../virtual-time.ts'

const MILLISECOND = 1e6
const SECOND = 1e9

/** A scenario that takes `costOf(call)` ns. */
async function warmed(costOf: (call: number) => number, capNs = SECOND) {
  using time = new VirtualTime()
  let call = 0
  const driver = await driverOf({ run: () => time.work(costOf(call++)) })
  const warm = await warmUp(driver, costOf(0), capNs)
  return { ...warm, calls: call, codes: warm.notes.map(({ code }) => code) }
}

test('ends as soon as the time has settled, but not before 100 ms', async () => {
  const warm = await warmed(() => 100_000)
  expect(warm.codes).toEqual([])
  expect(warm.iterationNs).toBeCloseTo(100_000, 2)
  expect(warm.tookNs).toBeGreaterThanOrEqual(100 * MILLISECOND)
  expect(warm.tookNs).toBeLessThan(120 * MILLISECOND)
})

test('goes on while the time still falls', async () => {
  // 200 µs at first; the last tier takes over after 2000 calls, at 300 ms.
  const warm = await warmed((call) => (call < 2000 ? 200_000 - 50 * call : 50_000))
  expect(warm.codes).toEqual([])
  expect(warm.calls).toBeGreaterThan(2000)
  expect(warm.iterationNs).toBeCloseTo(50_000, 2)
})

test('never settles: ends at the cap, and says so', async () => {
  const warm = await warmed((call) => 50_000 * 1.0002 ** call, SECOND)
  expect(warm.codes).toEqual(['WARM_UP_NEVER_SETTLED'])
  expect(warm.tookNs).toBeGreaterThanOrEqual(SECOND)
  expect(warm.tookNs).toBeLessThan(1.1 * SECOND)
})

test('a scenario too slow for the cap: says how many iterations there were', async () => {
  const warm = await warmed(() => 300 * MILLISECOND, SECOND)
  expect(warm.codes).toEqual(['WARM_UP_SHORT'])
  expect(warm.notes[0]?.message).toContain('1200 ms (4 iterations)')
})

test('counts iterations, not chunks, of a fast scenario that got no time', async () => {
  const warm = await warmed(() => 1000, 0)
  expect(warm.codes).toEqual(['WARM_UP_SHORT'])
  // Half a chunk of 10 ms.
  expect(warm.notes[0]?.message).toContain('5 ms (5000 iterations)')
})
