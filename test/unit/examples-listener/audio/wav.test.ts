import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromPcm16, toPcm16 } from '../../../../examples/listener/src/audio/pcm.ts'
import { decodeWav, encodeWav, WavError } from '../../../../examples/listener/src/audio/wav.ts'
import { tone } from '../tones.ts'

const GOOD = encodeWav(tone(440, { rate: 22_050, ms: 5 }))

/** A copy of a good file with bytes changed. */
function altered(change: (view: DataView) => void): Uint8Array {
  const copy = Uint8Array.from(GOOD)
  change(new DataView(copy.buffer))
  return copy
}

function problemOf(bytes: Uint8Array): string {
  try {
    decodeWav(bytes)
    return 'none'
  } catch (error) {
    if (!(error instanceof WavError)) throw error
    return `${error.problem}: ${error.message}`
  }
}

describe('encodeWav and decodeWav', () => {
  it('round-trip every 16-bit sample and any rate', () => {
    const samples = fc.int16Array({ maxLength: 200 })
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 192_000 }), (pcm, sampleRateHz) => {
        const decoded = decodeWav(encodeWav({ sampleRateHz, samples: fromPcm16(pcm) }))
        expect(decoded.sampleRateHz).toBe(sampleRateHz)
        expect(toPcm16(decoded.samples)).toEqual(pcm)
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  it('clip what is beyond full scale', () => {
    expect([...toPcm16(Float32Array.from([1.5, -1.5, 1]))]).toEqual([32_767, -32_768, 32_767])
  })

  it('mix stereo down', () => {
    const samples = fromPcm16(Int16Array.from([1000, 3000, -500, 500]))
    const stereo = encodeWav({ sampleRateHz: 8000, samples })
    new DataView(stereo.buffer).setUint16(22, 2, true)
    expect([...toPcm16(decodeWav(stereo).samples)]).toEqual([2000, 0])
  })

  it('skip chunks they do not know, with their padding, at odd addresses too', () => {
    const extra = Uint8Array.from([...new TextEncoder().encode('LIST'), 3, 0, 0, 0, 1, 2, 3, 0])
    const bytes = Uint8Array.from([0, ...GOOD.subarray(0, 12), ...extra, ...GOOD.subarray(12)])
    expect(decodeWav(bytes.subarray(1))).toEqual(decodeWav(GOOD))
  })
})

describe('decodeWav refuses', () => {
  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(0), /^not-wav: not a WAV file/],
    ['text', new TextEncoder().encode('RIFFling through papers'), /^not-wav/],
    ['a header alone', GOOD.subarray(0, 12), /^no-data: .*no "data" chunk/],
    ['half a file', GOOD.subarray(0, 100), /^truncated: .*164 bytes before its "data" chunk/],
    [
      'half a sample',
      altered((v) => v.setUint32(40, v.getUint32(40, true) - 1, true)),
      /^truncated/,
    ],
    ['floats', altered((v) => v.setUint16(20, 3, true)), /^unsupported: .*encoding 3/],
    ['8 bits', altered((v) => v.setUint16(34, 8, true)), /^unsupported: .*8-bit/],
    ['6 channels', altered((v) => v.setUint16(22, 6, true)), /^unsupported: .*6/],
    ['no rate', altered((v) => v.setUint32(24, 0, true)), /^unsupported: .*0 Hz/],
    ['no format', altered((v) => v.setUint8(12, 0x78)), /^no-format/],
    ['a short format', altered((v) => v.setUint32(16, 14, true)), /^truncated: .*14 bytes/],
  ])('%s', (_, bytes, expected) => {
    expect(problemOf(bytes)).toMatch(expected)
  })

  it('any damage with a WavError, or reads it', () => {
    const damage = fc.array(fc.tuple(fc.nat({ max: GOOD.length - 1 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(damage, fc.nat({ max: GOOD.length }), (changes, length) => {
        const bytes = Uint8Array.from(GOOD)
        for (const [at, value] of changes) bytes[at] = value
        problemOf(bytes.subarray(0, length))
      }),
      { seed: 1, numRuns: 500 },
    )
  })
})
