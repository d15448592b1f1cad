import type { Sound } from './pcm.ts'

/**
 * Sample-rate conversion by a polyphase windowed sinc: Smith, Digital Audio Resampling (ccrma.stanford.edu/~jos/resample).
 * From and to are whole numbers of Hz, so the output falls on only `to / gcd` different positions between two input
 * samples: one row of filter taps for each of them is computed once, and a sample of output is one dot product.
 */

/** Zero crossings of the sinc on either side: more are sharper at the band's edge, and slower. */
const LOBES = 16
/** The Kaiser window's shape; 8 puts the side lobes below −80 dB (Kaiser & Schafer 1980). */
const KAISER_BETA = 8
/** The pass band ends this far below the lower Nyquist frequency, so that the filter's slope has room. */
const ROLL_OFF = 0.94

/** Converts between two fixed rates; make one and keep it, its tables are the costly part. */
export interface Resampler {
  readonly fromHz: number
  readonly toHz: number
  /** The same sound at `toHz`. A sound that is already there is given back as it is. */
  resample(sound: Sound): Sound
}

interface Taps {
  /** `phases` rows of `width` weights. */
  readonly weights: Float32Array
  readonly width: number
}

/**
 * @param fromHz, toHz whole, positive rates
 * @throws {RangeError} when a rate is not, or when a sound of another rate is given
 */
export function createResampler(fromHz: number, toHz: number): Resampler {
  for (const rate of [fromHz, toHz]) {
    if (!Number.isInteger(rate) || rate <= 0) throw new RangeError(`a sample rate of ${rate} Hz`)
  }
  const divisor = greatestCommonDivisor(fromHz, toHz)
  const [up, down] = [toHz / divisor, fromHz / divisor]
  const taps = up === down ? undefined : designTaps(up, down)
  const resample = (sound: Sound): Sound => {
    if (sound.sampleRateHz !== fromHz) {
      throw new RangeError(`a resampler from ${fromHz} Hz was given ${sound.sampleRateHz} Hz`)
    }
    return taps
      ? { sampleRateHz: toHz, samples: convolve(sound.samples, taps, { up, down }) }
      : sound
  }
  return { fromHz, toHz, resample }
}

function designTaps(up: number, down: number): Taps {
  // Cycles per input sample, relative to the input's Nyquist frequency; below 1 when the rate goes down.
  const cutoff = Math.min(1, up / down) * ROLL_OFF
  const half = Math.ceil(LOBES / cutoff)
  const width = 2 * half
  const weights = new Float32Array(up * width)
  for (let phase = 0; phase < up; phase++) {
    const row = weights.subarray(phase * width, (phase + 1) * width)
    for (let tap = 0; tap < width; tap++) {
      const distance = tap - half + 1 - phase / up
      row[tap] = cutoff * sinc(cutoff * distance) * kaiser(distance / half)
    }
    normalise(row)
  }
  return { weights, width }
}

function convolve(
  input: Float32Array,
  taps: Taps,
  { up, down }: { up: number; down: number },
): Float32Array {
  const { weights, width } = taps
  const before = width / 2 - 1
  // Silence on both sides spares the inner loop its bounds checks.
  const padded = new Float32Array(input.length + 2 * width)
  padded.set(input, width)
  const output = new Float32Array(Math.ceil((input.length * up) / down))
  let whole = 0
  let phase = 0
  for (let at = 0; at < output.length; at++) {
    let sum = 0
    const row = phase * width
    const first = width + whole - before
    for (let tap = 0; tap < width; tap++) {
      sum += (weights[row + tap] as number) * (padded[first + tap] as number)
    }
    output[at] = sum
    phase += down
    whole += Math.floor(phase / up)
    phase %= up
  }
  return output
}

/** Every phase passes a constant unchanged; without this they would differ by a little, which is a tone. */
function normalise(row: Float32Array): void {
  const sum = row.reduce((total, weight) => total + weight, 0)
  for (let tap = 0; tap < row.length; tap++) row[tap] = (row[tap] as number) / sum
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

/** The Kaiser window at −1…1; 0 outside. */
function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : besselI0(KAISER_BETA * Math.sqrt(1 - x * x)) / besselI0(KAISER_BETA)
}

/** The modified Bessel function of order 0, by its power series (Abramowitz & Stegun 9.6.12). */
function besselI0(x: number): number {
  let term = 1
  let sum = 1
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
