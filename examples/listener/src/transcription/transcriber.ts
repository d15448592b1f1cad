import { setImmediate } from 'node:timers/promises'
import { between, durationMs, type Sound, toPcm16 } from '../audio/pcm.ts'
import type { Span } from '../span.ts'
import { TranscriptionError } from './errors.ts'
import { FRAME_BYTES, SAMPLE_RATE_HZ, type Turn } from './protocol.ts'
import { openSession } from './session.ts'

/** A word that was understood, timed from the beginning of the recording. */
export interface TranscriptWord extends Span {
  readonly text: string
  /** 0…1. */
  readonly confidence: number
}

/** What was understood of a recording. */
export interface Transcript {
  readonly words: readonly TranscriptWord[]
  /** Connections that were cut on the way; what was lost with them was sent again. */
  readonly reconnects: number
}

/** What is understood so far of a turn of speech; a later one of the same turn replaces it. */
export interface LiveTurn {
  readonly words: readonly TranscriptWord[]
  readonly final: boolean
}

export interface TranscribeOptions {
  /** The recogniser's address. */
  readonly url: string
  /** The longest wait for any one answer. Default: 10 s. */
  readonly timeoutMs?: number
  /** Cut connections to bear before giving up. Default: 3. */
  readonly maxReconnects?: number
  /** Told of every turn as it comes. */
  readonly onTurn?: (turn: LiveTurn) => void
}

/** After so many frames (half a second) answers are let in; else all is on its way before the first of them is read. */
const FRAMES_AT_ONCE = 10

/**
 * Streams a recording to a recogniser, as fast as it takes it, and collects the final words.
 *
 * When the connection is cut, it connects again and sends everything after the last final word once more: only turns
 * that were not final are heard twice, and no word is lost or doubled.
 * @throws {TranscriptionError} `connection-lost` when that happened more than `maxReconnects` times; any other problem
 * at once
 */
export async function transcribe(sound: Sound, options: TranscribeOptions): Promise<Transcript> {
  const { maxReconnects = 3, onTurn } = options
  const words: TranscriptWord[] = []
  for (let reconnects = 0; ; reconnects++) {
    const resumeMs = words.at(-1)?.endMs ?? 0
    const collect = (turn: Turn): void => {
      const live = toLiveTurn(turn, resumeMs)
      if (live.final) words.push(...live.words)
      onTurn?.(live)
    }
    try {
      await stream(between(sound, resumeMs, durationMs(sound)), options, collect)
      return { words, reconnects }
    } catch (error) {
      if (!isLost(error)) throw error
      if (reconnects >= maxReconnects) throw gaveUp(error, reconnects)
    }
  }
}

/** The binary messages of a recording at 16 kHz: 50 ms each, the last one what is left. */
export function* framesOf(sound: Sound): Generator<Uint8Array> {
  if (sound.sampleRateHz !== SAMPLE_RATE_HZ) {
    throw new RangeError(`the recogniser hears ${SAMPLE_RATE_HZ} Hz, not ${sound.sampleRateHz} Hz`)
  }
  const bytes = new Uint8Array(toPcm16(sound.samples).buffer)
  for (let at = 0; at < bytes.length; at += FRAME_BYTES) yield bytes.subarray(at, at + FRAME_BYTES)
}

async function stream(
  sound: Sound,
  { url, timeoutMs = 10_000 }: TranscribeOptions,
  onTurn: (turn: Turn) => void,
): Promise<void> {
  const session = await openSession({ url, timeoutMs, onTurn })
  try {
    let sent = 0
    for (const frame of framesOf(sound)) {
      await session.send(frame)
      if (++sent % FRAMES_AT_ONCE === 0) await setImmediate()
    }
    await session.finish()
  } finally {
    session.close()
  }
}

function toLiveTurn(turn: Turn, offsetMs: number): LiveTurn {
  const words = turn.words.map(({ text, start, end, confidence }) => ({
    text,
    startMs: offsetMs + start,
    endMs: offsetMs + end,
    confidence,
  }))
  return { words, final: turn.end_of_turn }
}

function isLost(error: unknown): error is TranscriptionError {
  return error instanceof TranscriptionError && error.problem === 'connection-lost'
}

function gaveUp(error: TranscriptionError, reconnects: number): TranscriptionError {
  return new TranscriptionError(
    'connection-lost',
    `${error.message}; gave up after connecting ${reconnects + 1} times`,
  )
}
