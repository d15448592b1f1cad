/**
 * The mel scale bends frequency as hearing does: m = 2595·log10(1 + f/700) (O'Shaughnessy 1987; the HTK Book, eq. 5.13).
 * A filterbank of overlapping triangles, evenly spaced on it, turns a power spectrum into a few band energies.
 */

/** Mels of a frequency in Hz. */
export function melOfHz(hz: number): number {
  return 2595 * Math.log10(1 + hz / 700)
}

/** Frequency in Hz of so many mels. */
export function hzOfMel(mel: number): number {
  return 700 * (10 ** (mel / 2595) - 1)
}

/** What a filterbank is built from. */
export interface MelOptions {
  readonly mels: number
  readonly fftSize: number
  readonly sampleRateHz: number
  /** The lowest edge; below it is hum. */
  readonly lowHz: number
  /** The highest edge, at most half the sample rate. */
  readonly highHz: number
}

/** One triangle, as the weights of the neighbouring spectrum bins that it touches. */
export interface MelBand {
  readonly firstBin: number
  readonly weights: Float64Array
  readonly centreHz: number
}

/**
 * The bands, lowest first; each rises from the centre of the band below to 1 at its own, and falls to the one above.
 * @throws {RangeError} when the range is not within 0…sampleRate/2, or a band is so narrow that no bin falls into it
 */
export function createMelBands(options: MelOptions): MelBand[] {
  const { mels, lowHz, highHz, sampleRateHz } = options
  if (!(lowHz >= 0 && lowHz < highHz && highHz <= sampleRateHz / 2)) {
    throw new RangeError(`mel bands from ${lowHz} to ${highHz} Hz at a rate of ${sampleRateHz} Hz`)
  }
  const [low, high] = [melOfHz(lowHz), melOfHz(highHz)]
  const edgeHz = (at: number): number => hzOfMel(low + ((high - low) * at) / (mels + 1))
  return Array.from({ length: mels }, (_, band) =>
    triangle([edgeHz(band), edgeHz(band + 1), edgeHz(band + 2)], options),
  )
}

function triangle(
  [lowHz, centreHz, highHz]: readonly [number, number, number],
  { fftSize, sampleRateHz }: MelOptions,
): MelBand {
  const binHz = sampleRateHz / fftSize
  const firstBin = Math.ceil(lowHz / binHz)
  const lastBin = Math.floor(highHz / binHz)
  const weights = Float64Array.from({ length: lastBin - firstBin + 1 }, (_, at) => {
    const hz = (firstBin + at) * binHz
    return hz <= centreHz ? (hz - lowHz) / (centreHz - lowHz) : (highHz - hz) / (highHz - centreHz)
  })
  if (!weights.some((weight) => weight > 0)) {
    throw new RangeError(
      `no spectrum bin in the mel band at ${Math.round(centreHz)} Hz: fewer mels`,
    )
  }
  return { firstBin, weights, centreHz }
}
