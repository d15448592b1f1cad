import { createResampler } from '../audio/resample.ts'
import { decodeWav } from '../audio/wav.ts'
import type { Conversation } from '../conversation.ts'
import { SAMPLE_RATE_HZ } from '../transcription/protocol.ts'
import type { ImpairmentOptions } from './impairments.ts'
import { createPhrasebook } from './phrasebook.ts'
import { type Recogniser, startRecogniser } from './server.ts'

/** A recogniser in this process that knows the conversation beside this code. The caller closes it. */
export async function startLocalRecogniser(
  conversation: Conversation,
  impairments: ImpairmentOptions = {},
): Promise<Recogniser> {
  const recorded = decodeWav(conversation.wav)
  const sound = createResampler(recorded.sampleRateHz, SAMPLE_RATE_HZ).resample(recorded)
  return startRecogniser({ phrases: createPhrasebook(sound, conversation.script), impairments })
}
