import type { Spectrogram } from '../audio/spectrogram.ts'
import type { Span } from '../span.ts'

/**
 * Mel-frequency cepstral coefficients (Davis & Mermelstein, IEEE Trans. ASSP 28, 1980): the cosine transform of a
 * log-mel frame. The low ones describe the shape of the vocal tract and hardly depend on each other. The zeroth,
 * loudness, is left out: it says nothing about who speaks.
 */

/** Frames this much quieter than the loudest of a span are pauses (nepers of energy; 4 is about 17 dB). */
const PAUSE_BELOW_LOUDEST = 4

/** Makes a function that gives the mean of coefficients 1…`coefficients` over the spoken frames of a span. */
export function createMeanCepstrum(
  mels: number,
  coefficients: number,
): (spectrogram: Spectrogram, span: Span) => Float64Array {
  const basis = cosineBasis(mels, coefficients)
  // The transform is linear: the mean of the transforms is the transform of the mean, and one is enough.
  return (spectrogram, span) => project(meanFrame(spokenFrames(spectrogram, span), mels), basis)
}

/** Rows of the orthonormal DCT-II, without the constant one. */
function cosineBasis(mels: number, coefficients: number): Float64Array[] {
  return Array.from({ length: coefficients }, (_, row) =>
    Float64Array.from(
      { length: mels },
      (__, band) => Math.sqrt(2 / mels) * Math.cos((Math.PI * (row + 1) * (band + 0.5)) / mels),
    ),
  )
}

function spokenFrames({ values, frames, mels, hopMs }: Spectrogram, span: Span): Float32Array[] {
  const first = Math.max(0, Math.round(span.startMs / hopMs))
  const last = Math.min(frames, Math.round(span.endMs / hopMs))
  const inside = Array.from({ length: Math.max(0, last - first) }, (_, at) =>
    values.subarray((first + at) * mels, (first + at + 1) * mels),
  )
  const loudness = inside.map((frame) => sum(frame) / mels)
  const loudest = Math.max(...loudness)
  return inside.filter((_, at) => (loudness[at] as number) >= loudest - PAUSE_BELOW_LOUDEST)
}

function meanFrame(frames: readonly Float32Array[], mels: number): Float64Array {
  const mean = new Float64Array(mels)
  for (const frame of frames) {
    for (let band = 0; band < mels; band++) {
      mean[band] = (mean[band] as number) + (frame[band] as number) / frames.length
    }
  }
  return mean
}

function project(frame: Float64Array, basis: readonly Float64Array[]): Float64Array {
  return Float64Array.from(basis, (row) =>
    row.reduce((total, weight, band) => total + weight * (frame[band] as number), 0),
  )
}

/** A plain loop: this runs for every frame of a recording, and a callback for every value shows. */
function sum(values: Float32Array): number {
  let total = 0
  for (let at = 0; at < values.length; at++) total += values[at] as number
  return total
}
