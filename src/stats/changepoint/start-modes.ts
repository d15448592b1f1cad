import { at } from '../summary/sorted.ts'
import { bell, ROOT_TWO_PI } from './bell.ts'
import { middleOf } from './level.ts'
import { LOG_EVERY } from './noise.ts'

/** A guess at the modes of a history: offsets ascending from 0, and the noise about them. */
export interface ModeGuess {
  readonly offsets: Float64Array
  /** Of all values that are no outliers; adds up to 1. */
  readonly shares: Float64Array
  readonly scale: number
  readonly outlierShare: number
  /** Logarithm of the likelihood of the values under it, levels of blocks apart; 0 where it was not fitted. */
  readonly logLikelihood: number
  /** Chance that a mode lasts from one run to the next, where it was guessed. */
  readonly staying?: number
}

/** Values in a block: few enough that most blocks hold no change of level, enough to hold several modes. */
const BLOCK = 25
/** Distances between neighbouring modes to start from, in standard deviations of neighbouring differences. */
const STARTS: Readonly<Record<number, readonly number[]>> = {
  1: [0],
  2: [1.5, 3, 6, 12],
  3: [3, 6],
}
const TRIAL_ROUNDS = 5
const ROUNDS = 5
const LEAST_SHARE = 1e-3
const OUTLIER_SHARES = { least: 0.003, most: 0.2 } as const
const LEAST_SCALE = 0.02

/**
 * Modes from blocks of neighbouring values, each with a level of its own, so that lasting changes are not taken for
 * modes: expectation–maximisation of a mixture with shared offsets (Dempster, Laird & Rubin, JRSS B 39, 1977), from
 * several starts.
 * @param values in units of neighbouring differences
 */
export function modesFromBlocks(values: Float64Array, count: number, range: number): ModeGuess {
  const tries = (STARTS[count] ?? []).map((gap) => {
    const mixture = new BlockMixture(
      values,
      range,
      Array.from({ length: count }, (_, k) => k * gap),
    )
    for (let round = 0; round < TRIAL_ROUNDS; round++) mixture.improve()
    return mixture
  })
  const best = tries.reduce((one, other) => (other.logLikelihood > one.logLikelihood ? other : one))
  for (let round = 0; round < ROUNDS; round++) best.improve()
  return best.guess()
}

class BlockMixture {
  logLikelihood = Number.NEGATIVE_INFINITY
  readonly #values: Float64Array
  readonly #range: number
  readonly #count: number
  readonly #edges: number[]
  readonly #levels: Float64Array
  readonly #chances: Float64Array
  #offsets: Float64Array
  #shares: Float64Array
  #outliers = 0.02
  #scale = 0.8

  constructor(values: Float64Array, range: number, offsets: readonly number[]) {
    const blocks = Math.max(1, Math.round(values.length / BLOCK))
    this.#values = values
    this.#range = range
    this.#count = offsets.length
    this.#edges = Array.from({ length: blocks + 1 }, (_, k) =>
      Math.round((k * values.length) / blocks),
    )
    this.#offsets = Float64Array.from(offsets)
    this.#shares = new Float64Array(this.#count).fill((1 - this.#outliers) / this.#count)
    this.#chances = new Float64Array(values.length * this.#count)
    this.#levels = new Float64Array(blocks)
    this.#levels.forEach((_, block) => {
      this.#levels[block] = this.#likeliestStart(block)
    })
  }

  guess(): ModeGuess {
    const order = Array.from(this.#offsets.keys()).sort(
      (one, other) => at(this.#offsets, one) - at(this.#offsets, other),
    )
    const lowest = at(this.#offsets, order[0] ?? 0)
    const kept = this.#shares.reduce((sum, share) => sum + share, 0)
    return {
      offsets: Float64Array.from(order, (mode) => at(this.#offsets, mode) - lowest),
      shares: Float64Array.from(order, (mode) => at(this.#shares, mode) / kept),
      scale: this.#scale,
      outlierShare: this.#outliers,
      logLikelihood: this.logLikelihood,
    }
  }

  /** One round: how likely each mode was at each value, then levels, offsets, shares and scale from that. */
  improve(): void {
    let outliers = 0
    this.logLikelihood = 0
    for (let block = 0; block < this.#levels.length; block++) {
      const weighed = this.#weigh(block)
      outliers += weighed.outliers
      this.logLikelihood += weighed.logLikelihood
    }
    for (let block = 0; block < this.#levels.length; block++) this.#relevel(block)
    this.#reshape(outliers)
  }

  /** The median of a block may be that of any of its modes. */
  #likeliestStart(block: number): number {
    const [from, to] = this.#ends(block)
    const middle = middleOf(this.#values, { from, to })
    let best = middle
    let likeliest = Number.NEGATIVE_INFINITY
    for (const offset of this.#offsets) {
      this.#levels[block] = middle - offset
      const { logLikelihood } = this.#weigh(block)
      if (logLikelihood > likeliest) {
        likeliest = logLikelihood
        best = middle - offset
      }
    }
    return best
  }

  #ends(block: number): readonly [number, number] {
    return [at(this.#edges, block), at(this.#edges, block + 1)]
  }

  /** Fills in the chances of a block. */
  #weigh(block: number): { outliers: number; logLikelihood: number } {
    const [from, to] = this.#ends(block)
    const level = at(this.#levels, block)
    const flat = this.#outliers / this.#range
    const chances = this.#chances
    let [log, product, outliers] = [0, 1, 0]
    for (let index = from; index < to; index++) {
      const row = index * this.#count
      let density = flat
      for (let mode = 0; mode < this.#count; mode++) {
        const off = (this.#values[index] as number) - level - (this.#offsets[mode] as number)
        const standard = off / this.#scale
        const normal =
          ((this.#shares[mode] as number) * bell(standard * standard)) / (ROOT_TWO_PI * this.#scale)
        chances[row + mode] = normal
        density += normal
      }
      for (let cell = row; cell < row + this.#count; cell++) {
        chances[cell] = (chances[cell] as number) / density
      }
      product *= density
      if ((index & LOG_EVERY) === 0) {
        log += Math.log(product)
        product = 1
      }
      outliers += flat / density
    }
    return { outliers, logLikelihood: log + Math.log(product) }
  }

  #relevel(block: number): void {
    const [from, to] = this.#ends(block)
    let [weights, weighted] = [0, 0]
    for (let index = from; index < to; index++) {
      for (let mode = 0; mode < this.#count; mode++) {
        const chance = this.#chances[index * this.#count + mode] as number
        weights += chance
        weighted += chance * ((this.#values[index] as number) - (this.#offsets[mode] as number))
      }
    }
    if (weights > 0.5) this.#levels[block] = weighted / weights
  }

  #reshape(outliers: number): void {
    const { length } = this.#values
    let [squares, kept] = [0, 0]
    for (let mode = 0; mode < this.#count; mode++) {
      const moments = this.#momentsOf(mode)
      if (moments.weight > 0) this.#offsets[mode] = moments.mean
      this.#shares[mode] = Math.max(LEAST_SHARE, moments.weight / length)
      kept += moments.weight
      squares += moments.squares
    }
    const freedom = Math.max(1, kept - this.#levels.length)
    this.#scale = Math.max(LEAST_SCALE, Math.sqrt(squares / freedom))
    const share = outliers / length
    this.#outliers = Math.min(OUTLIER_SHARES.most, Math.max(OUTLIER_SHARES.least, share))
  }

  /** How much of the values a mode has, their mean distance from their levels, and squares about that mean. */
  #momentsOf(mode: number): { weight: number; mean: number; squares: number } {
    let [weight, mean, squares] = [0, 0, 0]
    for (let block = 0; block < this.#levels.length; block++) {
      const [from, to] = this.#ends(block)
      const level = at(this.#levels, block)
      for (let index = from; index < to; index++) {
        const chance = this.#chances[index * this.#count + mode] as number
        if (chance === 0) continue
        const off = (this.#values[index] as number) - level
        weight += chance
        const step = off - mean
        mean += (chance / weight) * step
        squares += chance * step * (off - mean)
      }
    }
    return { weight, mean, squares }
  }
}

/** A level that was found, and for how many values. */
export interface FoundLevel {
  readonly level: number
  readonly length: number
}

/**
 * Modes from levels that a history seems to move between: least squared distance within `count` groups, by length. Long
 * stays in a mode look like levels, and only their return shows that they are not. `undefined` with too few levels.
 */
export function modesFromLevels(
  found: readonly FoundLevel[],
  count: number,
  noise: Pick<ModeGuess, 'scale' | 'outlierShare'>,
): ModeGuess | undefined {
  if (found.length < count + 2) return undefined
  const ascending = found.toSorted((one, other) => one.level - other.level)
  const groups = bestGroups(ascending, count)
  const total = found.reduce((sum, { length }) => sum + length, 0)
  const lowest = groups[0]?.level ?? 0
  return {
    ...noise,
    logLikelihood: 0,
    offsets: Float64Array.from(groups, ({ level }) => level - lowest),
    shares: Float64Array.from(groups, ({ length }) => length / total),
    staying: 0.9,
  }
}

interface Group extends FoundLevel {
  readonly squares: number
}

/** Ascending levels cut into `count` groups of least squares, by trying every way (count is 2 or 3). */
function bestGroups(ascending: readonly FoundLevel[], count: number): readonly Group[] {
  if (count === 1) return [groupOf(ascending)]
  let best: readonly Group[] = []
  for (let size = 1; size <= ascending.length - count + 1; size++) {
    const groups = [
      groupOf(ascending.slice(0, size)),
      ...bestGroups(ascending.slice(size), count - 1),
    ]
    if (best.length === 0 || squaresOf(groups) < squaresOf(best)) best = groups
  }
  return best
}

function groupOf(levels: readonly FoundLevel[]): Group {
  const length = levels.reduce((sum, one) => sum + one.length, 0)
  const level = levels.reduce((sum, one) => sum + one.level * one.length, 0) / length
  const squares = levels.reduce((sum, one) => sum + one.length * (one.level - level) ** 2, 0)
  return { level, length, squares }
}

const squaresOf = (groups: readonly Group[]): number =>
  groups.reduce((sum, { squares }) => sum + squares, 0)
