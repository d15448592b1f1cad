import type { Turn, WireWord } from '../transcription/protocol.ts'
import { createLevelMeter, LEVEL_MS, SILENCE_DB } from './envelope.ts'
import { bestMatch, type Phrase, wordsWithin } from './phrasebook.ts'

/**
 * Turns a stream of audio into turns of speech, in memory alone: no socket, no clock, the same for the same audio.
 *
 *   samples ─▶ levels ─▶ silent │ speaking ─▶ match the phrasebook ─▶ partial turns ─▶ final turn
 */
export interface Recognition {
  /** The messages that this audio gives rise to. */
  hear(samples: Int16Array): Turn[]
  /** No more audio: ends the turn that is open. */
  finish(): Turn[]
  /** Audio heard so far. */
  heardMs(): number
}

/** This much silence ends a turn. */
const END_OF_TURN_LEVELS = 300 / LEVEL_MS
/** A partial turn is told so often. */
const PARTIAL_LEVELS = 250 / LEVEL_MS
/** Speech this short is a click. */
const SHORTEST_LEVELS = 100 / LEVEL_MS

interface OpenTurn {
  /** Index of its first level in the session. */
  readonly start: number
  readonly levels: number[]
  /** Silent levels at the end. */
  quiet: number
}

export function createRecognition(phrases: readonly Phrase[], sampleRateHz: number): Recognition {
  const meter = createLevelMeter(sampleRateHz)
  let open: OpenTurn | undefined
  let position = 0
  let order = 0

  const tell = (turn: OpenTurn, whole: boolean): Turn[] => {
    const words = recognise(phrases, turn, whole)
    if (words.length === 0) return []
    return [toMessage(words, { order: whole ? order++ : order, whole })]
  }
  const end = (): Turn[] => {
    const turn = open
    open = undefined
    if (!turn || turn.levels.length - turn.quiet < SHORTEST_LEVELS) return []
    return tell(turn, true)
  }
  const step = (level: number): Turn[] => {
    const silent = level <= SILENCE_DB
    if (!open && !silent) open = { start: position, levels: [], quiet: 0 }
    position += 1
    if (!open) return []
    open.levels.push(level)
    open.quiet = silent ? open.quiet + 1 : 0
    if (open.quiet >= END_OF_TURN_LEVELS) return end()
    return open.levels.length % PARTIAL_LEVELS === 0 ? tell(open, false) : []
  }
  return {
    hear: (samples) => meter.push(samples).flatMap(step),
    finish: end,
    heardMs: () => position * LEVEL_MS,
  }
}

function recognise(phrases: readonly Phrase[], turn: OpenTurn, whole: boolean): WireWord[] {
  const spoken = turn.levels.slice(0, turn.levels.length - turn.quiet)
  const match = bestMatch(phrases, spoken, { whole })
  if (!match) return []
  const startMs = turn.start * LEVEL_MS
  // A voice fades out: at the end of a turn its last word has been said, though the last sounds were too quiet.
  const heardMs = whole ? Infinity : spoken.length * LEVEL_MS
  return wordsWithin(match, heardMs).map((word) => ({
    text: word.text,
    start: startMs + word.startMs,
    end: startMs + word.endMs,
    confidence: Math.round(match.confidence * 100) / 100,
    word_is_final: whole,
  }))
}

function toMessage(
  words: readonly WireWord[],
  { order, whole }: { readonly order: number; readonly whole: boolean },
): Turn {
  return {
    type: 'Turn',
    turn_order: order,
    end_of_turn: whole,
    transcript: words.map((word) => word.text).join(' '),
    words,
  }
}
