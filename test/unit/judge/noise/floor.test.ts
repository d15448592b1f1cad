import { describe, expect, it } from 'vitest'
import {
  duetNoise,
  interleavedNoise,
  judgeDuets,
  type MeasuredNoise,
  storedNoise,
} from '../../../../src/judge/index.ts'
import { detectRegression } from '../../../../src/judge/scenario.ts'
import { resultOf } from '../records.ts'
import { evidenceOf, normals } from '../duet/evidence.ts'

const PROCESSES = 12

/** So many processes whose ln ratio is `bias` ± `spread` percent. */
const drawn = (next: () => number, bias: number, spread: number): number[] =>
  Array.from({ length: PROCESSES }, () => bias + spread * next())

function noiseOf(percents: readonly number[]): MeasuredNoise {
  const noise = duetNoise(evidenceOf(percents))
  if (noise === undefined) throw new Error('enough processes')
  return noise
}

const quiet = [0.1, -0.2, 0.3, 0.1, -0.4, 0, 0.2, -0.1, 0.1, -0.1, 0.2, -0.2]

describe('the noise floor of a duet', () => {
  it('is the far end of the interval that another duet of the copies falls in', () => {
    const noise = noiseOf(quiet.map((percent) => percent - 2))
    const [lo, hi] = noise.interval
    expect(noise.ratio).toBeCloseTo(Math.exp(-0.02), 3)
    expect(noise).toMatchObject({ method: 'duet', clock: 'cpu', launches: 12, confidence: 0.95 })
    expect(hi).toBeLessThan(1)
    expect(noise.floorPercent).toBeCloseTo(100 * (1 / lo - 1), 9)
    expect(noise.floorPercent).toBeGreaterThan(2)
    expect(noise.floorPercent).toBeLessThan(2.4)
  })

  it('is the same whichever copy is the slower one', () => {
    const forth = noiseOf(quiet.map((percent) => percent + 1.5))
    const back = noiseOf(quiet.map((percent) => -percent - 1.5))
    expect(back.floorPercent).toBeCloseTo(forth.floorPercent, 9)
  })

  it('is that of the clock that a duet would judge by', () => {
    const written = quiet.map((percent, index) => ({
      percent,
      wallPercent: percent + (index % 2 === 0 ? 8 : -8),
    }))
    const byCpu = duetNoise(evidenceOf(written))
    const byWall = duetNoise(evidenceOf(written), { clock: 'wall' })
    expect(byCpu?.clock).toBe('cpu')
    expect(byWall?.clock).toBe('wall')
    expect(byWall?.floorPercent).toBeGreaterThan(5 * (byCpu?.floorPercent ?? 0))
  })

  it('gets smaller with more processes', () => {
    const many = noiseOf([...quiet, ...quiet, ...quiet])
    expect(many.floorPercent).toBeLessThan(noiseOf(quiet).floorPercent)
  })

  it.each([
    [0, 0.3],
    [0, 2],
    [2, 0.5],
  ])(
    'at a bias of %f and a spread of %f percent says what is found most of the time',
    (bias, spread) => {
      const next = normals(13)
      const found = Array.from({ length: 200 }, () => {
        const { floorPercent, smallestDetectablePercent } = noiseOf(drawn(next, bias, spread))
        const slower = 100 * Math.log1p(smallestDetectablePercent / 100)
        const options = { noiseFloorPercent: () => floorPercent }
        const [judged] = judgeDuets([evidenceOf(drawn(next, slower, spread))], options)
        return judged?.verdict === 'regressed'
      })
      const share = found.filter(Boolean).length / 200
      expect(share).toBeGreaterThan(0.6)
      expect(share).toBeLessThan(0.97)
    },
  )

  it('takes 6 processes', () => {
    expect(duetNoise(evidenceOf(quiet.slice(0, 5)))).toBeUndefined()
    expect(duetNoise(evidenceOf(quiet.slice(0, 6)))).toBeDefined()
  })

  it.each([
    [0.5, 0.3],
    [2, 1],
    [5, 3],
  ])('covers a bias of %f percent between copies that spread by %f percent', (bias, spread) => {
    const next = normals(11)
    const covered = Array.from({ length: 300 }, () => noiseOf(drawn(next, bias, spread))).filter(
      ({ floorPercent }) => Math.log1p(floorPercent / 100) >= bias / 100,
    )
    expect(covered.length / 300).toBeGreaterThanOrEqual(0.95)
  })

  it('keeps a duet from calling a bias that both copies have', () => {
    const next = normals(7)
    const called = (floor: number): boolean => {
      const options = { noiseFloorPercent: () => floor }
      const [judged] = judgeDuets([evidenceOf(drawn(next, 2, 0.5))], options)
      return judged?.verdict === 'regressed'
    }
    const floors = Array.from({ length: 100 }, () => noiseOf(drawn(next, 2, 0.5)).floorPercent)
    const bare = floors.filter(() => called(0)).length
    const held = floors.filter(called).length
    expect(bare).toBeGreaterThan(80)
    expect(held).toBeLessThanOrEqual(3)
  })
})

describe('the noise floor of processes in turn', () => {
  const times = (factor: number): readonly number[] =>
    quiet.map((percent) => 1000 * factor * Math.exp(percent / 100))

  it('is the far end of the interval of the exact test', () => {
    const noise = interleavedNoise({ current: times(1.03), baseline: times(1).toReversed() })
    expect(noise).toMatchObject({ method: 'interleaved', clock: 'wall', launches: 12 })
    expect(noise?.floorPercent).toBeCloseTo(100 * ((noise?.interval[1] ?? 0) - 1), 9)
    expect(noise?.floorPercent).toBeGreaterThan(3)
    expect(noise?.floorPercent).toBeLessThan(3.4)
  })

  it('needs 6 pairs, and times above 0', () => {
    const five = times(1).slice(0, 5)
    expect(interleavedNoise({ current: five, baseline: five })).toBeUndefined()
    const zero = [0, ...times(1).slice(1)]
    expect(interleavedNoise({ current: zero, baseline: times(1) })).toBeUndefined()
  })
})

describe('the noise floor of stored runs', () => {
  const steady = quiet.map((percent) => 1000 * Math.exp(percent / 100))

  it('compares the later half of the launches with the earlier half', () => {
    const slowing = steady.map((time, index) => (index < 6 ? time : time * 1.08))
    const [still, drifting] = [steady, slowing].map((side) =>
      storedNoise({ current: side, baseline: side }),
    )
    expect(still).toMatchObject({ method: 'stored', clock: 'wall', launches: 12 })
    expect(still?.floorPercent).toBeLessThan(1)
    expect(drifting?.floorPercent).toBeGreaterThan(8)
    expect(drifting?.ratio).toBeCloseTo(1.08, 2)
  })

  it('does not take what the copies differ by in each process for a difference of runs', () => {
    const current = steady.map((time, index) => (index % 2 === 0 ? time * 1.05 : time / 1.05))
    const spread = storedNoise({ current, baseline: steady })
    expect(spread?.spreadPercent).toBeGreaterThan(3)
    expect(spread?.ratio).toBeCloseTo(1, 1)
  })

  it('is undefined where there is no ratio', () => {
    const zero = [...steady.slice(1), 0]
    expect(storedNoise({ current: zero, baseline: steady })).toBeUndefined()
    const few = steady.slice(0, 5)
    expect(storedNoise({ current: few, baseline: few })).toBeUndefined()
  })

  it('keeps a drifting machine from being called, and finds slowdowns all the same', () => {
    const next = normals(9)
    const called = { bare: 0, held: 0, found: 0 }
    for (let run = 0; run < 200; run++) {
      const copies = driftingCopies(next)
      const floor = storedNoise(copies)?.floorPercent ?? 0
      const baseline = launchesOf(next, 1)
      const alike = launchesOf(next, 1)
      if (calls(alike, baseline, 0)) called.bare++
      if (calls(alike, baseline, floor)) called.held++
      if (calls(launchesOf(next, 1.3), baseline, floor)) called.found++
    }
    expect(called.bare).toBeGreaterThan(8)
    expect(called.held).toBeLessThan(called.bare / 2)
    expect(called.found).toBeGreaterThan(170)
  })
})

/** Spread of launches, and by how much the machine as a whole drifts from run to run. */
const SPREAD = 0.04
const DRIFT = 0.04

function driftingCopies(next: () => number): { current: number[]; baseline: number[] } {
  let level = 0
  const copies = { current: [] as number[], baseline: [] as number[] }
  for (let launch = 0; launch < PROCESSES; launch++) {
    level += (DRIFT / Math.sqrt(PROCESSES / 2)) * next()
    copies.current.push(1000 * Math.exp(level + SPREAD * next()))
    copies.baseline.push(1000 * Math.exp(level + SPREAD * next()))
  }
  return copies
}

/** Five launches of a run, on a machine that is as fast as it happens to be. */
function launchesOf(next: () => number, factor: number): readonly number[] {
  const level = (DRIFT / Math.SQRT2) * next()
  return Array.from({ length: 5 }, () => 1000 * factor * Math.exp(level + SPREAD * next()))
}

function calls(current: readonly number[], baseline: readonly number[], floor: number): boolean {
  const options = { noiseFloorPercent: () => floor }
  const judged = detectRegression(
    resultOf({ latency: current }),
    resultOf({ latency: baseline }),
    options,
  )
  return judged.verdict === 'regressed' || judged.verdict === 'improved'
}
