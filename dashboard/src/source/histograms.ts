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
  // Without a Blob on the way: each is a message to another process, and a load test has thousands of histograms.
  const { readable, writable } = new DecompressionStream('deflate')
  const writer = writable.getWriter()
  // What is damaged is told by the reader too.
  const written = Promise.all([writer.write(deflated), writer.close()]).catch(() => undefined)
  const inflated = await readAll(readable)
  await written
  return inflated
}

async function readAll(readable: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Uint8Array> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  const reader = readable.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
    bytes += value.length
    if (bytes > INFLATED_MAX_BYTES) {
      void reader.cancel()
      throw new RangeError('a histogram is too large')
    }
  }
  return joined(chunks, bytes)
}

function joined(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  const [first] = chunks
  if (first !== undefined && chunks.length === 1) return first
  const all = new Uint8Array(bytes)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}
