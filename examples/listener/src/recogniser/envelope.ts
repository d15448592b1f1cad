/** The loudness of speech over time, one level every 10 ms: coarse, but enough to tell a few known phrases apart. */

/** Milliseconds a level stands for. */
export const LEVEL_MS = 10
/** Quieter than this (dB of full scale) is silence. */
export const SILENCE_DB = -50

/** Cuts a stream of 16-bit samples into levels; samples that don't fill one wait for the next call. */
export interface LevelMeter {
  /** The levels, in dB of full scale, that these samples complete. */
  push(samples: Int16Array): number[]
}

const FULL_SCALE = 32_768

export function createLevelMeter(sampleRateHz: number): LevelMeter {
  const perLevel = (sampleRateHz * LEVEL_MS) / 1000
  let energy = 0
  let filled = 0
  return {
    push(samples) {
      const levels: number[] = []
      for (const sample of samples) {
        energy += (sample / FULL_SCALE) ** 2
        filled += 1
        if (filled < perLevel) continue
        levels.push(Math.max(SILENCE_DB, 10 * Math.log10(energy / perLevel)))
        energy = 0
        filled = 0
      }
      return levels
    },
  }
}

/**
 * Mean distance in dB between what is heard and the first part of a phrase, when the phrase began `shift` levels after
 * (or, below 0, before) the first level heard. What the phrase lacks is silence.
 */
export function distanceDb(
  heard: readonly number[],
  phrase: readonly number[],
  shift: number,
): number {
  let sum = 0
  for (let at = 0; at < heard.length; at++) {
    sum += Math.abs((heard[at] as number) - (phrase[at - shift] ?? SILENCE_DB))
  }
  return heard.length === 0 ? 0 : sum / heard.length
}
