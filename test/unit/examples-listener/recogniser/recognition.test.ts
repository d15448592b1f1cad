import { describe, expect, it } from 'vitest'
import { between, toPcm16 } from '../../../../examples/listener/src/audio/pcm.ts'
import { createPhrasebook } from '../../../../examples/listener/src/recogniser/phrasebook.ts'
import { createRecognition } from '../../../../examples/listener/src/recogniser/recognition.ts'
import { conversation, scriptWords, sound } from '../conversation.ts'
import { tone } from '../tones.ts'

const phrases = createPhrasebook(sound, conversation.script)
const pcm = toPcm16(sound.samples)

/** Everything that is said about audio that comes in pieces of so many samples. */
function recognise(samples: Int16Array, piece: number) {
  const recognition = createRecognition(phrases, 16_000)
  const turns = []
  for (let at = 0; at < samples.length; at += piece) {
    turns.push(...recognition.hear(samples.subarray(at, at + piece)))
  }
  return [...turns, ...recognition.finish()]
}

describe('createRecognition', () => {
  const turns = recognise(pcm, 800)
  const finals = turns.filter((turn) => turn.end_of_turn)

  it('gives the words of the script, a turn for an utterance, in order', () => {
    const { utterances } = conversation.script
    expect(finals.map((turn) => turn.transcript)).toEqual(utterances.map(({ text }) => text))
    expect(finals.map((turn) => turn.turn_order)).toEqual(utterances.map((_, at) => at))
  })

  it('times words within 40 ms of the script', () => {
    const expected = conversation.script.utterances.flatMap(({ words }) => words)
    finals
      .flatMap(({ words }) => words)
      .forEach((word, at) => {
        expect(Math.abs(word.start - (expected[at]?.startMs ?? NaN))).toBeLessThanOrEqual(40)
        expect(Math.abs(word.end - (expected[at]?.endMs ?? NaN))).toBeLessThanOrEqual(40)
        expect(word.confidence).toBeGreaterThan(0.4)
        expect(word.confidence).toBeLessThanOrEqual(1)
      })
  })

  it('tells more and more of a turn while it lasts', () => {
    const first = turns.filter((turn) => turn.turn_order === 0)
    expect(first.length).toBeGreaterThan(4)
    first.slice(1).forEach((turn, at) => {
      expect(turn.transcript.startsWith(first[at]?.transcript ?? '?')).toBe(true)
    })
    expect(first.map((turn) => turn.end_of_turn)).toEqual(
      first.map((_, at) => at === first.length - 1),
    )
  })

  it('does not depend on how the audio is cut into messages', () => {
    for (const piece of [1, 333, 8000, pcm.length]) expect(recognise(pcm, piece)).toEqual(turns)
  })

  it('understands a phrase that begins anywhere, half as loud', () => {
    const quarter = between(sound, 5100, 7900).samples.map((sample) => sample * 0.7)
    expect(recognise(toPcm16(quarter), 800).at(-1)?.transcript).toBe(
      'The forecast says wind from the north by noon',
    )
  })

  it('has no words for sounds it does not know, and none for a click', () => {
    expect(recognise(toPcm16(tone(300, { rate: 16_000, ms: 1500 }).samples), 800)).toEqual([])
    expect(recognise(toPcm16(tone(300, { rate: 16_000, ms: 60 }).samples), 800)).toEqual([])
  })

  it('takes back what a phrase that is broken off looked like', () => {
    const broken = recognise(toPcm16(between(sound, 7700, 8600).samples), 800)
    expect(broken.map((turn) => turn.transcript)).toContain('Then we')
    expect(broken.filter((turn) => turn.end_of_turn)).toEqual([])
  })

  it('ends an open turn when the audio ends', () => {
    const cut = recognise(toPcm16(between(sound, 0, 2387).samples), 800)
    expect(cut.at(-1)).toMatchObject({
      end_of_turn: true,
      transcript: scriptWords.slice(0, 8).join(' '),
    })
  })
})
