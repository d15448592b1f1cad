/**
 * Made histories of benchmarks over commits, with known changes: noise of many kinds in the logarithms, then steps. The
 * same seed gives the same histories.
 */
import { createRandom, type Random } from '../../src/kernel/random.ts'
import { normalMad, normalQuantile, sorted } from '../../src/stats/index.ts'

/** A history, and where its levels really change. */
export interface MadeHistory {
  readonly name: string
  readonly values: readonly number[]
  readonly changes: readonly number[]
  /** Sizes of the changes in robust standard deviations of the noise. */
  readonly sizes: readonly number[]
}

/** Draws what moves a history beside its changes, and adds it to the logarithms. */
type Effect = (logs: Float64Array, draw: Draw) => void

/** How often each kind of trouble occurs. */
const EFFECTS: readonly (readonly [share: number, effect: Effect])[] = [
  [0.3, noisyTimes],
  [0.3, machineModes],
  [0.2, rhythm],
  [0.2, drift],
  [0.65, outliers],
  [0.1, incident],
]
const SHARE_UNCHANGED = 0.3
const SHARE_ROUNDED = 0.15
const LENGTHS = { from: 30, to: 500 } as const
const NOISE = [0.003, 0.005, 0.01, 0.02, 0.03, 0.05] as const
const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2] as const
const LEAST_FROM_END = 8
const LEAST_APART = 12

/** Draws of one history. */
class Draw {
  readonly random: Random
  readonly sigma: number

  constructor(random: Random) {
    this.random = random
    this.sigma = this.of(NOISE)
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.random.float()
  }

  /** An integer, both ends included. */
  whole(low: number, high: number): number {
    return low + this.random.below(high - low + 1)
  }

  of<T>(items: readonly [T, ...T[]]): T {
    return items[this.random.below(items.length)] ?? items[0]
  }

  happens(share: number): boolean {
    return this.random.float() < share
  }

  sign(shareOfPlus = 0.5): number {
    return this.happens(shareOfPlus) ? 1 : -1
  }

  normal(): number {
    return normalQuantile((this.random.uint32() + 0.5) / 2 ** 32)
  }
}

/** `count` histories of 30–500 values, three in ten without a change. */
export function makeHistories(seed: number, count: number): MadeHistory[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, (_, place) =>
    makeHistory(`made-${seed}-${place}`, random.split(place)),
  )
}

function makeHistory(name: string, random: Random): MadeHistory {
  const draw = new Draw(random)
  const length = Math.round(Math.exp(draw.between(Math.log(LENGTHS.from), Math.log(LENGTHS.to))))
  const logs = baseNoise(length, draw)
  for (const [share, effect] of EFFECTS) if (draw.happens(share)) effect(logs, draw)
  const spread = normalMad(sorted(logs)) || draw.sigma
  const steps = draw.happens(SHARE_UNCHANGED) ? [] : drawSteps(length, draw)
  for (const { at, size } of steps)
    for (let index = at; index < length; index++) add(logs, index, size)
  return {
    name,
    values: inUnit(logs, draw),
    changes: steps.map(({ at }) => at),
    sizes: steps.map(({ size }) => Math.abs(size) / spread),
  }
}

function add(logs: Float64Array, index: number, by: number): void {
  logs[index] = (logs[index] ?? 0) + by
}

/** Normal or skewed, in a quarter of histories autocorrelated. */
function baseNoise(length: number, draw: Draw): Float64Array {
  const memory = draw.happens(0.25) ? draw.between(0.2, 0.7) : 0
  const skewed = draw.happens(0.3)
  let state = 0
  return Float64Array.from({ length }, () => {
    const normal = draw.normal()
    const fresh = skewed ? (Math.exp(0.8 * normal) - Math.exp(0.32)) / 1.3 : normal
    state = memory * state + Math.sqrt(1 - memory * memory) * fresh
    return draw.sigma * state
  })
}

/** Up to three times at which the machine is 1.5 to 3.5 times as noisy. */
function noisyTimes(logs: Float64Array, draw: Draw): void {
  for (let left = draw.whole(1, 3); left > 0; left--) {
    const from = draw.whole(0, logs.length - 1)
    const to = Math.min(logs.length, from + draw.whole(5, Math.max(6, logs.length >> 2)))
    const times = draw.between(1.5, 3.5)
    for (let index = from; index < to; index++) logs[index] = (logs[index] ?? 0) * times
  }
}

/** Runs fall on two or three machines that differ by 1–6 %; two in five histories stay on one for a while. */
function machineModes(logs: Float64Array, draw: Draw): void {
  const offsets = [0, draw.sign() * draw.between(0.01, 0.06)]
  if (draw.happens(0.3)) offsets.push(draw.between(0.01, 0.05))
  const staying = draw.happens(0.4) ? draw.between(0.5, 0.85) : 0
  let mode = 0
  for (let index = 0; index < logs.length; index++) {
    if (!draw.happens(staying)) mode = draw.whole(0, offsets.length - 1)
    add(logs, index, offsets[mode] ?? 0)
  }
}

function rhythm(logs: Float64Array, draw: Draw): void {
  const height = draw.sigma * draw.between(0.5, 2)
  const turn = (2 * Math.PI) / draw.of([6, 12, 24])
  const phase = draw.between(0, 2 * Math.PI)
  for (let index = 0; index < logs.length; index++) {
    add(logs, index, height * Math.sin(turn * index + phase))
  }
}

/** By 0.5–3 % over the whole history, straight or ever faster. */
function drift(logs: Float64Array, draw: Draw): void {
  const whole = draw.sign() * draw.between(0.005, 0.03)
  const power = draw.of([1, 1, 2])
  for (let index = 0; index < logs.length; index++) {
    add(logs, index, whole * (index / logs.length) ** power)
  }
}

/** Mostly slow ones, with a heavy tail. */
function outliers(logs: Float64Array, draw: Draw): void {
  const share = draw.of([0.005, 0.01, 0.02, 0.04])
  for (let index = 0; index < logs.length; index++) {
    if (!draw.happens(share)) continue
    add(logs, index, draw.sign(0.85) * Math.min(1.2, 0.05 * (1 - draw.random.float()) ** -0.7))
  }
}

/** Two to four runs in a row that are slower by 10–65 %. */
function incident(logs: Float64Array, draw: Draw): void {
  if (logs.length <= 40) return
  const from = draw.whole(5, logs.length - 10)
  const to = from + draw.whole(2, 4)
  const height = draw.between(0.1, 0.5)
  for (let index = from; index < to; index++) add(logs, index, height)
}

interface Step {
  readonly at: number
  /** In logarithms. */
  readonly size: number
}

/** One to four steps of 1–20 %; a third of the second ones undo the first. */
function drawSteps(length: number, draw: Draw): Step[] {
  const wanted = Math.min(draw.of([1, 1, 1, 2, 2, 3, 4]), Math.max(1, Math.floor(length / 25)))
  const places: number[] = []
  for (let tries = 0; places.length < wanted && tries < 200; tries++) {
    const place = draw.whole(LEAST_FROM_END, length - LEAST_FROM_END - 1)
    if (places.every((other) => Math.abs(other - place) >= LEAST_APART)) places.push(place)
  }
  places.sort((one, other) => one - other)
  const sizes = places.map(() => draw.sign(0.6) * Math.log(1 + draw.of(STEPS)))
  if (sizes.length > 1 && draw.happens(0.35)) sizes[1] = -(sizes[0] ?? 0)
  return places.map((at, place) => ({ at, size: sizes[place] ?? 0 }))
}

/** In some unit, sometimes coarsely rounded. */
function inUnit(logs: Float64Array, draw: Draw): number[] {
  const level = 10 ** draw.between(-1, 6)
  const step = draw.happens(SHARE_ROUNDED) ? level * draw.of([0.001, 0.002, 0.005]) : 0
  return Array.from(logs, (log) => {
    const value = level * Math.exp(log)
    return Number((step > 0 ? Math.round(value / step) * step : value).toPrecision(6))
  })
}

/** Noise like that of {@link makeHistories}, as long as wanted, with a step each thousand values. */
export function longHistory(seed: number, length: number): number[] {
  const draw = new Draw(createRandom(seed))
  let level = 100
  return Array.from({ length }, (_, index) => {
    if (index % 1000 === 999) level = 100 * (1 + draw.between(-0.1, 0.1))
    return level * Math.exp(0.01 * draw.normal())
  })
}
