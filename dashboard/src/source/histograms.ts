import { decodeHistogram, type Histogram } from '../../../src/stats/index.ts'

/**
 * Histograms as records keep them: int32 cookie, int32 length, deflated HdrHistogram V2, all in base64. (In Node this is
 * done by record/histogram-text.ts.)
 */
const ENVELOPE_BYTES = 8
/** Anything longer is a bomb. */
const INFLATED_MAX_BYTES = 48 * 1024 * 1024

/** @throws RangeError on what is no histogram */
export async function unpackHistogram(text: string): Promise<Histogram> {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  if (bytes.length < ENVELOPE_BYTES) throw new RangeError('a histogram is cut off')
  const length = new DataView(bytes.buffer).getInt32(4)
  const deflated = bytes.subarray(ENVELOPE_BYTES, ENVELOPE_BYTES + length)
  return decodeHistogram(await inflate(deflated))
}

async function inflate(deflated: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream('deflate'))
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
    bytes += value.length
    if (bytes > INFLATED_MAX_BYTES) throw new RangeError('a histogram is too large')
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}
