import {
  type BucketLayout,
  createLayout,
  type Digits,
  highestStepAt,
  indexOfSteps,
  lengthToCover,
  lowestStepAt,
  middleStepAt,
  STEP_BITS,
} from './layout.ts'

/** How to make a histogram. All values are in the histogram's own unit (say ns). */
export interface HistogramOptions {
  /** Significant decimal digits kept, 1–5; default 3. */
  readonly digits?: number
  /**
   * The unit's value of one step; default 1. With 0.001 and ns a step is 1 ps, and 0.31 ns is not 0. Written into the
   * V2 encoding as `integerToDoubleValueConversionRatio`.
   */
  readonly ratio?: number
  /** The smallest difference worth telling; default one step. */
  readonly lowest?: number
  /** Memory is reserved for values up to this one; default none. Larger values make room for themselves. */
  readonly highest?: number
}

/** Neighbouring values that are counted as one. */
export interface Bucket {
  /** Lowest value in it. */
  readonly from: number
  /** Highest value in it, inclusive. */
  readonly to: number
  /** How often values in it were recorded; > 0. */
  readonly count: number
}

/** A new, empty histogram. Throws a RangeError on options that make no sense. */
export function createHistogram(options: HistogramOptions = {}): Histogram {
  const { digits = 3, ratio = 1, lowest = ratio, highest } = options
  if (!isRatio(ratio)) {
    throw new RangeError(`the ratio must be a positive number of sensible size, not ${ratio}`)
  }
  const lowestSteps = Math.max(1, Math.round(lowest / ratio))
  const histogram = new Histogram(createLayout(digits, lowestSteps), { ratio, lowestSteps })
  if (highest !== undefined) histogram.reserve(highest)
  return histogram
}

/** Whether every value up to 2⁵³ steps is a finite number of units, and back again. */
export function isRatio(ratio: number): boolean {
  return ratio > 0 && Number.isFinite(1 / ratio) && Number.isFinite(ratio * 2 ** STEP_BITS)
}

/** Beyond every array position, and small enough to be no double: nothing is recorded yet. */
const NOWHERE = 2 ** 30 - 1

/** What a histogram's steps mean; see {@link HistogramOptions}. */
interface StepMeaning {
  readonly ratio: number
  /** The lowest discernible value as whole steps: kept for the encoding. */
  readonly lowestSteps: number
  /** The highest value that was promised room, as steps: kept for the encoding. */
  readonly highestSteps?: number
}

/**
 * Counts of values in HdrHistogram's buckets: constant memory, constant time, a known relative error (at 3 digits
 * 0.1 %). What it says depends on the counts alone, so a decoded histogram says exactly what the encoded one did.
 *
 * A value is rounded to the nearest step. Where nothing was recorded, `min`, `max`, `mean()`, `stddev()` and
 * `quantile()` are NaN.
 */
export class Histogram {
  readonly layout: BucketLayout
  /** The unit's value of one step. */
  readonly ratio: number
  /** Lowest discernible value, in whole steps. */
  readonly lowestSteps: number
  readonly #stepsPerUnit: number
  #counts: Float64Array
  /** No position before it, and none after {@link #last}, holds a count: nobody looks there. */
  #first = NOWHERE
  #last = -1
  #count = 0
  readonly #promisedSteps: number

  /** Use {@link createHistogram}. */
  constructor(layout: BucketLayout, meaning: StepMeaning) {
    this.layout = layout
    this.ratio = meaning.ratio
    this.lowestSteps = meaning.lowestSteps
    this.#stepsPerUnit = 1 / meaning.ratio
    this.#promisedSteps = meaning.highestSteps ?? 0
    this.#counts = new Float64Array(layout.slots)
  }

  /** Significant decimal digits kept. */
  get digits(): Digits {
    return this.layout.digits
  }

  /** How many values were recorded. */
  get count(): number {
    return this.#count
  }

  /** The lowest value equivalent to the smallest one recorded. */
  get min(): number {
    const index = this.firstIndex()
    return index < 0 ? Number.NaN : this.#toUnit(lowestStepAt(this.layout, index))
  }

  /** The highest value equivalent to the largest one recorded. */
  get max(): number {
    const index = this.lastIndex()
    return index < 0 ? Number.NaN : this.#toUnit(highestStepAt(this.layout, index))
  }

  /** The highest step there is room for without growing, at least what was promised. */
  get highestSteps(): number {
    return Math.max(this.#promisedSteps, highestStepAt(this.layout, this.#counts.length - 1))
  }

  /** Counts a value once. Throws a RangeError if it is negative, not finite, or beyond 2⁵³ − 1 steps. */
  record(value: number): void {
    const steps = Math.round(value * this.#stepsPerUnit)
    if (!(value >= 0 && steps <= Number.MAX_SAFE_INTEGER)) throw outOfRange(value, this.ratio)
    const index = indexOfSteps(this.layout, steps)
    if (index < this.#first) this.#first = index
    if (index > this.#last) this.#reach(index)
    this.#counts[index] = (this.#counts[index] as number) + 1
    this.#count += 1
  }

  /** Counts a value `count` times (a whole number ≥ 0). */
  recordN(value: number, count: number): void {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new RangeError(`a count must be a whole number ≥ 0, not ${count}`)
    }
    if (count > 0) this.addAtIndex(this.#indexOf(value), count)
  }

  /** Adds to one array position; for decoding and merging. */
  addAtIndex(index: number, count: number): void {
    if (this.#count + count > Number.MAX_SAFE_INTEGER) {
      throw new RangeError('the counts add up to more than 2⁵³ − 1')
    }
    if (index < this.#first) this.#first = index
    if (index > this.#last) this.#reach(index)
    this.#counts[index] = (this.#counts[index] as number) + count
    this.#count += count
  }

  /** The count at one array position. */
  countAtIndex(index: number): number {
    return this.#counts[index] ?? 0
  }

  /** The first array position with a count; −1 if there is none. */
  firstIndex(): number {
    if (this.#count === 0) return -1
    let index = this.#first
    while (this.#counts[index] === 0) index++
    return index
  }

  /** The last array position with a count; −1 if there is none. */
  lastIndex(): number {
    if (this.#count === 0) return -1
    let index = this.#last
    while (this.#counts[index] === 0) index--
    return index
  }

  /** Mean, each value taken as the middle of its bucket. */
  mean(): number {
    return this.#toUnit(this.#meanSteps())
  }

  /** Standard deviation of what was recorded (divided by n, as in HdrHistogram), values as in {@link mean}. */
  stddev(): number {
    const mean = this.#meanSteps()
    let squares = 0
    for (let index = this.#first; index <= this.#last; index++) {
      const count = this.#counts[index] as number
      if (count > 0) squares += (middleStepAt(this.layout, index) - mean) ** 2 * count
    }
    return this.#toUnit(Math.sqrt(squares / this.#count))
  }

  /**
   * The value at or below which a share `q` of the counts lie. HdrHistogram's convention: the highest value equivalent
   * to the ⌈q × count⌉-th smallest. `quantile(0)` is `min`, `quantile(1)` is `max`; nothing is interpolated.
   * @param q 0 … 1; else a RangeError
   */
  quantile(q: number): number {
    if (!(q >= 0 && q <= 1)) throw new RangeError(`a quantile must be within 0 … 1, not ${q}`)
    if (q === 0 || this.#count === 0) return this.min
    // A product one rounding error above a whole number must not skip a count.
    const rank = Math.max(1, Math.ceil(q * this.#count * (1 - Number.EPSILON)))
    let seen = 0
    let index = this.#first - 1
    while (seen < rank) seen += this.#counts[++index] as number
    return this.#toUnit(highestStepAt(this.layout, index))
  }

  /** How many recorded values are equivalent to a value within `from … to`, both inclusive. */
  countBetween(from: number, to: number): number {
    if (from > to) return 0
    const last = Math.min(this.#indexOf(to), this.#last)
    let sum = 0
    for (let index = Math.max(this.#indexOf(from), this.#first); index <= last; index++)
      sum += this.countAtIndex(index)
    return sum
  }

  /** The buckets that hold counts, ascending. */
  *buckets(): IterableIterator<Bucket> {
    for (let index = this.#first; index <= this.#last; index++) {
      const count = this.#counts[index] as number
      if (count === 0) continue
      const from = this.#toUnit(lowestStepAt(this.layout, index))
      yield { from, to: this.#toUnit(highestStepAt(this.layout, index)), count }
    }
  }

  /**
   * Adds the counts of another histogram. Exact if both have the same digits, ratio and lowest value; else each of its
   * buckets is recorded anew at its middle.
   */
  add(other: Histogram): void {
    if (this.#count + other.#count > Number.MAX_SAFE_INTEGER) {
      throw new RangeError('the counts add up to more than 2⁵³ − 1')
    }
    if (sameLayout(this, other)) {
      this.#addPositions(other)
      return
    }
    // The largest first, and nothing of it: a value out of range must leave this histogram as it was.
    if (other.#count > 0)
      this.#indexOf(other.#toUnit(middleStepAt(other.layout, other.lastIndex())))
    this.#addMiddles(other)
  }

  /** Takes away the counts of another histogram. Throws a RangeError, and changes nothing, if a count would go below 0. */
  subtract(other: Histogram): void {
    const positions = new Map<number, number>()
    for (const [index, count] of this.#positionsOf(other)) {
      positions.set(index, (positions.get(index) ?? 0) + count)
    }
    for (const [index, count] of positions) {
      if (count > this.countAtIndex(index)) throw belowZero(this, index, count)
    }
    for (const [index, count] of positions) this.#counts[index] = this.countAtIndex(index) - count
    this.#count -= other.#count
  }

  /** Forgets all counts. */
  clear(): void {
    if (this.#last >= 0) this.#counts.fill(0, this.#first, this.#last + 1)
    this.#first = NOWHERE
    this.#last = -1
    this.#count = 0
  }

  /** An equal histogram that shares nothing with this one. */
  copy(): Histogram {
    const { ratio, lowestSteps, highestSteps } = this
    const copied = new Histogram(this.layout, { ratio, lowestSteps, highestSteps })
    copied.#counts = this.#counts.slice()
    copied.#first = this.#first
    copied.#last = this.#last
    copied.#count = this.#count
    return copied
  }

  /** Reserves memory for values up to this one. */
  reserve(highest: number): void {
    this.reserveIndex(this.#indexOf(highest))
  }

  /** Reserves memory up to an array position; for decoding. */
  reserveIndex(index: number): void {
    if (index >= this.#counts.length) this.#grow(index)
  }

  #indexOf(value: number): number {
    const steps = Math.round(value * this.#stepsPerUnit)
    if (!(value >= 0 && steps <= Number.MAX_SAFE_INTEGER)) throw outOfRange(value, this.ratio)
    return indexOfSteps(this.layout, steps)
  }

  /** Makes this the last position that holds a count. */
  #reach(index: number): void {
    if (index >= this.#counts.length) this.#grow(index)
    this.#last = index
  }

  #grow(index: number): void {
    const counts = new Float64Array(lengthToCover(this.layout, index))
    counts.set(this.#counts)
    this.#counts = counts
  }

  // Dividing by 1000 gives 0.31 where multiplying by 0.001 gives 0.31000000000000005.
  #toUnit(steps: number): number {
    return Number.isInteger(this.#stepsPerUnit) ? steps / this.#stepsPerUnit : steps * this.ratio
  }

  /** Of one with the same layout: every window of every worker comes this way, so it makes no objects. */
  #addPositions(other: Histogram): void {
    for (let index = other.#first; index <= other.#last; index++) {
      const count = other.#counts[index] as number
      if (count > 0) this.addAtIndex(index, count)
    }
  }

  /** Of one with another layout, whose largest value has a place here. */
  #addMiddles(other: Histogram): void {
    for (let index = other.#first; index <= other.#last; index++) {
      const count = other.#counts[index] as number
      if (count === 0) continue
      this.addAtIndex(this.#indexOf(other.#toUnit(middleStepAt(other.layout, index))), count)
    }
  }

  #meanSteps(): number {
    let sum = 0
    for (let index = this.#first; index <= this.#last; index++) {
      const count = this.#counts[index] as number
      if (count > 0) sum += middleStepAt(this.layout, index) * count
    }
    return sum / this.#count
  }

  /** Where the other's counts belong in this histogram. */
  *#positionsOf(other: Histogram): IterableIterator<readonly [index: number, count: number]> {
    const same = sameLayout(this, other)
    for (let index = other.#first; index <= other.#last; index++) {
      const count = other.#counts[index] as number
      if (count === 0) continue
      const middle = other.#toUnit(middleStepAt(other.layout, index))
      yield [same ? index : this.#indexOf(middle), count]
    }
  }
}

function sameLayout(one: Histogram, other: Histogram): boolean {
  return (
    one.ratio === other.ratio &&
    one.layout.digits === other.layout.digits &&
    one.layout.unitMagnitude === other.layout.unitMagnitude
  )
}

function outOfRange(value: number, ratio: number): RangeError {
  const highest = Number.MAX_SAFE_INTEGER * ratio
  return new RangeError(`can't record ${value}: a value must be within 0 … ${highest}`)
}

function belowZero(from: Histogram, index: number, count: number): RangeError {
  const at = lowestStepAt(from.layout, index) * from.ratio
  const held = from.countAtIndex(index)
  return new RangeError(
    `can't subtract ${count} counts at ${at}: the histogram holds ${held} there`,
  )
}
