import { describe, expect, test } from 'vitest'
import { describeSamples } from '../../../../src/measure/bench/engine/describe-samples.ts'
import { decodeHistogram } from '../../../../src/stats/index.ts'
import { launchOf, launchParts, ramp, ownOf } from '../launches.ts'

const single = (samples: number) => ({ unit: 'ns', count: samples, batchSize: 1 }) as const

describe('samples', () => {
  test('are described by exact numbers', () => {
    const metric = describeSamples(Float64Array.from([3, 1, 2, 4, 10, 4, 4, 4]), single(8))
    expect(metric).toMatchObject({
      unit: 'ns',
      count: 8,
      samples: 8,
      min: 1,
      mean: 4,
      p50: 4,
      max: 10,
    })
    expect(metric.stddev).toBeCloseTo(Math.sqrt(50 / 7), 9)
    expect(metric.medianCi95).toEqual([1, 10])
  })

  test.each([
    [5, { p90: true, p95: true, p99: false, p999: false, medianCi95: false }],
    [299, { p90: true, p95: true, p99: false, p999: false, medianCi95: true }],
    [300, { p90: true, p95: true, p99: true, p999: false, medianCi95: true }],
    [2999, { p90: true, p95: true, p99: true, p999: false, medianCi95: true }],
    [3000, { p90: true, p95: true, p99: true, p999: true, medianCi95: true }],
  ])('%d of them support these percentiles', (count, expected) => {
    const metric = describeSamples(Float64Array.from(ramp(1, count)), single(count))
    const names = Object.keys(expected)
    expect(Object.fromEntries(names.map((name) => [name, name in metric]))).toEqual(expected)
  })

  test('of batches have no percentile above the median', () => {
    const shape = { unit: 'ns', count: 40_000, batchSize: 10 } as const
    const metric = describeSamples(Float64Array.from(ramp(1, 4000)), shape)
    expect(Object.keys(metric)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^p9/)]))
  })

  test('a single one says nothing of spread', () => {
    const metric = describeSamples(Float64Array.of(7), single(1))
    expect(metric).toMatchObject({ min: 7, mean: 7, stddev: 0, p50: 7, p90: 7, max: 7 })
    expect(metric).not.toHaveProperty('medianCi95')
  })
})

describe('a launch', () => {
  test('has its samples as a metric and as a histogram of 1 ps steps', () => {
    const { launch, histograms } = launchOf({ wall: [0.31, 0.31, 0.32] })
    expect(launch.metrics['latency']?.p50).toBe(0.31)
    const histogram = decodeHistogram(histograms['latency'] ?? new Uint8Array())
    expect([histogram.count, histogram.min, histogram.ratio]).toEqual([3, 0.31, 0.001])
  })

  test('in batches has its upper percentiles from the tail pass, and that as a metric', () => {
    const { launch } = launchOf({
      wall: ramp(100, 50),
      plan: { iterationNs: 100, batchSize: 10, timeNs: 1 },
      tail: Float64Array.from(ramp(1000, 400)),
    })
    const { latency, tail } = launch.metrics
    expect(latency).toMatchObject({
      samples: 50,
      count: 500,
      batchSize: 10,
      p90: tail?.p90,
      p99: tail?.p99,
    })
    expect(latency?.p90).toBeGreaterThan(1000)
    expect(latency).not.toHaveProperty('p999')
    expect(tail).toMatchObject({ count: 400, samples: 400, batchSize: 1 })
  })

  test('unbatched has no tail', () => {
    expect(launchOf({ wall: ramp(1, 9) }).launch.metrics).not.toHaveProperty('tail')
  })

  test('counts a CPU sample as the iterations of its chunk', () => {
    const parts = launchParts({ wall: ramp(1, 100) })
    const { launch } = launchOf({
      ...parts,
      wall: ramp(1, 100),
      main: { ...parts.main, cpu: Float64Array.of(5, 6, 7, 8) },
    })
    expect(launch.metrics['cpu']).toMatchObject({ samples: 4, count: 100, batchSize: 25 })
  })

  test('says what the heap grew by, at the median, and null where nothing is known', () => {
    const parts = launchParts({ wall: [1] })
    const main = { ...parts.main, heap: Float64Array.of(900, 16, 32) }
    expect(launchOf({ wall: [1], main }).launch.heapDeltaBytesPerIteration).toBe(32)
    expect(launchOf({ wall: [1] }).launch.heapDeltaBytesPerIteration).toBeNull()
  })

  test('has own metrics beside latency: a counter per iteration with its total', () => {
    const own = [
      ownOf({ name: 'hits', kind: 'counter', unit: 'count', total: 12 }, [2, 2]),
      ownOf({ name: 'size', kind: 'trend', unit: 'bytes', better: 'lower', total: 0 }, [7]),
    ]
    const plan = { iterationNs: 1, batchSize: 3, timeNs: 1 }
    const { launch, histograms } = launchOf({ wall: [1, 1], own, plan })
    expect(launch.metrics['hits']).toMatchObject({
      kind: 'counter',
      count: 6,
      samples: 2,
      batchSize: 3,
      total: 12,
    })
    expect(launch.metrics['hits']?.p50).toBeCloseTo(2, 2)
    expect(launch.metrics['size']).toMatchObject({
      kind: 'trend',
      better: 'lower',
      unit: 'bytes',
      count: 1,
    })
    expect(launch.metrics['size']).not.toHaveProperty('total')
    expect(Object.keys(histograms).toSorted()).toEqual(Object.keys(launch.metrics).toSorted())
  })

  test('has its stages with their calls', () => {
    const stages = [{ name: 'a > b', calls: 8, samples: Float64Array.of(1, 2, 3, 4) }]
    const { launch, stageHistograms } = launchOf({ wall: ramp(1, 4), stages })
    expect(launch.stages).toMatchObject([
      { name: 'a > b', calls: 8, metrics: { latency: { samples: 4, count: 8, mean: 2.5 } } },
    ])
    expect(decodeHistogram(stageHistograms['a > b'] ?? new Uint8Array()).count).toBe(4)
  })
})
