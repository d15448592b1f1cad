/**
 * The wire between client and recogniser, modelled on AssemblyAI's streaming protocol, version 3
 * (https://www.assemblyai.com/docs/speech-to-text/universal-streaming).
 *
 *   client                                   recogniser
 *     │ ── GET /v3/ws?sample_rate=16000 ────────▶ │
 *     │ ◀──────────────────────────────── Begin ─ │
 *     │ ── binary: 50 ms of 16-bit PCM ─────────▶ │  (again and again)
 *     │ ◀──────────────── Turn, end_of_turn: false │  what it has understood so far
 *     │ ◀──────────────── Turn, end_of_turn: true  │  final; the next has turn_order + 1
 *     │ ── Terminate ───────────────────────────▶ │
 *     │ ◀────────────────────────── Termination ─ │
 */

/** The one rate and frame length that is spoken here. */
export const SAMPLE_RATE_HZ = 16_000
/** Audio in one binary message. */
const FRAME_MS = 50
/** Bytes of a full binary message; the last one may be shorter. */
export const FRAME_BYTES: number = (SAMPLE_RATE_HZ / 1000) * FRAME_MS * 2

/** Close codes of the application (RFC 6455 §7.4.2 leaves 4000–4999 to it). A client need not try again after these. */
export const CloseCode = {
  /** The address or its parameters are not understood. */
  badRequest: 4000,
  /** A message is not what the protocol says. */
  badMessage: 4001,
} as const

/** A word with its times, in milliseconds from the beginning of the session's audio. */
export interface WireWord {
  readonly text: string
  readonly start: number
  readonly end: number
  /** 0…1. */
  readonly confidence: number
  readonly word_is_final: boolean
}

/** The session is open. */
export interface Begin {
  readonly type: 'Begin'
  readonly id: string
}

/** What was understood of one turn of speech. */
export interface Turn {
  readonly type: 'Turn'
  readonly turn_order: number
  readonly end_of_turn: boolean
  readonly transcript: string
  readonly words: readonly WireWord[]
}

/** The answer to Terminate: nothing follows. */
export interface Termination {
  readonly type: 'Termination'
  readonly audio_duration_seconds: number
}

export type ServerMessage = Begin | Turn | Termination

/** The only text message a client sends. */
export interface Terminate {
  readonly type: 'Terminate'
}

/** A recogniser's message from its text; undefined when it is none. */
export function parseServerMessage(text: string): ServerMessage | undefined {
  const value = parseObject(text)
  if (value?.['type'] === 'Begin' && typeof value['id'] === 'string')
    return value as unknown as Begin
  if (value?.['type'] === 'Turn' && isTurn(value)) return value as unknown as Turn
  if (value?.['type'] === 'Termination') return value as unknown as Termination
  return undefined
}

/** Whether a text is Terminate. */
export function isTerminate(text: string): boolean {
  return parseObject(text)?.['type'] === 'Terminate'
}

function isTurn(value: Record<string, unknown>): boolean {
  const { turn_order: order, end_of_turn: ended, words } = value
  return (
    Number.isInteger(order) &&
    typeof ended === 'boolean' &&
    Array.isArray(words) &&
    words.every(isWord)
  )
}

function isWord(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { text, start, end, confidence } = value as Record<string, unknown>
  return (
    typeof text === 'string' && [start, end, confidence].every((number) => Number.isFinite(number))
  )
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
