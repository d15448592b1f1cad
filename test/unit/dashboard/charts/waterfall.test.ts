import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layOutStages } from '../../../../dashboard/src/charts/waterfall-layout.ts'
import { waterfallSentence } from '../../../../dashboard/src/charts/waterfall-words.ts'
import type { Metric, SlowIteration, StageResult } from '../../../../src/model/run.ts'

const metric = (p50: number, samples = 100): Metric => ({
  unit: 'ns',
  count: samples,
  samples,
  batchSize: 1,
  min: p50,
  mean: p50,
  stddev: 0,
  p50,
  max: p50,
})

const stage = (name: string, p50: number, samples = 100): StageResult => ({
  name,
  calls: samples,
  metrics: { latency: metric(p50, samples) },
})

const slow = (latencyNs: number, stages: Readonly<Record<string, number>>): SlowIteration => ({
  launch: 0,
  iteration: 0,
  latencyNs,
  stages: Object.entries(stages).map(([name, ns]) => ({ name, latencyNs: ns })),
})

const laidOut = (
  stages: readonly StageResult[],
  slowest: readonly SlowIteration[] = [],
  latencyNs = 1000,
) => layOutStages({ metrics: { latency: metric(latencyNs) }, stages, slowest })

describe('stages are drawn', () => {
  test('one behind the other, each with its share, and what is in none at the end', () => {
    const waterfall = laidOut([stage('decode', 300), stage('send', 500, 40)])
    expect(waterfall?.rows.map(({ median }) => median)).toEqual([
      { ns: 300, share: 0.3, from: 0, to: 0.3 },
      { ns: 500, share: 0.5, from: 0.3, to: 0.8 },
    ])
    expect(waterfall?.rows.map(({ inShare }) => inShare)).toEqual([1, 0.4])
    expect(waterfall?.rest.median).toEqual({ ns: 200, share: 0.2, from: 0.8, to: 1 })
  })

  test('inside the stage that holds them, wherever they were recorded', () => {
    const waterfall = laidOut([
      stage('decode > parse', 100),
      stage('load', 200),
      stage('decode', 400),
      stage('decode > check', 200),
    ])
    expect(waterfall?.rows.map(({ name, depth, median }) => [name, depth, median?.from])).toEqual([
      ['load', 0, 0],
      ['decode', 0, 0.2],
      ['parse', 1, 0.2],
      ['check', 1, expect.closeTo(0.3)],
    ])
  })

  test('at the outermost level where what held them is not there', () => {
    const waterfall = laidOut([stage('gone > parse', 100)])
    expect(waterfall?.rows).toMatchObject([{ name: 'gone > parse', depth: 0 }])
  })

  test('with their part in the slowest iterations, where some did not run', () => {
    const waterfall = laidOut(
      [stage('decode', 300), stage('retry', 10)],
      [slow(4000, { decode: 400, retry: 3000 }), slow(2000, { decode: 500 })],
    )
    expect(waterfall?.slowestNs).toBe(3000)
    expect(waterfall?.rows.map(({ slowest }) => slowest?.share)).toEqual([0.15, 0.5])
    expect(waterfall === undefined ? '' : waterfallSentence(waterfall)).toBe(
      'The largest part of the median iteration (1.00 µs) is decode, 30 %. ' +
        'That of the 2 slowest ones (3.00 µs on average) is retry, 50 %.',
    )
  })

  test('over one another where they ran at the same time, and it is said', () => {
    const waterfall = laidOut([stage('a', 900), stage('b', 800)], [slow(1000, { a: 900, b: 800 })])
    expect(waterfall?.rows[1]?.median).toMatchObject({ from: expect.closeTo(0.2), to: 1 })
    expect(waterfall?.rest.median).toBeNull()
    expect(waterfall === undefined ? '' : waterfallSentence(waterfall)).toContain(
      'Stages add up to 170 % of the slowest iterations: some ran at the same time.',
    )
  })

  test('never outside of the iteration or of what holds them', () => {
    const names = ['a', 'a > b', 'a > b > c', 'a > d', 'e', 'e > f']
    fc.assert(
      fc.property(fc.array(fc.nat(5000), { minLength: 6, maxLength: 6 }), (times) => {
        const waterfall = laidOut(names.map((name, index) => stage(name, times[index] ?? 0)))
        const spans = new Map(waterfall?.rows.map(({ path, median }) => [path, median]))
        for (const [path, span] of spans) {
          const outer = spans.get(path.split(' > ').slice(0, -1).join(' > '))
          expect(span?.from).toBeGreaterThanOrEqual(outer?.from ?? 0)
          expect(span?.to).toBeLessThanOrEqual(outer?.to ?? 1)
          expect(span?.to).toBeGreaterThanOrEqual(span?.from ?? 0)
        }
      }),
    )
  })
})

test('nothing is drawn without stages, or without a latency', () => {
  expect(laidOut([])).toBeUndefined()
  expect(layOutStages({ metrics: {}, stages: [stage('a', 1)], slowest: [] })).toBeUndefined()
})
