import { at } from '../summary/sorted.ts'
import { bell } from './bell.ts'
import { type Density, densityOf, LOG_EVERY, type Noise } from './noise.ts'
import { type Fit, middleOf, type Span } from './level.ts'

/** The states that a machine flips between: each run adds the offset of one of them to the level. */
export interface Modes {
  /** Ascending from 0, in the unit of the history. */
  readonly offsets: Float64Array
  /** How often each occurs; adds up to 1. */
  readonly shares: Float64Array
  /** Chance of mode `to` after mode `from`, at `from × count + to`. */
  readonly moves: Float64Array
}

/** What a pass over a span tells. */
interface Pass {
  readonly logLikelihood: number
  /** The level that the values suggest, given how likely each mode was. */
  readonly better: number
}

/** Reweighted steps from the likeliest start; further ones change nothing that is decided by it. */
const ROUNDS = 1
/**
 * A mode that lasts longer than some 10 runs at a time can't be told from a level, and is taken for one: so nothing may
 * be explained by a machine that flipped once.
 */
const MOST_STAYING = 0.9
const LEARNING_ROUNDS = 2

/**
 * Levels under hidden modes: a hidden Markov chain of offsets, evaluated by the scaled forward–backward recursion
 * (L. R. Rabiner, Proceedings of the IEEE 77, 1989). Rows of its tables are values, columns modes.
 */
export class ModeChain {
  readonly modes: Modes
  readonly #values: Float64Array
  readonly #scale: Float64Array
  readonly #density: Density
  readonly #emitted: Float64Array
  readonly #forward: Float64Array
  readonly #chances: Float64Array
  readonly #norm: Float64Array
  /** Likelihood of what follows, by mode: of the value gone over last, and of the one before it. */
  #back: Float64Array
  #earlier: Float64Array

  constructor(values: Float64Array, noise: Noise, modes: Modes) {
    const count = modes.offsets.length
    this.modes = modes
    this.#values = values
    this.#scale = noise.scale
    this.#density = densityOf(noise)
    this.#emitted = new Float64Array(values.length * count)
    this.#forward = new Float64Array(values.length * count)
    this.#chances = new Float64Array(values.length * count)
    this.#norm = new Float64Array(values.length)
    this.#back = new Float64Array(count)
    this.#earlier = new Float64Array(count)
  }

  /** The most likely level of a span: of the lowest mode. */
  fit(span: Span): Fit {
    let level = this.#likeliestStart(span)
    for (let round = 1; ; round++) {
      const { logLikelihood, better } = this.pass(span, level)
      if (round > ROUNDS) return { level, slope: 0, logLikelihood }
      level = better
    }
  }

  /** Goes over a span with a given level, and remembers the {@link chanceOf} each mode; adds expected moves to `moved`. */
  pass(span: Span, level: number, moved?: Float64Array): Pass {
    const logLikelihood = this.#goForward(span, level)
    return { logLikelihood, better: this.#goBack(span, level, moved) }
  }

  /** Chance of a mode at a value, from the last pass over it. */
  chanceOf(index: number, mode: number): number {
    return this.#chances[index * this.modes.offsets.length + mode] as number
  }

  /** The median of a span may be that of any mode, or lie between them. */
  #likeliestStart(span: Span): number {
    const { offsets, shares } = this.modes
    const part = this.#values.subarray(span.from, span.to)
    const middle = middleOf(this.#values, span)
    const meanOffset = offsets.reduce((sum, offset, mode) => sum + offset * at(shares, mode), 0)
    const starts = [...Array.from(offsets, (offset) => middle - offset), meanOf(part) - meanOffset]
    const likelihoods = starts.map((start) => this.#goForward(span, start))
    return at(starts, likelihoods.indexOf(Math.max(...likelihoods)))
  }

  #goForward({ from, to }: Span, level: number): number {
    const { offsets, shares, moves } = this.modes
    const { core, flat } = this.#density
    const count = offsets.length
    const forward = this.#forward
    let [log, product] = [0, 1]
    for (let index = from; index < to; index++) {
      const off = (this.#values[index] as number) - level
      const inverse = 1 / (this.#scale[index] as number)
      const row = index * count
      let norm = 0
      for (let mode = 0; mode < count; mode++) {
        const standard = (off - (offsets[mode] as number)) * inverse
        const emitted = core * bell(standard * standard) * inverse + flat
        let prior = index === from ? (shares[mode] as number) : 0
        // The first value of a span has none before it.
        for (let before = index === from ? count : 0; before < count; before++) {
          prior +=
            (forward[row - count + before] as number) * (moves[before * count + mode] as number)
        }
        this.#emitted[row + mode] = emitted
        forward[row + mode] = prior * emitted
        norm += prior * emitted
      }
      const scaling = 1 / norm
      for (let mode = row; mode < row + count; mode++) {
        forward[mode] = (forward[mode] as number) * scaling
      }
      this.#norm[index] = norm
      product *= norm
      if ((index & LOG_EVERY) === 0) {
        log += Math.log(product)
        product = 1
      }
    }
    return log + Math.log(product)
  }

  #goBack({ from, to }: Span, level: number, moved: Float64Array | undefined): number {
    const { offsets } = this.modes
    const count = offsets.length
    let [weights, weighted] = [0, 0]
    this.#back.fill(1)
    for (let index = to - 1; index >= from; index--) {
      const inverse = 1 / (this.#scale[index] as number)
      const off = (this.#values[index] as number) - level
      const row = index * count
      for (let mode = 0; mode < count; mode++) {
        const chance = (this.#forward[row + mode] as number) * (this.#back[mode] as number)
        const normal = 1 - this.#density.flat / (this.#emitted[row + mode] as number)
        const weight = chance * normal * inverse * inverse
        this.#chances[row + mode] = chance
        weights += weight
        weighted += weight * (off - (offsets[mode] as number))
      }
      if (index > from) this.#stepBack(index, moved)
    }
    return weights > 0 ? level + weighted / weights : level
  }

  #stepBack(index: number, moved: Float64Array | undefined): void {
    const { moves, offsets } = this.modes
    const count = offsets.length
    const row = index * count
    const scaling = 1 / (this.#norm[index] as number)
    for (let before = 0; before < count; before++) {
      let sum = 0
      for (let mode = 0; mode < count; mode++) {
        const move = before * count + mode
        const follows = (this.#emitted[row + mode] as number) * (this.#back[mode] as number)
        const term = (moves[move] as number) * follows * scaling
        sum += term
        if (moved !== undefined) {
          moved[move] =
            (moved[move] as number) + (this.#forward[row - count + before] as number) * term
        }
      }
      this.#earlier[before] = sum
    }
    const spare = this.#back
    this.#back = this.#earlier
    this.#earlier = spare
  }
}

/** A span and its level. */
export interface Levelled extends Span {
  readonly level: number
}

/** The same modes, with moves learnt from spans whose levels are known (Baum–Welch). */
export function learnMoves(values: Float64Array, noise: Noise, start: LearningStart): Modes {
  const { offsets, shares } = start.modes
  let { moves } = start.modes
  for (let round = 0; round < LEARNING_ROUNDS; round++) {
    const chain = new ModeChain(values, noise, { offsets, shares, moves })
    const moved = new Float64Array(moves.length)
    for (const span of start.spans) chain.pass(span, span.level, moved)
    moves = movesFrom(moved, shares)
  }
  return { offsets, shares, moves }
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
