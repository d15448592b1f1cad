import { fromPcm16, type Sound, toPcm16 } from './pcm.ts'

/**
 * RIFF/WAVE with 16-bit PCM, mono or stereo: what microphones, telephony and espeak-ng write.
 * Layout: Microsoft & IBM, Multimedia Programming Interface 1.0 (1991). All numbers are little-endian.
 *
 *   "RIFF" size "WAVE" │ "fmt " size format… │ any other chunk │ "data" size samples…
 */

/** Why a file could not be read. */
export type WavProblem = 'not-wav' | 'truncated' | 'no-format' | 'unsupported' | 'no-data'

/** A file that is no readable WAV; `message` says what was found and what is needed. */
export class WavError extends Error {
  override readonly name = 'WavError'
  readonly problem: WavProblem

  constructor(problem: WavProblem, message: string) {
    super(message)
    this.problem = problem
  }
}

interface Format {
  readonly channels: number
  readonly sampleRateHz: number
}

interface Chunk {
  readonly id: string
  readonly body: DataView
}

const CHUNK_HEADER_BYTES = 8
const RIFF_HEADER_BYTES = 12
const FORMAT_BYTES = 16
const ENCODING_PCM = 1

/**
 * The sound in a WAV file; stereo is mixed down to mono.
 * @throws {WavError} when the bytes are no complete 16-bit PCM WAV file
 */
export function decodeWav(bytes: Uint8Array): Sound {
  let format: Format | undefined
  for (const chunk of chunksOf(bytes)) {
    if (chunk.id === 'fmt ') format = readFormat(chunk.body)
    if (chunk.id === 'data') {
      if (format === undefined) {
        throw new WavError('no-format', 'the WAV file has samples but no "fmt " chunk before them')
      }
      return {
        sampleRateHz: format.sampleRateHz,
        samples: readSamples(chunk.body, format.channels),
      }
    }
  }
  throw new WavError('no-data', 'the WAV file has no "data" chunk')
}

/** A mono sound as a 16-bit PCM WAV file. */
export function encodeWav(sound: Sound): Uint8Array {
  const pcm = toPcm16(sound.samples)
  const headerBytes = RIFF_HEADER_BYTES + CHUNK_HEADER_BYTES + FORMAT_BYTES + CHUNK_HEADER_BYTES
  const view = new DataView(new ArrayBuffer(headerBytes + pcm.byteLength))
  writeTag(view, 0, 'RIFF')
  view.setUint32(4, view.byteLength - CHUNK_HEADER_BYTES, true)
  writeTag(view, 8, 'WAVE')
  writeFormat(view, RIFF_HEADER_BYTES, sound.sampleRateHz)
  writeTag(view, headerBytes - CHUNK_HEADER_BYTES, 'data')
  view.setUint32(headerBytes - 4, pcm.byteLength, true)
  pcm.forEach((sample, at) => {
    view.setInt16(headerBytes + at * 2, sample, true)
  })
  return new Uint8Array(view.buffer)
}

function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (
    bytes.length < RIFF_HEADER_BYTES ||
    readTag(view, 0) !== 'RIFF' ||
    readTag(view, 8) !== 'WAVE'
  ) {
    throw new WavError('not-wav', 'not a WAV file: it does not begin with "RIFF" … "WAVE"')
  }
  let at = RIFF_HEADER_BYTES
  while (at + CHUNK_HEADER_BYTES <= bytes.length) {
    const id = readTag(view, at)
    const size = view.getUint32(at + 4, true)
    const start = at + CHUNK_HEADER_BYTES
    if (start + size > bytes.length) {
      const missing = start + size - bytes.length
      throw new WavError(
        'truncated',
        `the WAV file ends ${missing} bytes before its "${id}" chunk does`,
      )
    }
    yield { id, body: new DataView(bytes.buffer, bytes.byteOffset + start, size) }
    at = start + size + (size % 2) // chunks begin at even offsets
  }
}

function readFormat(body: DataView): Format {
  if (body.byteLength < FORMAT_BYTES) {
    throw new WavError(
      'truncated',
      `the "fmt " chunk has ${body.byteLength} bytes, not ${FORMAT_BYTES}`,
    )
  }
  const encoding = body.getUint16(0, true)
  const channels = body.getUint16(2, true)
  const sampleRateHz = body.getUint32(4, true)
  const bits = body.getUint16(14, true)
  if (encoding !== ENCODING_PCM || bits !== 16) {
    throw new WavError(
      'unsupported',
      `need 16-bit PCM (encoding 1), not ${bits}-bit encoding ${encoding}`,
    )
  }
  if (channels !== 1 && channels !== 2) {
    throw new WavError('unsupported', `need one or two channels, not ${channels}`)
  }
  if (sampleRateHz === 0) throw new WavError('unsupported', 'a sample rate of 0 Hz has no duration')
  return { channels, sampleRateHz }
}

function readSamples(body: DataView, channels: number): Float32Array {
  const frameBytes = 2 * channels
  if (body.byteLength % frameBytes !== 0) {
    throw new WavError(
      'truncated',
      `${body.byteLength} bytes of samples are no whole number of frames`,
    )
  }
  const pcm = pcm16(body)
  return channels === 1 ? fromPcm16(pcm) : mixDown(fromPcm16(pcm))
}

/** Little-endian 16-bit integers; copied, because the chunk may begin at an odd address. */
function pcm16(body: DataView): Int16Array {
  const pcm = new Int16Array(body.byteLength / 2)
  for (let at = 0; at < pcm.length; at++) pcm[at] = body.getInt16(at * 2, true)
  return pcm
}

function mixDown(interleaved: Float32Array): Float32Array {
  const mono = new Float32Array(interleaved.length / 2)
  for (let at = 0; at < mono.length; at++) {
    mono[at] = ((interleaved[2 * at] as number) + (interleaved[2 * at + 1] as number)) / 2
  }
  return mono
}

function writeFormat(view: DataView, at: number, sampleRateHz: number): void {
  writeTag(view, at, 'fmt ')
  view.setUint32(at + 4, FORMAT_BYTES, true)
  view.setUint16(at + 8, ENCODING_PCM, true)
  view.setUint16(at + 10, 1, true) // channels
  view.setUint32(at + 12, sampleRateHz, true)
  view.setUint32(at + 16, sampleRateHz * 2, true) // bytes a second
  view.setUint16(at + 20, 2, true) // bytes a frame
  view.setUint16(at + 22, 16, true) // bits a sample
}

function readTag(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)))
}

function writeTag(view: DataView, at: number, tag: string): void {
  for (let offset = 0; offset < 4; offset++) view.setUint8(at + offset, tag.charCodeAt(offset))
}
