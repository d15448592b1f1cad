import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isTerminate,
  parseServerMessage,
} from '../../../../examples/listener/src/transcription/protocol.ts'

const WORD = { text: 'hello', start: 0, end: 400, confidence: 0.9, word_is_final: true }
const TURN = { type: 'Turn', turn_order: 0, end_of_turn: true, transcript: 'hello', words: [WORD] }

describe('parseServerMessage', () => {
  it('reads every message of the protocol', () => {
    const termination = { type: 'Termination', audio_duration_seconds: 1.5 }
    for (const message of [{ type: 'Begin', id: 's' }, TURN, termination]) {
      expect(parseServerMessage(JSON.stringify(message))).toEqual(message)
    }
  })

  it.each([
    'no json',
    'null',
    '[]',
    '{}',
    '{"type":"Begin"}',
    '{"type":"Applause"}',
    JSON.stringify({ ...TURN, words: 'hello' }),
    JSON.stringify({ ...TURN, words: [{ ...WORD, start: '0' }] }),
    JSON.stringify({ ...TURN, words: [null] }),
    JSON.stringify({ ...TURN, end_of_turn: 1 }),
  ])('refuses %s', (text) => {
    expect(parseServerMessage(text)).toBeUndefined()
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        parseServerMessage(text)
        expect(isTerminate(text)).toBe(false)
      }),
      { seed: 1 },
    )
  })
})

describe('isTerminate', () => {
  it('knows Terminate', () => {
    expect(isTerminate('{"type":"Terminate"}')).toBe(true)
  })
})
