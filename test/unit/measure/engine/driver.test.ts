import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { counting, driverOf } from '../drivers.ts'
import { VirtualTime } from '../virtual-time.ts'

const MILLISECOND = 1e6

describe('the time of the feeder', () => {
  const cases = [
    { name: 'single iterations', batchSize: 1 },
    { name: 'batches', batchSize: 50 },
  ]
  test.each(cases)('is not in the samples: $name', async ({ batchSize }) => {
    using time = new VirtualTime()
    const driver = await driverOf({
      feed: counting(() => time.work(2 * MILLISECOND)),
      run: () => time.work(1000),
    })
    const samples: number[] = []
    await driver.take({ samples: 8, batchSize }, (sample) => samples.push(sample))
    expect(samples).toHaveLength(8)
    for (const sample of samples) expect(sample).toBeCloseTo(1000, 3)
  })

  test('is not in asynchronous samples either', async () => {
    using time = new VirtualTime()
    const driver = await driverOf({
      feed: counting(() => time.work(2 * MILLISECOND)),
      run: async () => {
        await nextTurn()
        time.wait(1000)
      },
    })
    const samples: number[] = []
    await driver.take({ samples: 4, batchSize: 1 }, (sample) => samples.push(sample))
    expect(samples).toHaveLength(4)
    for (const sample of samples) expect(sample).toBeCloseTo(1000, 3)
  })

  test('shortens a chunk of single iterations', async () => {
    using time = new VirtualTime()
    const driver = await driverOf({
      feed: counting(() => time.work(2 * MILLISECOND)),
      run: () => time.work(1000),
    })
    const samples: number[] = []
    const taken = await driver.take({ samples: 100, batchSize: 1 }, (ns) => samples.push(ns))
    expect([taken, samples.length, driver.iterations]).toEqual([8, 8, 8])
  })
})

describe('inputs', () => {
  test.each(['sync', 'async'])('every single iteration has its own, in order: %s', async (mode) => {
    const seen: number[] = []
    const note = (input: number): void => void seen.push(input)
    const driver = await driverOf({
      feed: counting(),
      run: mode === 'sync' ? ({ input }) => note(input) : async ({ input }) => note(input),
    })
    await driver.take({ samples: 5, batchSize: 1 }, () => undefined)
    await driver.take({ samples: 3, batchSize: 1 }, () => undefined)
    // The first was the probe's.
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  })

  test('a batch goes on where the one before ended, and round the ring', async () => {
    const seen: number[] = []
    const driver = await driverOf({
      feed: counting(),
      run: ({ input }) => void seen.push(input),
    })
    seen.length = 0
    await driver.take({ samples: 3, batchSize: 2000 }, () => undefined)
    expect(seen.slice(0, 3)).toEqual([1, 2, 3])
    expect(seen.slice(4094, 4098)).toEqual([4095, 4096, 1, 2])
    expect(seen).toHaveLength(6000)
  })
})

describe('asynchronous or not', () => {
  test('a scenario whose first call returns a promise is awaited, one call after the other', async () => {
    let running = 0
    let most = 0
    const driver = await driverOf({
      run: async () => {
        most = Math.max(most, ++running)
        await nextTurn()
        running--
      },
    })
    await driver.take({ samples: 2, batchSize: 5 }, () => undefined)
    expect([driver.isAsync, most, driver.iterations]).toEqual([true, 1, 10])
  })

  test('a promise after plain values is refused at once', async () => {
    let calls = 0
    const driver = await driverOf({ run: () => (++calls === 4 ? Promise.resolve() : calls) })
    const taking = driver.take({ samples: 10, batchSize: 1 }, () => undefined)
    await expect(taking).rejects.toMatchObject({ code: 'SCENARIO_SOMETIMES_ASYNC' })
    expect(calls).toBe(4)
  })
})

test('keeps the slowest iterations, slowest first, with their stages and their place', async () => {
  using time = new VirtualTime()
  const tookUs = [0, 3, 9, 1, 7, 2, 8, 5]
  let call = 0
  const driver = await driverOf({
    run: ({ stage }) => {
      time.work(100)
      stage('work', () => time.work((tookUs[call++] ?? 0) * 1000))
    },
  })
  await driver.take({ samples: 7, batchSize: 1 }, () => undefined)
  expect(driver.slowest.map(({ iteration }) => iteration)).toEqual([1, 5, 3, 6, 0])
  const [slowest] = driver.slowest
  expect(slowest?.latencyNs).toBeCloseTo(9100, 3)
  expect(slowest?.stages[0]?.latencyNs).toBeCloseTo(9000, 3)
  expect(slowest?.stages).toMatchObject([{ name: 'work' }])
})

test('a meter is told what was measured, without the time between samples', async () => {
  using time = new VirtualTime()
  const driver = await driverOf({ run: () => time.work(1000) })
  const told: { readonly iterations: number; readonly measuredNs: number }[] = []
  const meter = { begin: () => undefined, end: (taken: (typeof told)[0]) => void told.push(taken) }
  await driver.take({ samples: 4, batchSize: 25 }, () => time.work(5000), meter)
  expect(told).toEqual([{ iterations: 100, measuredNs: expect.closeTo(100_000, 2) as number }])
})
