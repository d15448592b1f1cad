import { describe, expect, it } from 'vitest'
import { createMelBands, hzOfMel, melOfHz } from '../../../../examples/listener/src/audio/mel.ts'
import { createSpectrograph } from '../../../../examples/listener/src/audio/spectrogram.ts'
import { silence, tone } from '../tones.ts'

const OPTIONS = { mels: 40, fftSize: 512, sampleRateHz: 16_000, lowHz: 60, highHz: 8000 }

describe('the mel scale', () => {
  it('has 1000 mels at 1000 Hz, and an inverse', () => {
    expect(melOfHz(1000)).toBeCloseTo(1000, 0)
    for (const hz of [0, 60, 440, 3000, 8000]) expect(hzOfMel(melOfHz(hz))).toBeCloseTo(hz, 6)
  })
})

describe('createMelBands', () => {
  const bands = createMelBands(OPTIONS)

  it('makes triangles: weights within 0…1 that rise once and fall once', () => {
    for (const { weights } of bands) {
      const top = weights.indexOf(Math.max(...weights))
      weights.forEach((weight, at) => {
        expect(weight).toBeGreaterThanOrEqual(0)
        expect(weight).toBeLessThanOrEqual(1)
        if (at > 0) expect(Math.sign(weight - (weights[at - 1] ?? 0))).toBe(at <= top ? 1 : -1)
      })
    }
  })

  it('gives every bin between the first and last centre a weight of 1 in all', () => {
    const sums = new Float64Array(257)
    for (const { firstBin, weights } of bands) {
      weights.forEach((weight, at) => {
        sums[firstBin + at] = (sums[firstBin + at] ?? 0) + weight
      })
    }
    const centres = bands.map((band) => Math.ceil(band.centreHz / (16_000 / 512)))
    for (let bin = centres[0] ?? 0; bin < (centres.at(-1) ?? 0); bin++) {
      expect(sums[bin]).toBeCloseTo(1, 9)
    }
  })

  it('spaces the centres evenly in mels', () => {
    const mels = bands.map((band) => melOfHz(band.centreHz))
    const steps = mels.slice(1).map((mel, at) => mel - (mels[at] ?? 0))
    for (const step of steps) expect(step).toBeCloseTo(steps[0] ?? 0, 6)
  })

  it('refuses a range beyond half the sample rate, and bands without a bin', () => {
    expect(() => createMelBands({ ...OPTIONS, highHz: 9000 })).toThrow(/9000 Hz/)
    expect(() => createMelBands({ ...OPTIONS, mels: 200 })).toThrow(/fewer mels/)
  })
})

describe('createSpectrograph', () => {
  const spectrograph = createSpectrograph(16_000)

  it('gives a frame every 10 ms for whole windows of 25 ms', () => {
    const framesIn = (ms: number): number =>
      spectrograph.analyse(silence({ rate: 16_000, ms })).frames
    expect([24, 25, 34, 35, 1000].map(framesIn)).toEqual([0, 1, 1, 2, 98])
  })

  it.each([300, 1000, 3500])('is loudest in the band of a tone at %d Hz', (hz) => {
    const { values, mels, frames } = spectrograph.analyse(tone(hz, { rate: 16_000, ms: 100 }))
    const nearest = createMelBands(OPTIONS)
      .map((band, at) => ({ at, off: Math.abs(melOfHz(band.centreHz) - melOfHz(hz)) }))
      .toSorted((a, b) => a.off - b.off)[0]?.at
    for (let frame = 0; frame < frames; frame++) {
      const bands = values.subarray(frame * mels, (frame + 1) * mels)
      expect(bands.indexOf(Math.max(...bands))).toBe(nearest)
    }
  })

  it('gives silence a finite level, and the same for the same sound', () => {
    const quiet = spectrograph.analyse(silence({ rate: 16_000, ms: 50 }))
    expect(quiet.values.every(Number.isFinite)).toBe(true)
    const sound = tone(440, { rate: 16_000, ms: 80 })
    expect(spectrograph.analyse(sound)).toEqual(spectrograph.analyse(sound))
  })

  it('refuses another sample rate', () => {
    expect(() => spectrograph.analyse(silence({ rate: 8000, ms: 50 }))).toThrow(/8000 Hz/)
  })
})
