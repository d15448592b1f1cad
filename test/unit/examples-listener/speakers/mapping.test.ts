import { describe, expect, it } from 'vitest'
import { createSpectrograph } from '../../../../examples/listener/src/audio/spectrogram.ts'
import { findSpeech } from '../../../../examples/listener/src/audio/vad.ts'
import { SAME_SPEAKER } from '../../../../examples/listener/src/speakers/clustering.ts'
import { createEmbedder, similarity } from '../../../../examples/listener/src/speakers/embedding.ts'
import { createSpeakerMapper } from '../../../../examples/listener/src/speakers/mapping.ts'
import { conversation, sound } from '../conversation.ts'

const heard = { sound, spectrogram: createSpectrograph(16_000).analyse(sound) }
const { utterances } = conversation.script

describe('createEmbedder', () => {
  it('puts spans of one voice nearer together than spans of two, with room for the threshold', () => {
    const embed = createEmbedder(40)
    const voices = utterances.map((span) => ({ ...span, point: embed(heard, span) }))
    for (const a of voices) {
      for (const b of voices) {
        const likeness = similarity(a.point, b.point)
        if (a.speaker === b.speaker) expect(likeness).toBeGreaterThan(SAME_SPEAKER + 0.03)
        else expect(likeness).toBeLessThan(SAME_SPEAKER - 0.03)
      }
    }
  })

  it('gives unit vectors, and the same for the same', () => {
    const [first, again] = [createEmbedder(40), createEmbedder(40)]
    for (const span of utterances) {
      expect(Math.hypot(...first(heard, span))).toBeCloseTo(1, 12)
      expect(first(heard, span)).toEqual(again(heard, span))
    }
  })

  it('gives a span without sound a finite embedding', () => {
    const nothing = createEmbedder(40)(heard, { startMs: 1e6, endMs: 1e6 + 500 })
    expect(nothing.every(Number.isFinite)).toBe(true)
  })
})

describe('createSpeakerMapper', () => {
  const map = createSpeakerMapper(40)
  const names: Readonly<Record<string, string>> = {
    ada: 'Speaker A',
    ben: 'Speaker B',
    cleo: 'Speaker C',
  }

  it('finds the three speakers of the conversation, live and settled', () => {
    const { live, settled } = map(heard, findSpeech(sound))
    const expected = utterances.map(({ speaker }) => names[speaker])
    expect(live.map(({ speaker }) => speaker)).toEqual(expected)
    expect(settled.map(({ speaker }) => speaker)).toEqual(expected)
  })

  it('names by the order of speaking, so another beginning gives other names to the same voices', () => {
    const { settled } = map(heard, findSpeech(sound).slice(1))
    expect(settled.map(({ speaker }) => speaker.slice(-1)).join('')).toBe('ABCABC')
  })

  it('has nobody where nobody speaks', () => {
    expect(map(heard, [])).toEqual({ live: [], settled: [] })
  })
})
