import { median } from '../summary/location.ts'
import { at, sorted } from '../summary/sorted.ts'
import { Density, LogSum, type Noise } from './noise.ts'
import type { Fit, Span } from './level.ts'

/** The states that a machine flips between: each run adds the offset of one of them to the level. */
export interface Modes {
  /** Ascending from 0, in the unit of the history. */
  readonly offsets: Float64Array
  /** How often each occurs; adds up to 1. */
  readonly shares: Float64Array
  /** Chance of mode `to` after mode `from`, at `from × count + to`. */
  readonly moves: Float64Array
}

/** What passes over a span tell. */
interface Pass {
  readonly logLikelihood: number
  /** The level that the values suggest, given how likely each mode was. */
  readonly better: number
}

const ROUNDS = 3
/**
 * A mode that lasts longer than some 14 runs at a time can't be told from a level, and is taken for one: so nothing may
 * be explained by a machine that flipped once.
 */
const MOST_STAYING = 0.93
const LEARNING_ROUNDS = 4

/**
 * Levels under hidden modes: a hidden Markov chain of offsets, evaluated by the scaled forward–backward recursion
 * (L. R. Rabiner, Proceedings of the IEEE 77, 1989).
 */
export class ModeChain {
  readonly modes: Modes
  readonly #chances: Float64Array
  readonly #values: Float64Array
  readonly #density: Density
  readonly #noise: Noise
  readonly #count: number
  readonly #emitted: Float64Array
  readonly #core: Float64Array
  readonly #forward: Float64Array
  readonly #norm: Float64Array

  constructor(values: Float64Array, noise: Noise, modes: Modes) {
    const count = modes.offsets.length
    this.modes = modes
    this.#values = values
    this.#noise = noise
    this.#density = new Density(noise)
    this.#count = count
    this.#chances = new Float64Array(values.length * count)
    this.#emitted = new Float64Array(values.length * count)
    this.#core = new Float64Array(values.length * count)
    this.#forward = new Float64Array(values.length * count)
    this.#norm = new Float64Array(values.length)
  }

  /** The most likely level of a span: of the lowest mode. */
  fit(span: Span): Fit {
    const { offsets, shares } = this.modes
    const part = this.#values.subarray(span.from, span.to)
    const middle = median(sorted(part))
    const meanOffset = offsets.reduce((sum, offset, mode) => sum + offset * at(shares, mode), 0)
    const starts = [...Array.from(offsets, (offset) => middle - offset), meanOf(part) - meanOffset]
    const passes = starts.map((start) => this.pass(span, start))
    let best = passes.reduce((one, other) =>
      other.logLikelihood > one.logLikelihood ? other : one,
    )
    let level = best.better
    for (let round = 1; round <= ROUNDS; round++) {
      level = best.better
      best = this.pass(span, level)
    }
    return { level, slope: 0, logLikelihood: best.logLikelihood }
  }

  /** Goes over a span with a given level, and remembers the {@link chanceOf} each mode; adds expected moves to `moved` where given. */
  pass(span: Span, level: number, moved?: Float64Array): Pass {
    const logLikelihood = this.#goForward(span, level)
    return { logLikelihood, better: this.#goBack(span, moved) ?? level }
  }

  /** Chance of a mode at a value, from the last pass over it. */
  chanceOf(index: number, mode: number): number {
    return at(this.#chances, index * this.#count + mode)
  }

  #goForward({ from, to }: Span, level: number): number {
    const { offsets, shares, moves } = this.modes
    const count = this.#count
    const logs = new LogSum()
    for (let index = from; index < to; index++) {
      const off = at(this.#values, index) - level
      const row = index * count
      let norm = 0
      for (let mode = 0; mode < count; mode++) {
        const emitted = this.#density.at(index, off - at(offsets, mode))
        this.#emitted[row + mode] = emitted
        this.#core[row + mode] = this.#density.coreShare
        let prior = index === from ? at(shares, mode) : 0
        if (index > from) {
          for (let before = 0; before < count; before++) {
            prior += at(this.#forward, row - count + before) * at(moves, before * count + mode)
          }
        }
        this.#forward[row + mode] = prior * emitted
        norm += prior * emitted
      }
      for (let mode = 0; mode < count; mode++) {
        this.#forward[row + mode] = at(this.#forward, row + mode) / norm
      }
      this.#norm[index] = norm
      logs.add(norm)
    }
    return logs.total
  }

  #goBack({ from, to }: Span, moved: Float64Array | undefined): number | undefined {
    const { offsets } = this.modes
    const count = this.#count
    const back = new Float64Array(count).fill(1)
    let weights = 0
    let weighted = 0
    for (let index = to - 1; index >= from; index--) {
      const scale = at(this.#noise.scale, index)
      const row = index * count
      for (let mode = 0; mode < count; mode++) {
        const chance = at(this.#forward, row + mode) * at(back, mode)
        this.#chances[row + mode] = chance
        const weight = (chance * at(this.#core, row + mode)) / (scale * scale)
        weights += weight
        weighted += weight * (at(this.#values, index) - at(offsets, mode))
      }
      if (index > from) this.#stepBack(index, back, moved)
    }
    return weights > 0 ? weighted / weights : undefined
  }

  #stepBack(index: number, back: Float64Array, moved: Float64Array | undefined): void {
    const { moves } = this.modes
    const count = this.#count
    const row = index * count
    const ahead = back.slice()
    for (let before = 0; before < count; before++) {
      let sum = 0
      for (let mode = 0; mode < count; mode++) {
        const move = before * count + mode
        const term =
          (at(moves, move) * at(this.#emitted, row + mode) * at(ahead, mode)) /
          at(this.#norm, index)
        sum += term
        if (moved !== undefined) {
          moved[move] = at(moved, move) + at(this.#forward, row - count + before) * term
        }
      }
      back[before] = sum
    }
  }
}

/** A span and its level. */
export interface Levelled extends Span {
  readonly level: number
}

/** The same modes, with moves learnt from spans whose levels are known (Baum–Welch). */
export function learnMoves(values: Float64Array, noise: Noise, start: LearningStart): Modes {
  let modes = start.modes
  for (let round = 0; round < LEARNING_ROUNDS; round++) {
    const chain = new ModeChain(values, noise, modes)
    const moved = new Float64Array(modes.offsets.length ** 2)
    for (const span of start.spans) chain.pass(span, span.level, moved)
    modes = { ...modes, moves: movesFrom(moved, modes.shares) }
  }
  return modes
}

/** What {@link learnMoves} starts from. */
export interface LearningStart {
  readonly modes: Modes
  readonly spans: readonly Levelled[]
}

/** Modes that don't remember the run before. */
export function independentMoves(shares: Float64Array): Float64Array {
  return movesFrom(new Float64Array(shares.length ** 2), shares)
}

/** Each mode kept with chance `staying`, the others alike. */
export function stickyMoves(count: number, staying: number): Float64Array {
  return Float64Array.from({ length: count ** 2 }, (_, move) =>
    move % (count + 1) === 0 ? staying : (1 - staying) / (count - 1),
  )
}

/** Rows that add up to 1, from counts and one run's worth of shares; staying is limited. */
function movesFrom(moved: Float64Array, shares: Float64Array): Float64Array {
  const count = shares.length
  const moves = Float64Array.from(moved, (times, move) => times + at(shares, move % count))
  for (let from = 0; from < count; from++) {
    const row = moves.subarray(from * count, (from + 1) * count)
    const total = row.reduce((sum, times) => sum + times, 0)
    const staying = Math.min(at(row, from) / total, MOST_STAYING)
    const leaving = total - at(row, from)
    for (let to = 0; to < count; to++) {
      row[to] = to === from ? staying : (at(row, to) / leaving) * (1 - staying)
    }
  }
  return moves
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
