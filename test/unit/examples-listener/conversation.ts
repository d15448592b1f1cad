import { createResampler } from '../../../examples/listener/src/audio/resample.ts'
import type { Sound } from '../../../examples/listener/src/audio/pcm.ts'
import { decodeWav } from '../../../examples/listener/src/audio/wav.ts'
import { loadConversation } from '../../../examples/listener/src/conversation.ts'

/** The checked-in conversation, and its sound at 16 kHz. */
export const conversation = await loadConversation()
export const sound: Sound = createResampler(22_050, 16_000).resample(decodeWav(conversation.wav))

/** Every word of the script, in order. */
export const scriptWords: readonly string[] = conversation.script.utterances.flatMap((utterance) =>
  utterance.text.split(' '),
)
