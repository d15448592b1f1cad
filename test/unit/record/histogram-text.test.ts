import { deflateSync } from 'node:zlib'
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64 } from 'hdr-histogram-js'
import { expect, test } from 'vitest'
import { createRandom } from '../../../src/kernel/random.ts'
import { packHistogram, unpackHistogram } from '../../../src/record/histogram-text.ts'
import { createHistogram, decodeHistogram, encodeHistogram } from '../../../src/stats/index.ts'
import { refusalOf } from '../../support/refusal.ts'

const random = createRandom(7)
const values = Array.from({ length: 5_000 }, () => Math.floor(1_000 * Math.exp(4 * random.float())))
const QUANTILES = [0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1]

function ours(ratio = 1): string {
  const histogram = createHistogram({ ratio })
  for (const value of values) histogram.record(value)
  return packHistogram(encodeHistogram(histogram))
}

test('what is packed is unpacked to the same bytes', () => {
  const bytes = encodeHistogram(createHistogram())
  expect(Buffer.from(unpackHistogram(packHistogram(bytes)))).toEqual(Buffer.from(bytes))
})

test('hdr-histogram-js reads what is packed here', () => {
  const theirs = decodeFromCompressedBase64(ours())
  const own = decodeHistogram(unpackHistogram(ours()))
  expect(theirs.totalCount).toBe(values.length)
  for (const q of QUANTILES) expect(theirs.getValueAtPercentile(q * 100)).toBe(own.quantile(q))
})

test('what hdr-histogram-js packs is read here', () => {
  const theirs = build({ numberOfSignificantValueDigits: 3 })
  for (const value of values) theirs.recordValue(value)
  const own = decodeHistogram(unpackHistogram(encodeIntoCompressedBase64(theirs)))
  expect(own.count).toBe(values.length)
  for (const q of QUANTILES) expect(own.quantile(q)).toBe(theirs.getValueAtPercentile(q * 100))
})

test('a step of 1 ps survives', () => {
  const histogram = createHistogram({ ratio: 0.001 })
  histogram.record(0.31)
  expect(decodeHistogram(unpackHistogram(packHistogram(encodeHistogram(histogram)))).max).toBe(0.31)
})

const envelope = (deflated: Uint8Array, length = deflated.length, cookie = 0x1c849314): string => {
  const head = Buffer.alloc(8)
  head.writeInt32BE(cookie, 0)
  head.writeInt32BE(length, 4)
  return Buffer.concat([head, deflated]).toString('base64')
}

test.each([
  ['nothing', '', 'not base64'],
  ['other text', 'no histogram!', 'not base64'],
  ['too little', 'AAAA', 'cut off'],
  ['another cookie', envelope(deflateSync('x'), undefined, 7), 'not a compressed HdrHistogram V2'],
  ['a length beyond the end', envelope(deflateSync('x'), 1_000), 'cut off'],
  ['a negative length', envelope(deflateSync('x'), -1), 'cut off'],
  ['half of one', envelope(deflateSync(Buffer.alloc(9_999, 'abc')).subarray(0, 9)), 'inflated'],
  ['no deflate', envelope(Buffer.from('hello there')), 'inflated'],
  ['something else inside', envelope(deflateSync('hello')), 'what it holds is not'],
  ['a bomb', envelope(deflateSync(Buffer.alloc(64 * 1024 * 1024))), 'inflated'],
])('%s is refused', async (_, text, why) => {
  const error = await refusalOf(() => unpackHistogram(text))
  expect(error).toMatchObject({ code: 'HISTOGRAM_INVALID', exitCode: 2 })
  expect(error.message).toContain(why)
})
