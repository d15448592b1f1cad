import { describe, expect, test } from 'vitest'
import { monotonicNs } from '../../../../../src/measure/load/transports/exchanging/monotonic.ts'
import { SourceSeries } from '../../../../../src/measure/target/observe/series.ts'
import type { SeriesValues, Source } from '../../../../../src/measure/target/observe/source.ts'

/** A source that says what it is told to. */
class Told implements Source {
  readonly name = 'bot'
  readonly kind = 'process'
  next: Promise<SeriesValues | undefined> = Promise.resolve({})

  read(): Promise<SeriesValues | undefined> {
    return this.next
  }

  note(): undefined {
    return undefined
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve()
  }
}

/** The time when each answer came, and the series. */
async function told(
  ...answers: readonly (SeriesValues | undefined)[]
): Promise<{ series: SourceSeries; times: readonly number[] }> {
  const source = new Told()
  const series = new SourceSeries(source)
  const times = [series.lastNs]
  for (const answer of answers) {
    source.next = Promise.resolve(answer)
    await series.read()
    times.push(series.lastNs)
  }
  return { series, times }
}

const at = (times: readonly number[], index: number): number => times[index] ?? 0

describe('what a source said of a stretch of time', () => {
  test('is what it said in it', async () => {
    const { series, times } = await told({ cpuCores: 1 }, { cpuCores: 3 })
    const read = (from: number, to: number): unknown =>
      series.reading(from, to)[0]?.values['cpuCores']
    expect(read(at(times, 0), at(times, 1))).toBe(1)
    expect(read(at(times, 1), at(times, 2))).toBe(3)
    const [start, end] = [at(times, 0), at(times, 2)]
    const first = (at(times, 1) - start) / (end - start)
    expect(read(start, end)).toBeCloseTo(first + 3 * (1 - first), 6)
  })

  test('is nothing where it said nothing', async () => {
    const { series, times } = await told({ cpuCores: 1 }, undefined)
    expect(series.reading(at(times, 1), at(times, 2))).toEqual([])
    expect(series.reading(monotonicNs() + 1e9, monotonicNs() + 2e9)).toEqual([])
  })

  test('of maxima it is the largest', async () => {
    const { series, times } = await told({ pauseMaxMs: 9 }, { pauseMaxMs: 2 })
    expect(series.reading(at(times, 0), at(times, 2))[0]?.values).toEqual({ pauseMaxMs: 9 })
  })

  test('an answer that is on its way is waited for, and not asked for twice', async () => {
    const source = new Told()
    const series = new SourceSeries(source)
    const { promise, resolve } = Promise.withResolvers<SeriesValues>()
    source.next = promise
    const asked = series.read()
    source.next = Promise.resolve({ cpuCores: 7 })
    await series.read()
    expect(series.reading(0, monotonicNs())).toEqual([])
    resolve({ cpuCores: 1 })
    await asked
    expect(series.reading(0, monotonicNs())[0]?.values).toEqual({ cpuCores: 1 })
  })
})
