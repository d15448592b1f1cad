import { createFft, type Fft } from './fft.ts'
import { createMelBands, type MelBand } from './mel.ts'
import type { Sound } from './pcm.ts'

/** Log-mel energies over time: what speech models hear with. */
export interface Spectrogram {
  readonly frames: number
  readonly mels: number
  /** Milliseconds from one frame to the next. */
  readonly hopMs: number
  /** Natural logarithms of band energies, frame after frame: `values[frame * mels + band]`. */
  readonly values: Float32Array
}

/** Turns sounds of one sample rate into spectrograms; make one and keep it. Not re-entrant: it owns its buffers. */
export interface Spectrograph {
  readonly sampleRateHz: number
  /** A sound shorter than a window gives no frame. @throws {RangeError} when the sound has another sample rate */
  analyse(sound: Sound): Spectrogram
}

/** Settings; the defaults are the usual ones for speech. */
export interface SpectrographOptions {
  readonly mels?: number
  readonly windowMs?: number
  readonly hopMs?: number
  readonly lowHz?: number
}

/** Energies below this are silence; the logarithm of 0 is not a number one can average. */
const ENERGY_FLOOR = 1e-10

/**
 *   samples ─▶ 25 ms window every 10 ms ─▶ FFT ─▶ |X|² ─▶ mel bands ─▶ log
 */
export function createSpectrograph(
  sampleRateHz: number,
  { mels = 40, windowMs = 25, hopMs = 10, lowHz = 60 }: SpectrographOptions = {},
): Spectrograph {
  const window = hann(Math.round((windowMs / 1000) * sampleRateHz))
  const hop = Math.round((hopMs / 1000) * sampleRateHz)
  const fft = createFft(2 ** Math.ceil(Math.log2(window.length)))
  const bands = createMelBands({
    mels,
    fftSize: fft.size,
    sampleRateHz,
    lowHz,
    highHz: sampleRateHz / 2,
  })
  const powerOf = createPowerSpectrum(fft, window)
  const analyse = (sound: Sound): Spectrogram => {
    if (sound.sampleRateHz !== sampleRateHz) {
      throw new RangeError(
        `a spectrograph for ${sampleRateHz} Hz was given ${sound.sampleRateHz} Hz`,
      )
    }
    const frames = Math.max(0, Math.floor((sound.samples.length - window.length) / hop) + 1)
    const values = new Float32Array(frames * mels)
    for (let frame = 0; frame < frames; frame++) {
      const power = powerOf(sound.samples, frame * hop)
      logBands(power, bands, values.subarray(frame * mels, (frame + 1) * mels))
    }
    return { frames, mels, hopMs, values }
  }
  return { sampleRateHz, analyse }
}

/** A function from a place in the samples to |X|² of the window that begins there; its result is overwritten. */
function createPowerSpectrum(
  fft: Fft,
  window: Float64Array,
): (samples: Float32Array, start: number) => Float64Array {
  const real = new Float64Array(fft.size)
  const imaginary = new Float64Array(fft.size)
  const power = new Float64Array(fft.size / 2 + 1)
  return (samples, start) => {
    real.fill(0, window.length)
    imaginary.fill(0)
    for (let at = 0; at < window.length; at++) {
      real[at] = (samples[start + at] as number) * (window[at] as number)
    }
    fft.transform(real, imaginary)
    for (let bin = 0; bin < power.length; bin++) {
      power[bin] = (real[bin] as number) ** 2 + (imaginary[bin] as number) ** 2
    }
    return power
  }
}

function logBands(power: Float64Array, bands: readonly MelBand[], into: Float32Array): void {
  for (let band = 0; band < bands.length; band++) {
    const { firstBin, weights } = bands[band] as MelBand
    let energy = 0
    for (let at = 0; at < weights.length; at++) {
      energy += (weights[at] as number) * (power[firstBin + at] as number)
    }
    into[band] = Math.log(Math.max(energy, ENERGY_FLOOR))
  }
}

/** The periodic Hann window: windows half their length apart add up to 1. */
function hann(length: number): Float64Array {
  return Float64Array.from({ length }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / length))
}
