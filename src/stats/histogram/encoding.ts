/**
 * HdrHistogram's V2 encoding, uncompressed. (The compressed form is cookie 0x1c849304 | 0x10, a length, and this in
 * deflate; that is done where histograms are stored.) Source: Gil Tene, AbstractHistogram.java, encodeIntoByteBuffer.
 *
 *   int32 cookie 0x1c849303 | 0x10
 *   int32 length of the payload in bytes
 *   int32 normalising index offset   (0; ignored when read, as positions in the payload are already in order)
 *   int32 significant digits
 *   int64 lowest discernible value, int64 highest trackable value   (both in steps)
 *   float64 integer-to-double conversion ratio
 *   payload: one zig-zag LEB128 integer a slot; a negative one, −n, stands for n empty slots
 *
 * All numbers big-endian.
 */

import { Histogram, isRatio } from './histogram.ts'
import { createLayout } from './layout.ts'
import { MAX_ZIGZAG_BYTES, readZigZag, writeZigZag } from './zigzag.ts'

const COOKIE_BASE = 0x1c849303
const COMPRESSED_COOKIE_BASE = 0x1c849304
/** The low byte's upper half tells old word sizes; V2 writers set 1, and readers ignore it. */
const WORD_SIZE_MASK = 0xf0
const COOKIE = COOKIE_BASE | 0x10
const HEADER_BYTES = 40

/** A histogram as V2 bytes, uncompressed. The same counts give the same bytes. */
export function encodeHistogram(histogram: Histogram): Uint8Array {
  const payload = encodeCounts(histogram)
  const bytes = new Uint8Array(HEADER_BYTES + payload.length)
  const view = new DataView(bytes.buffer)
  view.setInt32(0, COOKIE)
  view.setInt32(4, payload.length)
  view.setInt32(8, 0)
  view.setInt32(12, histogram.digits)
  view.setBigInt64(16, BigInt(histogram.lowestSteps))
  view.setBigInt64(24, BigInt(histogram.highestSteps))
  view.setFloat64(32, histogram.ratio)
  bytes.set(payload, HEADER_BYTES)
  return bytes
}

/**
 * The histogram in V2 bytes, uncompressed. Throws a RangeError that says what is wrong if the bytes are not one, are
 * cut off, or describe what can't be held. Memory is one double a slot, up to the last slot counted: at most what the
 * digits allow (40 MB, at 5 digits), however long the bytes are.
 */
export function decodeHistogram(bytes: Uint8Array): Histogram {
  const header = readHeader(bytes)
  const layout = createLayout(header.digits, header.lowestSteps)
  const payload = bytes.subarray(HEADER_BYTES)
  const histogram = new Histogram(layout, header)
  // Twice over the bytes: the first makes sure of them and finds the last slot, the second counts into room made once.
  const last = readCounts(payload, layout.maxLength, () => undefined)
  if (last >= 0) histogram.reserveIndex(last)
  readCounts(payload, layout.maxLength, (index, count) => histogram.addAtIndex(index, count))
  return histogram
}

/** Each integer written takes its place in the worst case of nine bytes; runs of empty slots take one together. */
function encodeCounts(histogram: Histogram): Uint8Array {
  const first = Math.max(0, histogram.firstIndex())
  const last = histogram.lastIndex()
  const bytes = new Uint8Array(countIntegers(histogram, first, last) * MAX_ZIGZAG_BYTES)
  let at = 0
  let empty = first
  for (let index = first; index <= last; index++) {
    const count = histogram.countAtIndex(index)
    if (count === 0) {
      empty++
      continue
    }
    if (empty > 0) at = writeZigZag(bytes, at, empty === 1 ? 0 : -empty)
    empty = 0
    at = writeZigZag(bytes, at, count)
  }
  return bytes.subarray(0, at)
}

function countIntegers(histogram: Histogram, first: number, last: number): number {
  let held = 0
  for (let index = first; index <= last; index++) if (histogram.countAtIndex(index) > 0) held++
  return held * 2
}

interface Header {
  readonly digits: number
  readonly lowestSteps: number
  readonly highestSteps: number
  readonly ratio: number
}

function readHeader(bytes: Uint8Array): Header {
  if (bytes.length < HEADER_BYTES) {
    throw new RangeError(`a histogram has at least ${HEADER_BYTES} bytes, not ${bytes.length}`)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  checkCookie(view.getInt32(0))
  const payload = view.getInt32(4)
  if (payload !== bytes.length - HEADER_BYTES) {
    const held = bytes.length - HEADER_BYTES
    throw new RangeError(`the histogram announces ${payload} bytes of counts and holds ${held}`)
  }
  const header = {
    digits: view.getInt32(12),
    lowestSteps: Number(view.getBigInt64(16)),
    // Java allows up to 2⁶³ − 1; what lies beyond 2⁵³ − 1 could not hold a count here anyway.
    highestSteps: Math.min(Number(view.getBigInt64(24)), Number.MAX_SAFE_INTEGER),
    ratio: readRatio(view),
  }
  checkHeader(header)
  return header
}

/** hdr-histogram-js (3.0) writes the integer 1 where the format has the double 1. */
function readRatio(view: DataView): number {
  return view.getBigInt64(32) === 1n ? 1 : view.getFloat64(32)
}

function checkCookie(cookie: number): void {
  const base = cookie & ~WORD_SIZE_MASK
  if (base === COMPRESSED_COOKIE_BASE) {
    throw new RangeError('the histogram is compressed: inflate it first')
  }
  if (base !== COOKIE_BASE) {
    const hex = (cookie >>> 0).toString(16)
    throw new RangeError(`not a V2 histogram: it begins with 0x${hex}`)
  }
}

function checkHeader({ lowestSteps, highestSteps, ratio }: Header): void {
  if (highestSteps < 2 * lowestSteps) {
    throw new RangeError(
      `the histogram's range ${lowestSteps} … ${highestSteps} is empty or too small`,
    )
  }
  if (!isRatio(ratio)) {
    throw new RangeError(`the histogram's conversion ratio is ${ratio}: out of range`)
  }
}

/** Gives each slot that holds counts to `take`; returns the last one's index, −1 if there is none. */
function readCounts(
  payload: Uint8Array,
  maxLength: number,
  take: (index: number, count: number) => void,
): number {
  let index = 0
  let last = -1
  for (let at = 0; at < payload.length; ) {
    const { value, next } = readZigZag(payload, at)
    const after = index + (value < 0 ? -value : 1)
    if (after > maxLength) {
      throw new RangeError(`the histogram has counts beyond its last slot, ${maxLength}`)
    }
    if (value > 0) {
      take(index, value)
      last = index
    }
    index = after
    at = next
  }
  return last
}
