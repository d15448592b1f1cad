import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import type { Driver } from '../../../../src/measure/bench/engine/driver.ts'
import { GcWatcher } from '../../../../src/measure/bench/engine/gc.ts'
import {
  type MainPass,
  type MainPassPlan,
  mainPass,
  tailPass,
} from '../../../../src/measure/bench/engine/passes.ts'
import { counting, driverOf } from '../drivers.ts'
import { VirtualTime } from '../virtual-time.ts'

const MILLISECOND = 1e6
const READING_NS = 50

async function passOf(driver: Driver, plan: MainPassPlan): Promise<MainPass> {
  using gc = new GcWatcher()
  const pass = await mainPass(driver, gc, plan)
  if (pass === undefined) throw new Error('a stage appeared')
  return pass
}

describe('the main pass ends', () => {
  test('when so much time was measured', async () => {
    using time = new VirtualTime()
    const driver = await driverOf({ run: () => time.work(MILLISECOND) })
    const plan = { iterationNs: MILLISECOND, batchSize: 1, timeNs: 50 * MILLISECOND }
    const pass = await passOf(driver, plan)
    expect([pass.wall.length, pass.iterations]).toEqual([50, 50])
  })

  test('not before three samples', async () => {
    using time = new VirtualTime()
    const driver = await driverOf({ run: () => time.work(100 * MILLISECOND) })
    const plan = { iterationNs: 100 * MILLISECOND, batchSize: 1, timeNs: 150 * MILLISECOND }
    expect((await passOf(driver, plan)).wall).toHaveLength(3)
  })

  test('after four times its time, even with one sample', async () => {
    using time = new VirtualTime()
    const driver = await driverOf({ run: () => time.work(400 * MILLISECOND) })
    const plan = { iterationNs: 400 * MILLISECOND, batchSize: 1, timeNs: 100 * MILLISECOND }
    expect((await passOf(driver, plan)).wall).toHaveLength(1)
  })

  test('after four times its time, when the feeder took it', async () => {
    using time = new VirtualTime()
    const driver = await driverOf({
      feed: counting(() => time.work(MILLISECOND)),
      run: () => time.work(30_000),
    })
    const plan = { iterationNs: 30_000, batchSize: 1, timeNs: 10 * MILLISECOND }
    // Two draws of 20 ms give 16 inputs each.
    const { wall } = await passOf(driver, plan)
    expect(wall).toHaveLength(32)
    for (const sample of wall) expect(sample).toBeCloseTo(30_000, 2)
  })

  test('at a million samples', async () => {
    using _time = new VirtualTime()
    const driver = await driverOf({ run: () => undefined })
    const { wall } = await passOf(driver, { iterationNs: 0, batchSize: 1, timeNs: 1 })
    expect(wall.length).toBeGreaterThanOrEqual(1_000_000)
    expect(wall.length).toBeLessThan(1_010_000)
  })
})

describe('CPU time', () => {
  test('is without the time in which the driver keeps its books', async () => {
    using time = new VirtualTime(READING_NS)
    const driver = await driverOf({ run: () => time.work(30_000) })
    const plan = { iterationNs: 30_000, batchSize: 1, timeNs: 10 * MILLISECOND }
    const { cpu, wall } = await passOf(driver, plan)
    // One reading of the clock falls into a sample, another between samples.
    expect(wall[0]).toBeCloseTo(30_000 + READING_NS, 2)
    expect(cpu[0]).toBeCloseTo(30_000 + READING_NS, -1)
  })

  test('is without waiting', async () => {
    using time = new VirtualTime()
    const driver = await driverOf({
      run: async () => {
        time.work(20_000)
        time.wait(80_000)
      },
    })
    const plan = { iterationNs: 100_000, batchSize: 1, timeNs: 10 * MILLISECOND }
    const { cpu, wall } = await passOf(driver, plan)
    expect(cpu[0]).toBeCloseTo(20_000, 2)
    expect(wall[0]).toBeCloseTo(100_000, 2)
  })
})

describe('garbage collections', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (options: object) => void

  test('leave no sample of the heap in their chunk, and none is missed', async () => {
    // What other tests left behind must not be collected in between.
    collect({ type: 'major' })
    using time = new VirtualTime()
    using gc = new GcWatcher()
    let call = 0
    const kept: unknown[] = []
    const driver = await driverOf({
      run: () => {
        time.work(5 * MILLISECOND)
        kept.push(new Array(1000).fill(call))
        // The first was the probe's; chunks are of two: the last of the last chunk collects, and grows the heap all the same.
        if (++call < 21) return
        collect({ type: 'minor' })
        kept.push(new Array(500_000).fill(call))
      },
    })
    const plan = { iterationNs: 5 * MILLISECOND, batchSize: 1, timeNs: 100 * MILLISECOND }
    const pass = await mainPass(driver, gc, plan)
    const heap = pass?.heap ?? []
    expect(gc.totals.count).toBe(1)
    expect(heap).toHaveLength(9)
    // 8 kB an iteration.
    for (const bytes of heap) expect(bytes).toBeGreaterThan(7900)
    expect(kept).toHaveLength(22)
  })

  test('are counted with their time', async () => {
    using gc = new GcWatcher()
    collect({ type: 'minor' })
    collect({ type: 'major' })
    await gc.delivered()
    expect(gc.totals.count).toBeGreaterThanOrEqual(2)
    expect(gc.totals.ms).toBeGreaterThan(0)
  })
})

describe('the tail pass', () => {
  test('times single iterations, less what reading the clock costs', async () => {
    using time = new VirtualTime(READING_NS)
    let call = 0
    const driver = await driverOf({ run: () => time.work(call++ % 10 === 0 ? 900 : 100) })
    const plan = { iterationNs: 180, batchSize: 500, timeNs: 100 * MILLISECOND }
    const tail = await tailPass(driver, plan)
    expect(tail).toHaveLength(4000)
    const slow = tail.filter((sample) => sample > 500)
    expect(slow).toHaveLength(400)
    expect(slow[0]).toBeCloseTo(900, 3)
    expect(Math.min(...tail)).toBeCloseTo(100, 3)
  })

  test('is never below nothing', async () => {
    using _time = new VirtualTime(READING_NS)
    const driver = await driverOf({ run: () => undefined })
    const tail = await tailPass(driver, { iterationNs: 1, batchSize: 9, timeNs: MILLISECOND })
    expect(Math.min(...tail)).toBe(0)
  })

  test('ends when its share of the time is over', async () => {
    using time = new VirtualTime()
    const driver = await driverOf({ run: () => time.work(10_000) })
    const plan = { iterationNs: 10_000, batchSize: 10, timeNs: 20 * MILLISECOND }
    // 6 ms; the first 200 of 2 ms are not kept.
    expect(await tailPass(driver, plan)).toHaveLength(400)
  })

  test('is not needed where samples are single iterations', async () => {
    let calls = 0
    const driver = await driverOf({ run: () => void calls++ })
    calls = 0
    const plan = { iterationNs: 1e6, batchSize: 1, timeNs: MILLISECOND }
    expect([(await tailPass(driver, plan)).length, calls]).toEqual([0, 0])
  })
})
