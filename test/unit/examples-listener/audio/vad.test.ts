import { describe, expect, it } from 'vitest'
import { findSpeech } from '../../../../examples/listener/src/audio/vad.ts'
import { createRandom } from '../../../../examples/listener/src/recogniser/random.ts'
import { conversation, sound } from '../conversation.ts'
import { joined, silence, tone } from '../tones.ts'

const RATE = { rate: 16_000 }

describe('findSpeech', () => {
  it('finds the utterances of the conversation, within 120 ms', () => {
    const found = findSpeech(sound)
    const { utterances } = conversation.script
    expect(found).toHaveLength(utterances.length)
    utterances.forEach((utterance, at) => {
      expect(Math.abs((found[at]?.startMs ?? 0) - utterance.startMs)).toBeLessThanOrEqual(30)
      // A voice fades out: its end is less certain than its beginning.
      expect(Math.abs((found[at]?.endMs ?? 0) - utterance.endMs)).toBeLessThanOrEqual(120)
    })
  })

  it('bridges pauses up to the hangover, and no longer ones', () => {
    const speech = tone(200, { ...RATE, ms: 300 })
    const around = silence({ ...RATE, ms: 500 })
    const withPause = (ms: number): number =>
      findSpeech(joined(around, speech, silence({ ...RATE, ms }), speech, around)).length
    expect([withPause(150), withPause(200), withPause(250)]).toEqual([1, 1, 2])
  })

  it('ignores clicks', () => {
    const around = silence({ ...RATE, ms: 500 })
    expect(findSpeech(joined(around, tone(200, { ...RATE, ms: 40 }), around))).toEqual([])
  })

  it('counts a faint hiss beside a vowel, but not alone', () => {
    const random = createRandom(1)
    const noise = (amplitude: number, ms: number) => {
      const { samples } = silence({ ...RATE, ms })
      return { sampleRateHz: 16_000, samples: samples.map(() => (random() * 2 - 1) * amplitude) }
    }
    const vowel = tone(200, { ...RATE, ms: 200 })
    const [room, hiss] = [noise(0.001, 400), noise(0.006, 150)]
    expect(findSpeech(joined(room, hiss, room))).toEqual([])
    expect(findSpeech(joined(room, hiss, vowel, room))).toEqual([{ startMs: 400, endMs: 750 }])
  })

  it('hears nothing in silence or in no sound, and everything in a clip without a pause', () => {
    expect(findSpeech(silence({ ...RATE, ms: 1000 }))).toEqual([])
    expect(findSpeech(silence({ ...RATE, ms: 0 }))).toEqual([])
    expect(findSpeech(tone(200, { ...RATE, ms: 400 }))).toEqual([{ startMs: 0, endMs: 400 }])
  })
})
