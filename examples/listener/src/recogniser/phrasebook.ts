import { between, type Sound, toPcm16 } from '../audio/pcm.ts'
import type { Script, ScriptWord } from '../conversation.ts'
import { createLevelMeter, distanceDb, LEVEL_MS, SILENCE_DB } from './envelope.ts'

/** A phrase that can be recognised. */
export interface Phrase {
  /** Its envelope. */
  readonly levels: readonly number[]
  /** Timed from the beginning of the phrase. */
  readonly words: readonly ScriptWord[]
}

/** The phrase that fits what was heard. */
export interface Match {
  readonly phrase: Phrase
  /** Levels between the first one heard and the beginning of the phrase. */
  readonly shift: number
  /** 1 when the envelopes are equal, 0 at the limit of what is accepted. */
  readonly confidence: number
}

/** Speech may seem to begin this many levels early or late: cuts into frames fall anywhere. */
const LARGEST_SHIFT = 4
/** Envelopes further apart than this, on average, are different words. */
const FURTHEST_DB = 6

/** The phrases of a recording whose script is known. */
export function createPhrasebook(sound: Sound, script: Script): Phrase[] {
  return script.utterances.map((utterance) => {
    const speech = between(sound, utterance.startMs, utterance.endMs)
    return {
      levels: createLevelMeter(sound.sampleRateHz).push(toPcm16(speech.samples)),
      words: utterance.words.map(({ text, startMs, endMs }) => ({
        text,
        startMs: startMs - utterance.startMs,
        endMs: endMs - utterance.startMs,
      })),
    }
  })
}

/**
 * The phrase whose beginning is nearest to what was heard so far, or undefined when none is near. With little heard it
 * may be the wrong one, as with any recogniser; more speech corrects it.
 * @param whole whether nothing follows: then the silence after it is compared too
 */
export function bestMatch(
  phrases: readonly Phrase[],
  heard: readonly number[],
  { whole }: { readonly whole: boolean },
): Match | undefined {
  let best: { phrase: Phrase; shift: number; distance: number } | undefined
  for (const phrase of phrases) {
    const compared = whole ? withSilence(heard, phrase.levels.length) : heard
    for (let shift = -LARGEST_SHIFT; shift <= LARGEST_SHIFT; shift++) {
      const distance = distanceDb(compared, phrase.levels, shift)
      if (distance < (best?.distance ?? FURTHEST_DB)) best = { phrase, shift, distance }
    }
  }
  return best && { ...best, confidence: 1 - best.distance / FURTHEST_DB }
}

function withSilence(heard: readonly number[], length: number): readonly number[] {
  const missing = Math.max(0, length - heard.length)
  return [...heard, ...new Array<number>(missing).fill(SILENCE_DB)]
}

/** Words of a match that have ended `heardMs` after the beginning of what was heard. */
export function wordsWithin(match: Match, heardMs: number): readonly ScriptWord[] {
  const offsetMs = match.shift * LEVEL_MS
  return match.phrase.words
    .map(({ text, startMs, endMs }) => ({
      text,
      startMs: Math.max(0, startMs + offsetMs),
      endMs: endMs + offsetMs,
    }))
    .filter((word) => word.endMs <= heardMs)
}
