import { between, type Sound } from '../src/audio/pcm.ts'
import { createResampler } from '../src/audio/resample.ts'
import { decodeWav, encodeWav } from '../src/audio/wav.ts'
import { type Conversation, loadConversation } from '../src/conversation.ts'
import type { Span } from '../src/span.ts'

/**
 * What the scenarios are fed with: pieces of the conversation. Each holds two utterances by two voices and the silence
 * around them, 3 to 5 s; the feeders give each as often as any other, so that every launch does the same work.
 */
export interface Clip {
  /** As it was recorded, 22,050 Hz. */
  readonly wav: Uint8Array
  /** As the recogniser hears it, 16,000 Hz. */
  readonly sound: Sound
  /** Where the two utterances are. */
  readonly utterances: readonly Span[]
}

export const conversation: Conversation = await loadConversation()

/** Silence kept before and after. */
const AROUND_MS = 200

const recorded = decodeWav(conversation.wav)
const toRecogniser = createResampler(recorded.sampleRateHz, 16_000)

export const clips: readonly Clip[] = conversation.script.utterances.slice(1).map((second, at) => {
  const first = conversation.script.utterances[at] ?? second
  const startMs = first.startMs - AROUND_MS
  const clip = between(recorded, startMs, second.endMs + AROUND_MS)
  return {
    wav: encodeWav(clip),
    sound: toRecogniser.resample(clip),
    utterances: [first, second].map((span) => ({
      startMs: span.startMs - startMs,
      endMs: span.endMs - startMs,
    })),
  }
})
