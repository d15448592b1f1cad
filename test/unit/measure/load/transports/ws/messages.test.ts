import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageMaker } from '../../../../../../src/measure/load/transports/ws/messages.ts'
import type { NumberPlace, WsContent, WsMessage } from '../../../../../../src/model/exchanges/ws.ts'
import { Received } from '../../../../../../src/measure/load/transports/ws/received.ts'

const id: NumberPlace = { kind: 'json', path: 'id' }
const deep: NumberPlace = { kind: 'json', path: 'meta.sequence', as: 'string' }
const behind: NumberPlace = { kind: 'text', after: 'seq=' }
const inBytes: NumberPlace = { kind: 'binary', offset: 2, format: 'uint32be' }

const readBack = (content: WsContent, place: NumberPlace): number | undefined =>
  new Received(Buffer.from(content as string), typeof content !== 'string', 0).sequence(place)

describe('a message', () => {
  test.each<[string, WsMessage, NumberPlace, string]>([
    ['a JSON text', { kind: 'text', text: '{"type":"say","id":0}' }, id, '{"type":"say","id":42}'],
    ['one without the key', { kind: 'text', text: '{"type":"say"}' }, id, '{"type":"say","id":42}'],
    [
      'a deep key',
      { kind: 'text', text: '{"meta":{"a":1}}' },
      deep,
      '{"meta":{"a":1,"sequence":"42"}}',
    ],
    ['a plain text', { kind: 'text', text: 'say seq=0 hello' }, behind, 'say seq=42 hello'],
    [
      'a text that names its own mark',
      { kind: 'text', text: '{"a":"plimsoll-sequence"}' },
      id,
      '{"a":"plimsoll-sequence","id":42}',
    ],
  ])('carries its number: %s', (_, message, place, expected) => {
    const content = messageMaker(message, place)(undefined, 42)
    expect(content).toBe(expected)
    expect(readBack(content, place)).toBe(42)
  })

  test('of bytes carries it where it is told to, each in bytes of its own', () => {
    const bytes = Uint8Array.of(9, 9, 0, 0, 0, 0, 9)
    const make = messageMaker({ kind: 'binary', bytes }, inBytes)
    const [one, other] = [make(undefined, 1), make(undefined, 2)]
    expect(one).toEqual(Buffer.from([9, 9, 0, 0, 0, 1, 9]))
    expect(other).toEqual(Buffer.from([9, 9, 0, 0, 0, 2, 9]))
    expect(bytes).toEqual(Uint8Array.of(9, 9, 0, 0, 0, 0, 9))
  })

  test('is made from what the feeder drew, which stays as it was', () => {
    const make = messageMaker({ kind: 'input' }, deep)
    const input = { text: 'hello', meta: { room: 1 } }
    expect(make(input, 7)).toBe('{"text":"hello","meta":{"room":1,"sequence":"7"}}')
    expect(input).toEqual({ text: 'hello', meta: { room: 1 } })
    expect(make('{"text":"a"}', 8)).toBe('{"text":"a","meta":{"sequence":"8"}}')
    const plain = messageMaker({ kind: 'input' }, undefined)
    expect(plain('as it is', 0)).toBe('as it is')
    expect(plain({ a: 1 }, 0)).toBe('{"a":1}')
    expect(messageMaker({ kind: 'input' }, behind)('seq= x', 9)).toBe('seq=9 x')
    const bytes = messageMaker({ kind: 'input' }, inBytes)(new Uint8Array(6), 9)
    expect(bytes).toEqual(Buffer.from([0, 0, 0, 0, 0, 9]))
  })

  test.each<[string, WsMessage, NumberPlace]>([
    ['no JSON', { kind: 'text', text: 'hello' }, id],
    ['a JSON list', { kind: 'text', text: '[1]' }, id],
    ['bytes for a text', { kind: 'text', text: 'hello' }, inBytes],
    ['a text without the piece', { kind: 'text', text: 'hello' }, behind],
    ['bytes too short', { kind: 'binary', bytes: new Uint8Array(5) }, inBytes],
  ])('without a place for its number is refused before the start: %s', (_, message, place) => {
    expect(() => messageMaker(message, place)).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID' }),
    )
  })

  test('that JSON can not hold is refused', () => {
    const make = messageMaker({ kind: 'input' }, undefined)
    expect(() => make(undefined, 0)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }))
    const numbered = messageMaker({ kind: 'input' }, id)
    expect(() => numbered('no json', 0)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }))
    expect(() => numbered(null, 0)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }))
  })
})

describe('a received message', () => {
  test('has numbers where they are, and none elsewhere, whatever it holds', () => {
    const places = [id, deep, behind, inBytes]
    const contents = fc.oneof(fc.string(), fc.json(), fc.uint8Array())
    fc.assert(
      fc.property(contents, fc.constantFrom(...places), (content, place) => {
        const sequence = readBack(content, place)
        expect(sequence === undefined || Number.isSafeInteger(sequence)).toBe(true)
      }),
    )
  })

  test.each<[string, number | undefined]>([
    ['{"id":5}', 5],
    ['{"id":"5"}', 5],
    ['{"id":"5a"}', undefined],
    ['{"id":null}', undefined],
    ['{"id":-1}', undefined],
    ['{"id":1.5}', undefined],
    ['{"other":{"id":5}}', undefined],
    ['"id"', undefined],
    ['', undefined],
  ])('%s', (text, expected) => {
    expect(readBack(text, id)).toBe(expected)
  })

  test('is known by what a key of it says', () => {
    const message = new Received(Buffer.from('{"error":{"code":"slow down"},"n":null}'), false, 0)
    expect(message.matches({ path: 'error' })).toBe(true)
    expect(message.matches({ path: 'error.code', equals: 'slow down' })).toBe(true)
    expect(message.matches({ path: 'error.code', equals: 'other' })).toBe(false)
    expect(message.matches({ path: 'n' })).toBe(false)
    expect(message.matches({ path: 'x.y' })).toBe(false)
  })

  test('keeps the fractions of a time', () => {
    const place: NumberPlace = { kind: 'json', path: 'at' }
    expect(new Received(Buffer.from('{"at":12.75}'), false, 0).number(place)).toBe(12.75)
    expect(new Received(Buffer.from('{"at":"12.75"}'), false, 0).number(place)).toBe(12.75)
  })
})
