import { endOf, writeBinary } from '../sequence/binary-number.ts'
import type { FilledWsMessage } from './input.ts'
import type {
  JsonPlace,
  NumberPlace,
  TextPlace,
  WsContent,
} from '../../../../model/exchanges/ws.ts'
import { InputProblem } from '../filling/input-problem.ts'

/** Makes a message that carries a sequence number. */
export type MakeMessage = (input: unknown, sequence: number) => WsContent

/**
 * How messages are made. What is the same in all of them is prepared once.
 * @param place where each carries its number; `undefined`: nowhere
 * @throws InputProblem when a fixed message has no such place
 */
export function messageMaker(
  message: FilledWsMessage,
  place: NumberPlace | undefined,
): MakeMessage {
  switch (message.kind) {
    case 'text':
      return fixedText(message.text, place)
    case 'binary':
      return fixedBytes(message.bytes, place)
    case 'json':
      return fixedText(jsonOf(message.value), place)
    case 'input':
      return (input, sequence) => numbered(input, place, sequence)
    case 'filled':
      return (input, sequence) => numbered(message.from(input), place, sequence)
  }
}

function fixedText(text: string, place: NumberPlace | undefined): MakeMessage {
  if (place === undefined) return () => text
  if (place.kind === 'binary') throw noPlace(place)
  if (place.kind === 'text') {
    const [head, tail] = around(text, place)
    return (_, sequence) => `${head}${sequence}${tail}`
  }
  const parsed = parsedObject(text, place)
  // Written with a mark where the number belongs; everything else of the text is written once.
  const mark = markFor(JSON.stringify(parsed))
  const [head = '', tail = ''] = JSON.stringify(withNumber(parsed, place, mark)).split(`"${mark}"`)
  const quote = place.as === 'string' ? '"' : ''
  return (_, sequence) => `${head}${quote}${sequence}${quote}${tail}`
}

function fixedBytes(bytes: Uint8Array, place: NumberPlace | undefined): MakeMessage {
  const content = Buffer.from(bytes)
  if (place === undefined) return () => content
  if (place.kind !== 'binary' || endOf(place) > content.length) throw noPlace(place)
  return (_, sequence) => {
    // A message may wait in the socket while the next one is made: each has bytes of its own.
    const copy = Buffer.from(content)
    writeBinary(copy, place, sequence)
    return copy
  }
}

function numbered(value: unknown, place: NumberPlace | undefined, sequence: number): WsContent {
  if (place?.kind === 'json') return JSON.stringify(numberedJson(value, place, sequence))
  if (place?.kind === 'binary') return numberedBytes(value, place, sequence)
  const content = contentOf(value)
  if (place === undefined) return content
  if (typeof content !== 'string') throw noPlace(place)
  const [head, tail] = around(content, place)
  return `${head}${sequence}${tail}`
}

function numberedJson(value: unknown, place: JsonPlace, sequence: number): unknown {
  const object = typeof value === 'string' ? parsedObject(value, place) : value
  return withNumber(object, place, place.as === 'string' ? String(sequence) : sequence)
}

function numberedBytes(value: unknown, place: NumberPlace, sequence: number): WsContent {
  const fits = value instanceof Uint8Array && place.kind === 'binary'
  if (!fits || endOf(place) > value.length) throw noPlace(place)
  const copy = Buffer.from(value)
  writeBinary(copy, place, sequence)
  return copy
}

function contentOf(value: unknown): WsContent {
  if (typeof value === 'string' || value instanceof Uint8Array) return value
  return jsonOf(value)
}

function jsonOf(value: unknown): string {
  const text: unknown = JSON.stringify(value)
  if (typeof text === 'string') return text
  throw new InputProblem(
    `a message can't be made from ${typeof value}: give it a string, a Uint8Array, or something that JSON can hold`,
  )
}

/** A copy with another value at a path; whatever is not on the path is shared. */
function withNumber(value: unknown, place: JsonPlace, number: unknown): unknown {
  const set = (object: unknown, [key = '', ...rest]: readonly string[]): unknown => {
    if (typeof object !== 'object' || object === null || Array.isArray(object)) throw noPlace(place)
    const inner: unknown = Reflect.get(object, key)
    return { ...object, [key]: rest.length === 0 ? number : set(inner ?? {}, rest) }
  }
  return set(value, place.path.split('.'))
}

function parsedObject(text: string, place: JsonPlace): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw noPlace(place)
  }
}

/** What is before the digits of a place, and what is behind them. */
function around(text: string, place: TextPlace): readonly [head: string, tail: string] {
  const found = text.indexOf(place.after)
  if (found < 0) throw noPlace(place)
  const end = found + place.after.length
  return [text.slice(0, end), text.slice(end).replace(/^\d+/, '')]
}

/** A text that does not occur in another one. */
function markFor(text: string): string {
  let mark = 'plimsoll-sequence'
  while (text.includes(mark)) mark += '-'
  return mark
}

const noPlace = (place: NumberPlace): InputProblem =>
  new InputProblem(`the message has no place for its sequence number: ${placeText(place)}`)

/** For messages. */
function placeText(place: NumberPlace): string {
  switch (place.kind) {
    case 'json':
      return `key '${place.path}' of a JSON object`
    case 'text':
      return `digits after '${place.after}'`
    case 'binary':
      return `${place.format} at offset ${place.offset} of a binary message`
  }
}
