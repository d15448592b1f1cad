import { deflateSync, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram as Peer,
} from 'hdr-histogram-js'
import { describe, expect, it } from 'vitest'
import {
  createHistogram,
  decodeHistogram,
  encodeHistogram,
  type Histogram,
} from '../../../../src/stats/index.ts'

const COMPRESSED_COOKIE = 0x1c849304 | 0x10
const QUANTILES = [0, 0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 0.9999, 1]

const value = fc
  .tuple(fc.integer({ min: 1, max: 46 }), fc.maxSafeNat())
  .map(([bits, raw]) => raw % 2 ** bits)
const counted = fc.array(fc.tuple(value, fc.integer({ min: 1, max: 1e6 })), {
  minLength: 1,
  maxLength: 60,
})
const digits = fc.constantFrom(1, 2, 3, 4, 5)

function ours(pairs: readonly (readonly [number, number])[], options: object): Histogram {
  const histogram = createHistogram(options)
  for (const [one, count] of pairs) histogram.recordN(one, count)
  return histogram
}

function theirs(
  pairs: readonly (readonly [number, number])[],
  digitCount: 1 | 2 | 3 | 4 | 5,
): Peer {
  const histogram = build({ bitBucketSize: 64, numberOfSignificantValueDigits: digitCount })
  for (const [one, count] of pairs) histogram.recordValueWithCount(one, count)
  return histogram
}

function toPeer(histogram: Histogram): Peer {
  const deflated = deflateSync(encodeHistogram(histogram))
  const envelope = Buffer.alloc(8 + deflated.length)
  envelope.writeInt32BE(COMPRESSED_COOKIE, 0)
  envelope.writeInt32BE(deflated.length, 4)
  deflated.copy(envelope, 8)
  return decodeFromCompressedBase64(envelope.toString('base64'), 64)
}

function fromPeer(base64: string): Histogram {
  const envelope = Buffer.from(base64, 'base64')
  return decodeHistogram(inflateSync(envelope.subarray(8, 8 + envelope.readInt32BE(4))))
}

/** What both must agree on, to the last digit. */
const told = (histogram: Histogram) => ({
  count: histogram.count,
  mean: histogram.mean(),
  quantiles: QUANTILES.map((q) => histogram.quantile(q)),
})
const toldBy = (peer: Peer) => ({
  count: peer.totalCount,
  mean: peer.mean,
  quantiles: QUANTILES.map((q) => peer.getValueAtPercentile(q * 100)),
})

describe('V2 encoding beside hdr-histogram-js', () => {
  it('tells the same of the same values', () => {
    fc.assert(
      fc.property(counted, digits, (pairs, digitCount) => {
        const peer = toldBy(theirs(pairs, digitCount))
        const own = told(ours(pairs, { digits: digitCount }))
        expect({ ...own, mean: 0 }).toEqual({ ...peer, mean: 0 })
        expect(Math.abs(own.mean - peer.mean)).toBeLessThanOrEqual(1e-9 * peer.mean)
      }),
      { numRuns: 12 },
    )
  })

  it('is read there as it was written here', () => {
    fc.assert(
      fc.property(counted, digits, (pairs, digitCount) => {
        const histogram = ours(pairs, { digits: digitCount })
        const peer = toPeer(histogram)
        expect(toldBy(peer).quantiles).toEqual(told(histogram).quantiles)
        const again = fromPeer(encodeIntoCompressedBase64(peer))
        expect([...again.buckets()]).toEqual([...histogram.buckets()])
      }),
      { numRuns: 8 },
    )
  })

  it('is read here as it was written there', () => {
    fc.assert(
      fc.property(counted, digits, (pairs, digitCount) => {
        const histogram = ours(pairs, { digits: digitCount })
        const read = fromPeer(encodeIntoCompressedBase64(theirs(pairs, digitCount)))
        expect([...read.buckets()]).toEqual([...histogram.buckets()])
      }),
      { numRuns: 8 },
    )
  })
})

describe('V2 encoding', () => {
  it('gives back the same histogram, and the same bytes again', () => {
    const ratio = fc.constantFrom(1, 0.001, 0.5, 1000)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, fc.integer({ min: 1, max: 1e6 }))),
        digits,
        ratio,
        (pairs, digitCount, ratioOf) => {
          const scaled = pairs.map(([one, count]) => [one * ratioOf, count] as const)
          const histogram = ours(scaled, {
            digits: digitCount,
            ratio: ratioOf,
            highest: 1e6 * ratioOf,
          })
          const bytes = encodeHistogram(histogram)
          const read = decodeHistogram(bytes)
          expect(told(read)).toEqual(told(histogram))
          expect([read.ratio, read.digits]).toEqual([ratioOf, digitCount])
          expect(encodeHistogram(read)).toEqual(bytes)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('begins with the cookie, and keeps large counts and the lowest value exactly', () => {
    const histogram = createHistogram({ lowest: 1000 })
    histogram.recordN(1e9, Number.MAX_SAFE_INTEGER)
    const bytes = encodeHistogram(histogram)
    expect(Buffer.from(bytes).readUInt32BE(0)).toBe(0x1c849313)
    const read = decodeHistogram(bytes)
    expect(read.count).toBe(Number.MAX_SAFE_INTEGER)
    expect(read.lowestSteps).toBe(1000)
  })
})

describe('decoding hostile bytes', () => {
  const sound = encodeHistogram(
    ours(
      [
        [1, 1],
        [70, 3],
        [1e6, 7],
        [1e12, 300],
      ],
      { ratio: 0.001 },
    ),
  )
  const patched = (at: number, bytes: readonly number[]): Uint8Array => {
    const copy = sound.slice()
    copy.set(bytes, at)
    return copy
  }
  /** A payload of our own behind a sound header. */
  const withPayload = (payload: readonly number[]): Uint8Array => {
    const bytes = new Uint8Array(40 + payload.length)
    bytes.set(sound.subarray(0, 40))
    bytes.set(payload, 40)
    new DataView(bytes.buffer).setInt32(4, payload.length)
    return bytes
  }
  const double = (value: number) =>
    [...new Uint8Array(new Float64Array([value]).buffer)].toReversed()
  const eight = (byte: number) => Array.from({ length: 8 }, () => byte)

  it.each([
    ['nothing', new Uint8Array(0), /at least 40 bytes/],
    ['a cut header', sound.subarray(0, 39), /at least 40 bytes/],
    ['a cut payload', sound.subarray(0, sound.length - 1), /announces/],
    ['bytes after the end', new Uint8Array([...sound, 0]), /announces/],
    ['a negative length', patched(4, [0xff, 0xff, 0xff, 0xff]), /announces/],
    ['another cookie', patched(0, [0x1c, 0x84, 0x93, 0x01]), /not a V2 histogram/],
    ['the compressed cookie', patched(0, [0x1c, 0x84, 0x93, 0x14]), /inflate it first/],
    ['0 digits', patched(15, [0]), /digits/],
    ['200 digits', patched(15, [200]), /digits/],
    ['a negative lowest value', patched(16, eight(0xff)), /lowest/],
    ['a huge lowest value', patched(16, [0x7f, ...eight(0xff).slice(1)]), /range|lowest/],
    ['a negative highest value', patched(24, eight(0xff)), /range/],
    ['a ratio of 0', patched(32, eight(0)), /ratio/],
    ['a ratio of NaN', patched(32, eight(0xff)), /ratio/],
    ['a ratio that makes values infinite', patched(32, double(1e293)), /ratio/],
    ['a ratio without an inverse', patched(32, double(1e-310)), /ratio/],
    ['a negative ratio', patched(32, double(-1)), /ratio/],
    ['a count that does not end', withPayload([0x80, 0x80]), /cut off/],
    ['a count beyond 2⁵³', withPayload([...eight(0xfe), 0x7e]), /a count is larger/],
    [
      'counts that add up beyond 2⁵³',
      withPayload(Array.from({ length: 3 }, () => [...eight(0xfe).slice(1), 0x0e]).flat()),
      /add up/,
    ],
    [
      'a run of empty slots without end',
      withPayload([...eight(0xff).slice(1), 0x07, 2]),
      /beyond its last slot/,
    ],
    [
      'more slots than there are',
      withPayload(Array.from({ length: 60_000 }, () => 0)),
      /beyond its last slot/,
    ],
  ])('refuses %s', (_name, bytes, message) => {
    expect(() => decodeHistogram(bytes)).toThrow(RangeError)
    expect(() => decodeHistogram(bytes)).toThrow(message)
  })

  it('reads a count in every slot there is', () => {
    const bytes = new Uint8Array(40 + 4_849_664).fill(2, 40)
    bytes.set(encodeHistogram(createHistogram({ digits: 5 })).subarray(0, 40))
    new DataView(bytes.buffer).setInt32(4, bytes.length - 40)
    const read = decodeHistogram(bytes)
    expect([read.count, read.lastIndex()]).toEqual([4_849_664, 4_849_663])
    expect(encodeHistogram(read).length).toBe(bytes.length)
  })

  it('either reads or refuses whatever is mutated, in bounded memory', () => {
    const edits = fc.array(fc.tuple(fc.nat({ max: sound.length - 1 }), fc.nat({ max: 255 })), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(edits, (changes) => {
        const bytes = sound.slice()
        for (const [at, byte] of changes) bytes[at] = byte
        try {
          expect(decodeHistogram(bytes).count).toBeGreaterThanOrEqual(0)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(RangeError)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
