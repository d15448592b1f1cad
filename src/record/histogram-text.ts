import { deflateSync, inflateSync } from 'node:zlib'
import { messageOf, type PlimsollError, usageError } from '../kernel/errors.ts'

/**
 * Histograms as the text that a record keeps: HdrHistogram's compressed V2 envelope in base64, which other HDR tools
 * read too. Source: Gil Tene, AbstractHistogram.java, encodeIntoCompressedByteBuffer.
 *
 *   V2 bytes ─ deflate ─▶ int32 cookie 0x1c849304 | 0x10, int32 length, deflated ─ base64 ─▶ text
 */

const COMPRESSED_COOKIE = 0x1c849304
const PLAIN_COOKIE = 0x1c849303
/** The low byte's upper half tells old word sizes; V2 writers set 1, readers ignore it. */
const WORD_SIZE_MASK = 0xf0
const WORD_SIZE = 0x10
const ENVELOPE_BYTES = 8
/** A histogram of 5 digits over all of 2⁵³ steps has 4.6 M slots of up to 9 bytes. Anything longer is a bomb. */
const INFLATED_MAX_BYTES = 48 * 1024 * 1024
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/** V2 bytes → text. The same bytes give the same text. */
export function packHistogram(encodedV2: Uint8Array): string {
  const deflated = deflateSync(encodedV2)
  const envelope = Buffer.alloc(ENVELOPE_BYTES)
  envelope.writeInt32BE(COMPRESSED_COOKIE | WORD_SIZE, 0)
  envelope.writeInt32BE(deflated.length, 4)
  return Buffer.concat([envelope, deflated]).toString('base64')
}

/** Text → V2 bytes. @throws PlimsollError HISTOGRAM_INVALID */
export function unpackHistogram(text: string): Uint8Array {
  if (!BASE64.test(text)) throw invalid('it is not base64')
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length < ENVELOPE_BYTES) throw invalid('it is cut off')
  if ((bytes.readInt32BE(0) & ~WORD_SIZE_MASK) !== COMPRESSED_COOKIE) {
    throw invalid('it is not a compressed HdrHistogram V2')
  }
  const length = bytes.readInt32BE(4)
  if (length < 0 || length > bytes.length - ENVELOPE_BYTES) throw invalid('it is cut off')
  const inflated = inflate(bytes.subarray(ENVELOPE_BYTES, ENVELOPE_BYTES + length))
  if (inflated.length < 4 || (inflated.readInt32BE(0) & ~WORD_SIZE_MASK) !== PLAIN_COOKIE) {
    throw invalid('what it holds is not an HdrHistogram V2')
  }
  return inflated
}

function inflate(bytes: Uint8Array): Buffer {
  try {
    return inflateSync(bytes, { maxOutputLength: INFLATED_MAX_BYTES })
  } catch (thrown) {
    throw invalid(`it can't be inflated (${messageOf(thrown)})`)
  }
}

function invalid(why: string): PlimsollError {
  const hint = 'Export the record again: a histogram is compressed HdrHistogram V2 in base64.'
  return usageError('HISTOGRAM_INVALID', `A histogram can't be read: ${why}`, hint)
}
