import { describe, expect, it } from 'vitest'
import { createResampler } from '../../../../examples/listener/src/audio/resample.ts'
import { loudness, tone } from '../tones.ts'

/** Away from the edges, where the filter sees silence before and after. */
const middle = (samples: Float32Array): Float32Array =>
  samples.subarray(samples.length / 4, (samples.length * 3) / 4)

describe('createResampler', () => {
  it.each([
    [22_050, 16_000],
    [16_000, 22_050],
    [48_000, 16_000],
    [8000, 16_000],
  ])('turns a tone at %d Hz into the same tone at %d Hz', (from, to) => {
    for (const hz of [100, 440, 1000, 3000]) {
      const output = createResampler(from, to).resample(tone(hz, { rate: from, ms: 200 }))
      const expected = tone(hz, { rate: to, ms: 200 })
      expect(output.sampleRateHz).toBe(to)
      expect(output.samples.length).toBe(expected.samples.length)
      const error = middle(output.samples.map((value, at) => value - (expected.samples[at] ?? 0)))
      expect(loudness(error)).toBeLessThan(1e-3)
    }
  })

  it('removes what the lower rate cannot carry, by 60 dB', () => {
    const beyond = tone(9500, { rate: 22_050, ms: 200 })
    const output = createResampler(22_050, 16_000).resample(beyond)
    expect(loudness(middle(output.samples))).toBeLessThan(loudness(beyond.samples) / 1000)
  })

  it('keeps a constant', () => {
    const constant = { sampleRateHz: 22_050, samples: new Float32Array(4000).fill(0.25) }
    for (const value of middle(createResampler(22_050, 16_000).resample(constant).samples)) {
      expect(value).toBeCloseTo(0.25, 6)
    }
  })

  it('gives back a sound that is already at the rate, and accepts none at all', () => {
    const sound = tone(440, { rate: 16_000, ms: 10 })
    expect(createResampler(16_000, 16_000).resample(sound)).toBe(sound)
    const empty = { sampleRateHz: 22_050, samples: new Float32Array(0) }
    expect(createResampler(22_050, 16_000).resample(empty).samples).toHaveLength(0)
  })

  it('refuses rates that are none, and sounds of another rate', () => {
    expect(() => createResampler(0, 16_000)).toThrow(/0 Hz/)
    expect(() => createResampler(22_050, 16_000.5)).toThrow(/16000.5 Hz/)
    const resampler = createResampler(22_050, 16_000)
    expect(() => resampler.resample(tone(440, { rate: 8000, ms: 10 }))).toThrow(/given 8000 Hz/)
  })
})
