import { median } from '../summary/location.ts'
import { at, sorted } from '../summary/sorted.ts'
import { bell, ROOT_TWO_PI } from './bell.ts'
import { LogSum } from './noise.ts'

/** A guess at the modes of a history: offsets ascending from 0, and the noise about them. */
export interface ModeGuess {
  readonly offsets: Float64Array
  /** Of all values that are no outliers; adds up to 1. */
  readonly shares: Float64Array
  readonly scale: number
  readonly outlierShare: number
  /** Chance that a mode lasts from one run to the next, where it was guessed. */
  readonly staying?: number
}

/** Values in a block: few enough that most blocks hold no change of level, enough to hold several modes. */
const BLOCK = 25
/** Distances between neighbouring modes to start from, in standard deviations of neighbouring differences. */
const STARTS: Readonly<Record<number, readonly number[]>> = { 2: [1.5, 3, 6, 12], 3: [3, 6] }
const TRIAL_ROUNDS = 5
const ROUNDS = 8
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
    }
  }

  /** One round: how likely each mode was at each value, then levels, offsets, shares and scale from that. */
  improve(): void {
    const logs = new LogSum()
    let outliers = 0
    for (let block = 0; block < this.#levels.length; block++) outliers += this.#weigh(block, logs)
    this.logLikelihood = logs.total
    for (let block = 0; block < this.#levels.length; block++) this.#relevel(block)
    this.#reshape(outliers)
  }

  /** The median of a block may be that of any of its modes. */
  #likeliestStart(block: number): number {
    const [from, to] = this.#ends(block)
    const middle = median(sorted(this.#values.subarray(from, to)))
    let best = middle
    let likeliest = Number.NEGATIVE_INFINITY
    for (const offset of this.#offsets) {
      this.#levels[block] = middle - offset
      const logs = new LogSum()
      this.#weigh(block, logs)
      if (logs.total > likeliest) {
        likeliest = logs.total
        best = middle - offset
      }
    }
    return best
  }

  #ends(block: number): readonly [number, number] {
    return [at(this.#edges, block), at(this.#edges, block + 1)]
  }

  /** Fills in the chances of a block; returns the expected number of its outliers. */
  #weigh(block: number, logs: LogSum): number {
    const [from, to] = this.#ends(block)
    const level = at(this.#levels, block)
    const flat = this.#outliers / this.#range
    let outliers = 0
    for (let index = from; index < to; index++) {
      let density = flat
      for (let mode = 0; mode < this.#count; mode++) {
        const off = (at(this.#values, index) - level - at(this.#offsets, mode)) / this.#scale
        const core = (at(this.#shares, mode) * bell(off * off)) / (ROOT_TWO_PI * this.#scale)
        this.#chances[index * this.#count + mode] = core
        density += core
      }
      for (let mode = 0; mode < this.#count; mode++) {
        const place = index * this.#count + mode
        this.#chances[place] = at(this.#chances, place) / density
      }
      logs.add(density)
      outliers += flat / density
    }
    return outliers
  }

  #relevel(block: number): void {
    const [from, to] = this.#ends(block)
    let weights = 0
    let weighted = 0
    for (let index = from; index < to; index++) {
      for (let mode = 0; mode < this.#count; mode++) {
        const chance = at(this.#chances, index * this.#count + mode)
        weights += chance
        weighted += chance * (at(this.#values, index) - at(this.#offsets, mode))
      }
    }
    if (weights > 0.5) this.#levels[block] = weighted / weights
  }

  #reshape(outliers: number): void {
    const weights = new Float64Array(this.#count)
    const offsets = this.#offsets.slice()
    this.#eachChance((mode, chance, off) => {
      weights[mode] = at(weights, mode) + chance
      if (chance > 0)
        offsets[mode] = at(offsets, mode) + (chance / at(weights, mode)) * (off - at(offsets, mode))
    })
    this.#offsets = offsets
    let squares = 0
    let kept = 0
    this.#eachChance((mode, chance, off) => {
      kept += chance
      squares += chance * (off - at(offsets, mode)) ** 2
    })
    const { length } = this.#values
    this.#scale = Math.max(
      LEAST_SCALE,
      Math.sqrt(squares / Math.max(1, kept - this.#levels.length)),
    )
    this.#shares = weights.map((weight) => Math.max(LEAST_SHARE, weight / length))
    const share = outliers / length
    this.#outliers = Math.min(OUTLIER_SHARES.most, Math.max(OUTLIER_SHARES.least, share))
  }

  /** Every value with every mode: how likely, and how far from the level of its block. */
  #eachChance(use: (mode: number, chance: number, off: number) => void): void {
    for (let block = 0; block < this.#levels.length; block++) {
      const [from, to] = this.#ends(block)
      const level = at(this.#levels, block)
      for (let index = from; index < to; index++) {
        for (let mode = 0; mode < this.#count; mode++) {
          use(mode, at(this.#chances, index * this.#count + mode), at(this.#values, index) - level)
        }
      }
    }
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
