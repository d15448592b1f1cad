import { describe, expect, it } from 'vitest'
import { medianPitchHz } from '../../../../examples/listener/src/speakers/pitch.ts'
import { createRandom } from '../../../../examples/listener/src/recogniser/random.ts'
import { silence } from '../tones.ts'

/** A buzz of so many pulses a second, like vocal cords: all harmonics up to 3 kHz. */
function buzz(hz: number) {
  const { samples } = silence({ rate: 16_000, ms: 300 })
  const harmonics = Array.from({ length: Math.floor(3000 / hz) }, (_, at) => at + 1)
  const level = (at: number): number =>
    harmonics.reduce((sum, k) => sum + Math.sin((2 * Math.PI * k * hz * at) / 16_000) / k, 0)
  return { sampleRateHz: 16_000, samples: samples.map((_, at) => 0.2 * level(at)) }
}

describe('medianPitchHz', () => {
  it.each([80, 110, 155, 220, 310])('hears %d Hz within 2 %%', (hz) => {
    const heard = medianPitchHz(buzz(hz)) ?? NaN
    expect(Math.abs(heard / hz - 1)).toBeLessThan(0.02)
  })

  it('does not take a multiple of the period for the period, wherever it falls between lags', () => {
    for (let hz = 75; hz <= 380; hz += 7) {
      const heard = medianPitchHz(buzz(hz)) ?? NaN
      expect(Math.abs(heard / hz - 1), `${hz} Hz`).toBeLessThan(0.05)
    }
  })

  it('hears no pitch in noise, silence, or next to nothing', () => {
    const random = createRandom(1)
    const quiet = silence({ rate: 16_000, ms: 300 })
    const noise = { ...quiet, samples: quiet.samples.map(() => random() - 0.5) }
    expect(medianPitchHz(noise)).toBeUndefined()
    expect(medianPitchHz(quiet)).toBeUndefined()
    expect(medianPitchHz(silence({ rate: 16_000, ms: 20 }))).toBeUndefined()
  })
})
