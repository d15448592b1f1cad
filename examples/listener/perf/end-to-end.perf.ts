import { type Scenario, scenario, shuffled } from 'plimsoll'
import { createListener } from '../src/pipeline.ts'
import { startLocalRecogniser } from '../src/recogniser/local.ts'
import { clips, conversation } from './clips.ts'

/** From the bytes of a WAV file to who said what, over a real WebSocket. The stages are the pipeline's own steps. */
export const listen: Scenario = scenario('listen', {
  category: 'pipeline',
  tags: ['cpu', 'network'],
  budget: {
    p95Ms: 400,
    stages: {
      decode: { p95Ms: 25 },
      resample: { p95Ms: 80 },
      vad: { p95Ms: 25 },
      spectrogram: { p95Ms: 80 },
      speakers: { p95Ms: 80 },
      transcribe: { p95Ms: 250 },
      attribute: { p95Ms: 10 },
    },
  },
  feed: shuffled(clips),
  setup: async () => {
    const recogniser = await startLocalRecogniser(conversation)
    return { recogniser, listener: createListener({ url: recogniser.url, timeoutMs: 5000 }) }
  },
  run: ({ ctx, input, stage }) => ctx.listener.listen(input.wav, stage),
  teardown: ({ ctx }) => ctx.recogniser.close(),
})
