import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeWav, WavError } from '../../../examples/listener/src/audio/wav.ts'
import { createListener } from '../../../examples/listener/src/pipeline.ts'
import { startLocalRecogniser } from '../../../examples/listener/src/recogniser/local.ts'
import type { Recogniser } from '../../../examples/listener/src/recogniser/server.ts'
import { conversation, sound } from './conversation.ts'

const VOICES: Readonly<Record<string, string>> = {
  ada: 'Speaker A',
  ben: 'Speaker B',
  cleo: 'Speaker C',
}
const EXPECTED = conversation.script.utterances.map(({ speaker, text }) => ({
  speaker: VOICES[speaker],
  text,
}))

describe('createListener', () => {
  let recogniser: Recogniser
  beforeAll(async () => {
    recogniser = await startLocalRecogniser(conversation)
  })
  afterAll(() => recogniser.close())

  it('says who said what, and when', async () => {
    const lines = await createListener({ url: recogniser.url }).listen(conversation.wav)
    expect(lines.map(({ speaker, text }) => ({ speaker, text }))).toEqual(EXPECTED)
    lines.forEach(({ startMs, endMs }, at) => {
      const truth = conversation.script.utterances[at]
      expect(Math.abs(startMs - (truth?.startMs ?? NaN))).toBeLessThanOrEqual(40)
      expect(Math.abs(endMs - (truth?.endMs ?? NaN))).toBeLessThanOrEqual(40)
    })
  })

  it('says the same again, and from another sample rate', async () => {
    const listener = createListener({ url: recogniser.url })
    const first = await listener.listen(conversation.wav)
    expect(await listener.listen(conversation.wav)).toEqual(first)
    expect(await listener.listen(encodeWav(sound))).toEqual(first)
  })

  it('lets every step be traced, in order', async () => {
    const steps: string[] = []
    const trace = <T>(step: string, work: () => T): T => {
      steps.push(step)
      return work()
    }
    await createListener({ url: recogniser.url }).listen(conversation.wav, trace)
    expect(steps).toEqual([
      'decode',
      'resample',
      'vad',
      'spectrogram',
      'speakers',
      'transcribe',
      'attribute',
    ])
  })

  it('fails for what is no WAV file', async () => {
    const listener = createListener({ url: recogniser.url })
    await expect(listener.listen(new Uint8Array(100))).rejects.toThrow(WavError)
  })

  it('comes through a bad line with the same transcript', async () => {
    const impairments = { seed: 7, latencyMs: 2, jitterMs: 5, dropProbability: 0.01, maxDrops: 2 }
    const impaired = await startLocalRecogniser(conversation, impairments)
    try {
      const lines = await createListener({ url: impaired.url }).listen(conversation.wav)
      expect(lines.map(({ speaker, text }) => ({ speaker, text }))).toEqual(EXPECTED)
      expect(impaired.connections()).toBe(3)
    } finally {
      await impaired.close()
    }
  })
})
