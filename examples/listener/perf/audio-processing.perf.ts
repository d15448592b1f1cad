import { type Scenario, scenario, shuffled } from 'plimsoll'
import { createResampler } from '../src/audio/resample.ts'
import { createSpectrograph } from '../src/audio/spectrogram.ts'
import { findSpeech } from '../src/audio/vad.ts'
import { decodeWav } from '../src/audio/wav.ts'
import { clips } from './clips.ts'

/** Everything that happens to a recording before anyone asks who speaks or what is said. */
export const prepareAudio: Scenario = scenario('prepare audio', {
  category: 'audio',
  tags: ['cpu'],
  budget: {
    p95Ms: 120,
    stages: {
      decode: { p95Ms: 20 },
      resample: { p95Ms: 60 },
      vad: { p95Ms: 20 },
      spectrogram: { p95Ms: 60 },
    },
  },
  feed: shuffled(clips),
  setup: () => ({
    resampler: createResampler(22_050, 16_000),
    spectrograph: createSpectrograph(16_000),
  }),
  run: ({ ctx, input, stage }) => {
    const recorded = stage('decode', () => decodeWav(input.wav))
    const sound = stage('resample', () => ctx.resampler.resample(recorded))
    const spans = stage('vad', () => findSpeech(sound))
    const spectrogram = stage('spectrogram', () => ctx.spectrograph.analyse(sound))
    return { spans, spectrogram }
  },
})

/** The same transform, coarse as for voices and fine as for speech models. */
export const spectrogram: Scenario = scenario('log-mel spectrogram', {
  category: 'audio',
  tags: ['cpu'],
  params: [{ mels: 40 }, { mels: 80 }],
  budget: { p95Ms: 60 },
  feed: shuffled(clips),
  setup: ({ params }) => createSpectrograph(16_000, { mels: params.mels }),
  run: ({ ctx, input }) => ctx.analyse(input.sound),
})
