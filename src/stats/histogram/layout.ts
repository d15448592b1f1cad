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
  /** Exponent, as a double holds it, of the largest values in the first bucket. */
  readonly firstExponent: number
  /** By bucket: 1 ÷ the width of its slots in steps. */
  readonly inverses: Float64Array
  /** Array length that covers every safe integer. */
  readonly maxLength: number
}

/** Bits in the largest step, 2⁵³ − 1. */
export const STEP_BITS = 53
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
    firstExponent: EXPONENT_BIAS + halfMagnitude + unitMagnitude,
    inverses: Float64Array.from(
      { length: STEP_BITS },
      (_, bucket) => 2 ** -(bucket + unitMagnitude),
    ),
    maxLength: (STEP_BITS - unitMagnitude - halfMagnitude + 1) * half,
  }
}

/** Array position of a whole number of steps, 0 … 2⁵³ − 1. Without a branch: values of all sizes take the same time. */
export function indexOfSteps(layout: BucketLayout, steps: number): number {
  asDouble[0] = steps
  const beyondFirst = ((asWords[HIGH_WORD] as number) >>> HIGH_FRACTION_BITS) - layout.firstExponent
  // Not below 0: the sign, spread over all bits, masks it out.
  const bucket = beyondFirst & ~(beyondFirst >> 31)
  return (bucket << layout.halfMagnitude) + ((steps * (layout.inverses[bucket] as number)) | 0)
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
