import { between, type Sound } from '../audio/pcm.ts'
import type { Spectrogram } from '../audio/spectrogram.ts'
import type { Span } from '../span.ts'
import { createMeanCepstrum } from './cepstrum.ts'
import { medianPitchHz } from './pitch.ts'

/** A voice as a point on the unit sphere: near ones are the same speaker. */
export type Embedding = Float64Array

/** A recording, as sound and as spectrogram. */
export interface Heard {
  readonly sound: Sound
  readonly spectrogram: Spectrogram
}

/** Turns a span of a recording into an embedding. Deterministic. */
export type Embedder = (heard: Heard, span: Span) => Embedding

interface Typical {
  readonly mean: number
  readonly deviation: number
}

/**
 * Cepstral coefficients 2…12 as they are spread over voices: 60 of espeak-ng 1.51 (three English accents, ten variants,
 * two pitches) saying one sentence, 16 kHz, 40 mels. The first coefficient, spectral tilt, follows the words more than
 * the voice.
 */
const TYPICAL_CEPSTRUM: readonly Typical[] = [
  { mean: 0.2, deviation: 1.2 },
  { mean: 2.1, deviation: 1.4 },
  { mean: -5.1, deviation: 2.5 },
  { mean: -1, deviation: 2.5 },
  { mean: 1.4, deviation: 1.8 },
  { mean: -2.7, deviation: 1.4 },
  { mean: -0.1, deviation: 1.5 },
  { mean: 0.2, deviation: 1.3 },
  { mean: 0.7, deviation: 0.8 },
  { mean: -0.9, deviation: 1.3 },
  { mean: -0.8, deviation: 1 },
]
/** log2 of the pitch in Hz of the same voices: 143 Hz and half an octave. */
const TYPICAL_PITCH: Typical = { mean: 7.16, deviation: 0.53 }
/** Pitch is one number against eleven, and tells more than any of them. */
const PITCH_WEIGHT = 2

/** @param mels bands of the spectrograms that will be given */
export function createEmbedder(mels: number): Embedder {
  const cepstrumOf = createMeanCepstrum(mels, TYPICAL_CEPSTRUM.length + 1)
  return ({ sound, spectrogram }, span) => {
    const timbre = cepstrumOf(spectrogram, span).subarray(1)
    const pitchHz = medianPitchHz(between(sound, span.startMs, span.endMs))
    const pitch =
      pitchHz === undefined ? 0 : PITCH_WEIGHT * standardise(Math.log2(pitchHz), TYPICAL_PITCH)
    const features = TYPICAL_CEPSTRUM.map((typical, at) => standardise(timbre[at] ?? 0, typical))
    return toUnitLength(Float64Array.from([...features, pitch]))
  }
}

/** Cosine of the angle between two embeddings, −1…1; both have length 1. */
export function similarity(a: Embedding, b: Embedding): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] as number), 0)
}

/** The same direction with length 1; the zero vector stays. */
export function toUnitLength(vector: Float64Array): Embedding {
  const length = Math.hypot(...vector)
  return length === 0 ? vector : vector.map((value) => value / length)
}

function standardise(value: number, { mean, deviation }: Typical): number {
  return (value - mean) / deviation
}
