/**
 * HdrHistogram's bucket layout: buckets that double in width, each cut into the same number of equal slots, so that
 * every value keeps `digits` significant decimal digits.
 *
 *   step      0 … 2047 | 2048 … 4095 | 4096 … 8191 | …      (digits = 3: 2048 slots, of which each further
 *   slot width       1 |           2 |           4 |         bucket uses the upper 1024)
 *
 * Source: Gil Tene, HdrHistogram, AbstractHistogram.java (public domain); the same array positions as there, so that
 * its V2 encoding can be written and read.
 */

/** Significant decimal digits that a histogram keeps. */
export type Digits = 1 | 2 | 3 | 4 | 5

/** The layout of one histogram. Values are whole *steps* here, up to 2⁵³ − 1. */
export interface BucketLayout {
  readonly digits: Digits
  /** The finest slot is 2^unitMagnitude steps wide. */
  readonly unitMagnitude: number
  /** Slots in the first bucket; a power of two ≥ 2 × 10^digits. */
  readonly slots: number
  /** log₂(slots / 2). */
  readonly halfMagnitude: number
  /** Steps from here on are in the second or a further bucket. */
  readonly coarseFrom: number
  /** 2^−unitMagnitude. */
  readonly unitInverse: number
  /** How far a double's high word is shifted right to leave its exponent and the slot. */
  readonly wordShift: number
  /** What is then subtracted to get the array position. */
  readonly wordBase: number
  /** Array length that covers every safe integer. */
  readonly maxLength: number
}

/** Bits in the largest step, 2⁵³ − 1. */
const STEP_BITS = 53
/** Bits of a double's fraction that lie in its high 32-bit word (IEEE 754). */
const HIGH_FRACTION_BITS = 20
const EXPONENT_BIAS = 1023

// A double's exponent and leading fraction bits *are* the bucket and the slot, so they are read, not computed.
const asDouble = new Float64Array(1)
const asWords = new Uint32Array(asDouble.buffer)
asDouble[0] = 1
const HIGH_WORD = asWords[1] === 0 ? 0 : 1

/** A layout. @param lowest whole steps, ≥ 1: the smallest difference worth telling. Throws a RangeError. */
export function createLayout(digits: number, lowest = 1): BucketLayout {
  if (!isDigits(digits)) throw new RangeError(`digits must be 1, 2, 3, 4 or 5, not ${digits}`)
  const halfMagnitude = Math.ceil(Math.log2(10 ** digits))
  const unitMagnitude = Math.floor(Math.log2(lowest))
  if (!(lowest >= 1) || unitMagnitude + halfMagnitude + 1 > STEP_BITS) {
    throw new RangeError(`the lowest value is ${lowest} steps: out of range for ${digits} digits`)
  }
  const half = 2 ** halfMagnitude
  return {
    digits,
    unitMagnitude,
    slots: half * 2,
    halfMagnitude,
    coarseFrom: half * 2 * 2 ** unitMagnitude,
    unitInverse: 2 ** -unitMagnitude,
    wordShift: HIGH_FRACTION_BITS - halfMagnitude,
    wordBase: (EXPONENT_BIAS + halfMagnitude + unitMagnitude - 1) * half,
    maxLength: (STEP_BITS - unitMagnitude - halfMagnitude + 1) * half,
  }
}

/** Array position of a whole number of steps, 0 … 2⁵³ − 1. */
export function indexOfSteps(layout: BucketLayout, steps: number): number {
  if (steps < layout.coarseFrom) return Math.trunc(steps * layout.unitInverse)
  asDouble[0] = steps
  return ((asWords[HIGH_WORD] as number) >>> layout.wordShift) - layout.wordBase
}

/** The lowest step that is counted at an array position. */
export function lowestStepAt(layout: BucketLayout, index: number): number {
  const bucket = bucketOf(layout, index)
  return (index - bucket * (layout.slots / 2)) * 2 ** (bucket + layout.unitMagnitude)
}

/** How many steps share an array position. */
export function widthAt(layout: BucketLayout, index: number): number {
  return 2 ** (bucketOf(layout, index) + layout.unitMagnitude)
}

/** The highest step that is counted at an array position. */
export function highestStepAt(layout: BucketLayout, index: number): number {
  return lowestStepAt(layout, index) + widthAt(layout, index) - 1
}

/** The step that stands for all that share an array position: HdrHistogram's "median equivalent value". */
export function middleStepAt(layout: BucketLayout, index: number): number {
  return lowestStepAt(layout, index) + Math.floor(widthAt(layout, index) / 2)
}

/** Array length, in whole buckets, that covers an array position. */
export function lengthToCover(layout: BucketLayout, index: number): number {
  return (bucketOf(layout, index) + 2) * (layout.slots / 2)
}

function bucketOf(layout: BucketLayout, index: number): number {
  return Math.max(0, Math.floor(index / (layout.slots / 2)) - 1)
}

function isDigits(digits: number): digits is Digits {
  return Number.isInteger(digits) && digits >= 1 && digits <= 5
}
