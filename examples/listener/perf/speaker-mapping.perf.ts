import { type Scenario, scenario, shuffled } from 'plimsoll'
import { createSpectrograph } from '../src/audio/spectrogram.ts'
import { clusterAll } from '../src/speakers/clustering.ts'
import { createEmbedder } from '../src/speakers/embedding.ts'
import { nameSpeakers } from '../src/speakers/names.ts'
import { clips } from './clips.ts'

const MELS = 40
const spectrograph = createSpectrograph(16_000, { mels: MELS })
const utterances = clips.flatMap((clip) => {
  const heard = { sound: clip.sound, spectrogram: spectrograph.analyse(clip.sound) }
  return clip.utterances.map((span) => ({ heard, span }))
})

/** From one utterance to the point that stands for its voice. */
export const embedVoice: Scenario = scenario('embed a voice', {
  category: 'speakers',
  tags: ['cpu'],
  budget: { p95Ms: 25 },
  feed: shuffled(utterances),
  setup: () => createEmbedder(MELS),
  run: ({ ctx: embed, input: { heard, span } }) => embed(heard, span),
})

/** A long conversation is clustered anew and its speakers keep their names: 48 turns, as in five minutes of talk. */
export const settleSpeakers: Scenario = scenario('settle speakers', {
  category: 'speakers',
  tags: ['cpu'],
  budget: { p95Ms: 60, stages: { cluster: { p95Ms: 50 }, name: { p95Ms: 10 } } },
  setup: () => {
    const embed = createEmbedder(MELS)
    const points = utterances.map(({ heard, span }) => embed(heard, span))
    const embeddings = [points, points, points, points].flat()
    const turns = embeddings.map((_, at) => ({ startMs: at * 6000, endMs: at * 6000 + 4000 }))
    const live = nameSpeakers(turns.map((turn, at) => ({ ...turn, cluster: at % 3 })))
    return { embeddings, turns, live }
  },
  run: ({ ctx: { embeddings, turns, live }, stage }) => {
    const clusters = stage('cluster', () => clusterAll(embeddings))
    return stage('name', () =>
      nameSpeakers(
        turns.map((turn, at) => ({ ...turn, cluster: clusters[at] ?? 0 })),
        live,
      ),
    )
  },
})
