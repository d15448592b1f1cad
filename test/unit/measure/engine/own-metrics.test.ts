import { counter, gauge, trend } from 'plimsoll'
import { expect, test } from 'vitest'
import { driverOf } from '../drivers.ts'
import { OwnMetricRecorder } from '../../../../src/measure/bench/engine/own-metrics.ts'

test('a counter adds up over a sample, and is given per iteration', async () => {
  const driver = await driverOf({
    metrics: { hits: counter() },
    run: ({ metrics }) => {
      metrics.hits()
      metrics.hits(2)
    },
  })
  await driver.take({ samples: 2, batchSize: 5 }, () => undefined)
  const [hits] = driver.own.recorded()
  expect(hits).toMatchObject({ name: 'hits', kind: 'counter', unit: 'count', total: 30 })
  expect(hits?.histogram.count).toBe(2)
  expect(hits?.histogram.mean()).toBeCloseTo(3, 2)
})

test('a counter that was not touched counts 0', async () => {
  const driver = await driverOf({ metrics: { misses: counter() }, run: () => undefined })
  await driver.take({ samples: 3, batchSize: 1 }, () => undefined)
  const [misses] = driver.own.recorded()
  expect([misses?.histogram.count, misses?.histogram.max]).toEqual([3, 0])
})

test('gauges and trends keep every value, in their unit', async () => {
  let next = 0
  const driver = await driverOf({
    metrics: {
      depth: gauge(),
      size: trend({ unit: 'bytes', better: 'lower' }),
      unused: trend(),
    },
    run: ({ metrics }) => {
      metrics.depth(next)
      metrics.size(10 * next++)
    },
  })
  next = 1
  await driver.take({ samples: 1, batchSize: 3 }, () => undefined)
  const [depth, size, ...others] = driver.own.recorded()
  expect(depth?.histogram.count).toBe(3)
  expect(depth?.histogram.quantile(1)).toBeCloseTo(3, 2)
  expect(size?.histogram.count).toBe(3)
  expect(size?.histogram.quantile(0.5)).toBeCloseTo(20, 1)
  expect(size).toMatchObject({ kind: 'trend', unit: 'bytes', better: 'lower' })
  expect(others).toEqual([])
})

test('what was recorded while warming up is forgotten', async () => {
  const driver = await driverOf({
    metrics: { hits: counter(), level: gauge() },
    run: ({ metrics }) => {
      metrics.hits()
      metrics.level(1)
    },
  })
  await driver.take({ samples: 5, batchSize: 1 }, () => undefined)
  driver.clear()
  await driver.take({ samples: 2, batchSize: 1 }, () => undefined)
  expect(driver.own.recorded().map(({ histogram }) => histogram.count)).toEqual([2, 2])
  expect(driver.own.recorded()[0]?.total).toBe(2)
})

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 1e13])('%d is refused at once', (value) => {
  const { recorders } = new OwnMetricRecorder({ level: gauge(), hits: counter() })
  expect(() => recorders['level']?.(value)).toThrow(`metric 'level' got ${value}`)
  expect(() => recorders['hits']?.(value)).toThrow(`metric 'hits' got ${value}`)
})
