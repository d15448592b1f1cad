import { expect, test } from 'vitest'
import { layOutLaunches } from '../../../../dashboard/src/charts/launches-layout.ts'
import type { Launch, Metric } from '../../../../src/model/run.ts'

const metric = (p50: number, medianCi95?: readonly [number, number]): Metric => ({
  unit: 'ns',
  count: 10,
  samples: 10,
  batchSize: 1,
  min: p50,
  mean: p50,
  stddev: p50 / 10,
  p50,
  max: p50,
  ...(medianCi95 === undefined ? {} : { medianCi95 }),
})

const launch = (latency: Metric | undefined): Launch => ({
  metrics: latency === undefined ? {} : { latency },
  stages: [],
  gcCount: 0,
  gcMs: 0,
  heapDeltaBytesPerIteration: null,
  eventLoopUtilization: 1,
  warmUpMs: 100,
})

test('launches stand on one axis, with their interval, else a standard deviation either way', () => {
  const chart = layOutLaunches([launch(metric(100, [90, 120])), launch(metric(110))])
  expect(chart?.rows.map(({ interval }) => interval)).toEqual([
    [90, 120],
    [99, 121],
  ])
  for (const { from, at, to } of chart?.rows ?? []) {
    expect(0 < (from ?? 0) && (from ?? 0) < (at ?? 0)).toBe(true)
    expect((at ?? 0) < (to ?? 0) && (to ?? 0) < 1).toBe(true)
  }
})

test('launches that settle at different speeds are told apart', () => {
  const medians = [100, 101, 100, 150, 151, 149, 100]
  const chart = layOutLaunches(medians.map((median) => launch(metric(median))))
  expect(chart?.modes.map(({ count }) => count)).toEqual([4, 3])
  expect(chart?.rows.map(({ mode }) => mode)).toEqual([0, 0, 0, 1, 1, 1, 0])
})

test('a launch that measured nothing has a row and no dot; without any there is no chart', () => {
  expect(layOutLaunches([launch(metric(0)), launch(undefined)])?.rows[1]).toMatchObject({
    number: 2,
    at: null,
    mode: null,
  })
  expect(layOutLaunches([launch(undefined)])).toBeUndefined()
})
