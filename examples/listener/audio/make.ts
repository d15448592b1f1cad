/**
 * Makes conversation.wav (22,050 Hz mono 16-bit PCM) and conversation.json (who says what, when) beside this file.
 *
 *   node examples/listener/audio/make.ts
 *
 * Needs espeak-ng on PATH (Debian: `apt install espeak-ng`); the checked-in files were made with version 1.51. The
 * same version makes the same bytes. espeak-ng's command line gives no word times, so a word's share of its utterance
 * is estimated from its length in letters.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeWav, encodeWav } from '../src/audio/wav.ts'
import type { Script, ScriptWord, Utterance } from '../src/conversation.ts'
import { createRandom } from '../src/recogniser/random.ts'

interface Voice {
  readonly name: string
  /** espeak-ng voice, pitch (0…99) and words a minute. */
  readonly voice: string
  readonly pitch: number
  readonly wordsPerMinute: number
}

const ADA: Voice = { name: 'ada', voice: 'en-gb-x-rp+f2', pitch: 50, wordsPerMinute: 205 }
const BEN: Voice = { name: 'ben', voice: 'en-us+m3', pitch: 18, wordsPerMinute: 200 }
const CLEO: Voice = { name: 'cleo', voice: 'en-gb-scotland+f5', pitch: 75, wordsPerMinute: 210 }

const LINES: readonly (readonly [Voice, string])[] = [
  [ADA, 'Good morning how much can she carry today'],
  [BEN, 'Four hundred tons if the sea stays calm'],
  [CLEO, 'The forecast says wind from the north by noon'],
  [ADA, 'Then we load three hundred and watch the line'],
  [BEN, 'I will tell the crew'],
  [CLEO, 'Call me when the last crate is on board'],
  [ADA, 'Thank you both'],
]

const SAMPLE_RATE_HZ = 22_050
const LEAD_MS = 400
/** Silences between utterances; longer than any pause within one. */
const GAPS_MS = [480, 420, 560, 450, 500, 430, 400]
/** Uniform noise of this amplitude (about −65 dB of full scale): no room is silent. */
const NOISE = 0.001
/** What espeak-ng leaves quieter than this at either end is trimmed. */
const AUDIBLE = 0.004

const samplesOf = (ms: number): number => Math.round((ms / 1000) * SAMPLE_RATE_HZ)
const msOf = (samples: number): number => Math.round((samples / SAMPLE_RATE_HZ) * 1000)

function speak({ voice, pitch, wordsPerMinute }: Voice, text: string): Float32Array {
  const folder = mkdtempSync(join(tmpdir(), 'conversation-'))
  const file = join(folder, 'line.wav')
  try {
    const settings = ['-v', voice, '-p', String(pitch), '-s', String(wordsPerMinute)]
    execFileSync('espeak-ng', [...settings, '-w', file, text], { timeout: 10_000 })
    return trim(decodeWav(readFileSync(file)).samples)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function trim(samples: Float32Array): Float32Array {
  const audible = (sample: number): boolean => Math.abs(sample) > AUDIBLE
  return samples.slice(samples.findIndex(audible), samples.findLastIndex(audible) + 1)
}

/** Words with times in proportion to their letters; every word has two more than it is written with. */
function timeWords(
  text: string,
  { startMs, endMs }: { startMs: number; endMs: number },
): ScriptWord[] {
  const words = text.split(' ')
  const weights = words.map((word) => word.length + 2)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const edgeMs = (count: number): number => {
    const before = weights.slice(0, count).reduce((sum, weight) => sum + weight, 0)
    return Math.round(startMs + ((endMs - startMs) * before) / total)
  }
  return words.map((word, at) => ({ text: word, startMs: edgeMs(at), endMs: edgeMs(at + 1) }))
}

const pieces: Float32Array[] = [new Float32Array(samplesOf(LEAD_MS))]
const utterances: Utterance[] = []
let length = samplesOf(LEAD_MS)
LINES.forEach(([voice, text], at) => {
  const speech = speak(voice, text)
  const span = { startMs: msOf(length), endMs: msOf(length + speech.length) }
  const gap = new Float32Array(samplesOf(GAPS_MS[at] ?? 0))
  utterances.push({ speaker: voice.name, text, ...span, words: timeWords(text, span) })
  pieces.push(speech, gap)
  length += speech.length + gap.length
})

const samples = new Float32Array(length)
let at = 0
for (const piece of pieces) {
  samples.set(piece, at)
  at += piece.length
}
const random = createRandom(1)
const noisy = samples.map((sample) => sample * 0.9 + (random() * 2 - 1) * NOISE)

const script: Script = { utterances }
const folder = import.meta.dirname
writeFileSync(
  join(folder, 'conversation.wav'),
  encodeWav({ sampleRateHz: SAMPLE_RATE_HZ, samples: noisy }),
)
writeFileSync(join(folder, 'conversation.json'), `${JSON.stringify(script, null, 2)}\n`)
