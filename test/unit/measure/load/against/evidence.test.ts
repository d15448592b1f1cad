import { describe, expect, test } from 'vitest'
import { createRandom } from '../../../../../src/kernel/random.ts'
import { Slices } from '../../../../../src/measure/load/against/evidence.ts'
import { type SlicePair, sliceLoad } from '../../../../../src/measure/load/against/slices.ts'
import { createHistogram, type Histogram } from '../../../../../src/stats/index.ts'

const PLACE = { launch: 0, first: 'current' } as const

function pairsOf(seconds: number): readonly SlicePair[] {
  const stages = [{ durationMs: seconds * 1000, fromPerSecond: 50, toPerSecond: 50 }]
  const schedule = { kind: 'open', arrivals: 'uniform', stages } as const
  const phases = [
    { name: 'warm-up', startMs: 0, durationMs: 1000, steady: false },
    { name: 'base', startMs: 1000, durationMs: (seconds - 1) * 1000, steady: true },
  ]
  return sliceLoad({ schedule, phases }, { sliceMs: 1000, random: createRandom(3) }).pairs
}

function times(valueNs: number, count: number): Histogram {
  const histogram = createHistogram()
  for (let index = 0; index < count; index++) histogram.record(valueNs * (1 + index / count))
  return histogram
}

const STAGES = new Map([['parse', times(1000, 50)]])

describe('what paired slices say', () => {
  test('the ratio of each pair, without the warm-up', () => {
    const pairs = pairsOf(6)
    const slices = new Slices(pairs)
    pairs.forEach(({ startMs, steady }, index) => {
      // The machine slows down as the run goes on: both sides alike.
      const base = 1e6 * 2 ** index
      slices.add('baseline', {
        startMs: startMs.baseline,
        latency: times(base, 50),
        stages: STAGES,
      })
      const factor = steady ? 1.25 : 9
      const latency = times(base * factor, 50)
      slices.add('current', { startMs: startMs.current, latency, stages: STAGES })
    })
    const launch = slices.launch('p50', PLACE)
    expect(launch).toMatchObject({ ...PLACE, pairs: 5, cpu: null, batchSize: 1 })
    expect(launch?.wall.ratio).toBeCloseTo(1.25, 2)
    expect(launch?.wall.logStandardError).toBeLessThan(0.01)
    expect(launch?.stages).toMatchObject([{ name: 'parse', wall: { ratio: 1 } }])
  })

  test('an iteration that ends late is of the slice that it began in', () => {
    const pairs = pairsOf(4)
    const slices = new Slices(pairs)
    for (const { startMs } of pairs) {
      for (const side of ['current', 'baseline'] as const) {
        slices.add(side, { startMs: startMs[side], latency: times(1e6, 10), stages: STAGES })
        // While the other has its turn.
        const later = startMs[side] + 900
        slices.add(side, { startMs: later, latency: times(3e6, 10), stages: STAGES })
      }
    }
    const launch = slices.launch('p95', PLACE)
    expect(launch?.pairs).toBe(3)
    expect(launch?.wall.ratio).toBeCloseTo(1, 6)
    expect(launch?.wall.currentNs).toBeGreaterThan(5e6)
  })

  test('a slice in which one side answered nearly nothing is no pair; without any there is nothing', () => {
    const pairs = pairsOf(4)
    const slices = new Slices(pairs)
    for (const { startMs } of pairs) {
      slices.add('current', { startMs: startMs.current, latency: times(1e6, 50), stages: STAGES })
      slices.add('baseline', { startMs: startMs.baseline, latency: times(1e6, 3), stages: STAGES })
    }
    expect(slices.launch('p50', PLACE)).toBeUndefined()
  })
})
