import type { Span } from '../span.ts'
import type { Sound } from './pcm.ts'

/**
 * Voice activity by energy and zero crossings, after Rabiner & Sambur, "An algorithm for determining the endpoints of
 * isolated utterances" (Bell System Technical Journal 54, 1975), with a noise floor measured from the sound itself.
 *
 *   frames ─▶ level and crossings ─▶ speech or not ─▶ hangover bridges short gaps ─▶ short bursts dropped ─▶ spans
 *
 * Vowels are loud. Voiceless consonants (s, f, t) are quiet, but cross zero far more often than hum or room noise, so
 * for them a lower level is enough; they count only beside a loud frame, since hiss alone looks the same.
 */
export interface VoiceActivityOptions {
  readonly frameMs?: number
  /** A vowel is this far above the noise floor. */
  readonly loudDb?: number
  /** A voiceless consonant is this far above it… */
  readonly faintDb?: number
  /** …and crosses zero at least so often. */
  readonly crossingsPerSecond?: number
  /** A silence up to this long is a pause within speech. */
  readonly hangoverMs?: number
  /** Less speech than this is a click. */
  readonly minimumMs?: number
}

type Resolved = Required<VoiceActivityOptions>

const DEFAULTS: Resolved = {
  frameMs: 10,
  loudDb: 18,
  faintDb: 8,
  crossingsPerSecond: 3000,
  hangoverMs: 200,
  minimumMs: 80,
}

/** The noise floor is the level that this share of the frames is below: speech is seldom nine tenths of a recording. */
const FLOOR_QUANTILE = 0.1
/** Digital silence would make any rounding error "loud". */
const QUIETEST_DB = -75
/** A clip without any pause has no floor to measure; no room is louder than this. */
const LOUDEST_FLOOR_DB = -45

interface Frames {
  /** Level of each frame, dB of full scale. */
  readonly levelDb: Float32Array
  /** Zero crossings of each frame, per second. */
  readonly crossings: Float32Array
}

/** Where someone speaks, in order, without overlaps. */
export function findSpeech(sound: Sound, options: VoiceActivityOptions = {}): Span[] {
  const resolved = { ...DEFAULTS, ...options }
  const frames = measureFrames(sound, resolved.frameMs)
  return spansOf(classify(frames, resolved), resolved)
}

function measureFrames({ samples, sampleRateHz }: Sound, frameMs: number): Frames {
  const length = Math.round((frameMs / 1000) * sampleRateHz)
  const count = Math.floor(samples.length / length)
  const levelDb = new Float32Array(count)
  const crossings = new Float32Array(count)
  for (let frame = 0; frame < count; frame++) {
    let energy = 0
    let changes = 0
    let negative = (samples[frame * length] as number) < 0
    for (let at = frame * length; at < (frame + 1) * length; at++) {
      const sample = samples[at] as number
      energy += sample * sample
      if (sample < 0 !== negative) {
        changes += 1
        negative = !negative
      }
    }
    levelDb[frame] = Math.max(QUIETEST_DB, 10 * Math.log10(energy / length))
    crossings[frame] = (changes * 1000) / frameMs
  }
  return { levelDb, crossings }
}

function classify({ levelDb, crossings }: Frames, options: Resolved): boolean[] {
  const floorDb = noiseFloorDb(levelDb)
  const loud = Array.from(levelDb, (db) => db >= floorDb + options.loudDb)
  const faint = Array.from(
    levelDb,
    (db, at) =>
      db >= floorDb + options.faintDb && (crossings[at] as number) >= options.crossingsPerSecond,
  )
  return spreadTo(loud, faint)
}

function noiseFloorDb(levelDb: Float32Array): number {
  const quantile = levelDb.toSorted()[Math.floor(levelDb.length * FLOOR_QUANTILE)]
  return Math.min(quantile ?? QUIETEST_DB, LOUDEST_FLOOR_DB)
}

/** Loud frames, and the runs of faint ones that touch them. */
function spreadTo(loud: readonly boolean[], faint: readonly boolean[]): boolean[] {
  const speech = [...loud]
  for (let at = 1; at < speech.length; at++)
    speech[at] ||= faint[at] === true && speech[at - 1] === true
  for (let at = speech.length - 2; at >= 0; at--)
    speech[at] ||= faint[at] === true && speech[at + 1] === true
  return speech
}

function spansOf(speech: readonly boolean[], { frameMs, hangoverMs, minimumMs }: Resolved): Span[] {
  const spans: Span[] = []
  for (let frame = 0; frame < speech.length; frame++) {
    if (!speech[frame]) continue
    const span = { startMs: frame * frameMs, endMs: (frame + 1) * frameMs }
    const last = spans.at(-1)
    if (last && span.startMs - last.endMs <= hangoverMs) {
      spans[spans.length - 1] = { startMs: last.startMs, endMs: span.endMs }
    } else {
      spans.push(span)
    }
  }
  return spans.filter((span) => span.endMs - span.startMs >= minimumMs)
}
