import { type Scenario, scenario, shuffled } from 'plimsoll'
import { measure } from 'plimsoll/vitest'
import { describe, expect, it } from 'vitest'
import { createSpectrograph } from '../src/audio/spectrogram.ts'
import { createSpeakerMapper } from '../src/speakers/mapping.ts'
import { clips } from './clips.ts'

const MELS = 40
const spectrograph = createSpectrograph(16_000, { mels: MELS })
const heard = clips.map(({ sound, utterances }) => ({
  recording: { sound, spectrogram: spectrograph.analyse(sound) },
  utterances,
}))

const mapSpeakers: Scenario = scenario('map speakers', {
  category: 'speakers',
  tags: ['cpu'],
  feed: shuffled(heard),
  setup: () => createSpeakerMapper(MELS),
  run: ({ ctx: map, input }) => map(input.recording, input.utterances),
})

describe('speaker mapping', () => {
  it('names the speakers of a clip in a small part of the time the clip lasts', async () => {
    const result = await measure(mapSpeakers)
    expect(result).toMeetBudget({ p95Ms: 60 })
  })
})
