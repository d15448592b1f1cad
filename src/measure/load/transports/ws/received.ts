import { modulusOf, readBinary } from '../sequence/binary-number.ts'
import type {
  JsonMatch,
  JsonPlace,
  NumberPlace,
  TextPlace,
} from '../../../../model/exchanges/ws.ts'

/** A message that arrived, and the numbers in it. Parsed at most once, and only when a place asks for it. */
export class Received {
  readonly data: Buffer
  readonly isBinary: boolean
  readonly atNs: number
  #text: string | undefined
  #json: { readonly value: unknown } | undefined

  /** @param atNs monotonic */
  constructor(data: Buffer, isBinary: boolean, atNs: number) {
    this.data = data
    this.isBinary = isBinary
    this.atNs = atNs
  }

  /** The number at a place; `undefined` when there is none. */
  number(place: NumberPlace): number | undefined {
    switch (place.kind) {
      case 'binary':
        return readBinary(this.data, place)
      case 'json':
        return this.#numberInJson(place)
      case 'text':
        return this.#numberInText(place)
    }
  }

  /** The same, if it is a sequence number: a whole number from 0 on. */
  sequence(place: NumberPlace): number | undefined {
    const number = this.number(place)
    return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined
  }

  /** Whether it is JSON that has this. */
  matches({ path, equals }: JsonMatch): boolean {
    const value = this.#valueAt(path)
    return equals === undefined ? value !== undefined && value !== null : value === equals
  }

  #numberInJson({ path }: JsonPlace): number | undefined {
    const value = this.#valueAt(path)
    if (typeof value === 'number') return value
    return typeof value === 'string' && NUMBER.test(value) ? Number(value) : undefined
  }

  #numberInText({ after }: TextPlace): number | undefined {
    this.#text ??= this.data.toString('utf8')
    const start = this.#text.indexOf(after)
    if (start < 0) return undefined
    DIGITS.lastIndex = start + after.length
    const digits = DIGITS.exec(this.#text)?.[0]
    return digits === undefined ? undefined : Number(digits)
  }

  #valueAt(path: string): unknown {
    let value = this.#parsed()
    for (const key of path.split('.')) {
      if (typeof value !== 'object' || value === null) return undefined
      value = Reflect.get(value, key)
    }
    return value
  }

  #parsed(): unknown {
    this.#json ??= { value: parsedOrUndefined(this.data) }
    return this.#json.value
  }
}

const NUMBER = /^\d+(?:\.\d+)?$/
const DIGITS = /\d+(?:\.\d+)?/y

function parsedOrUndefined(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString('utf8'))
  } catch {
    return undefined
  }
}

/** Where a counter at a place starts again from 0: written in decimal, never. */
export const modulusOfPlace = (place: NumberPlace): number =>
  place.kind === 'binary' ? modulusOf(place) : Number.MAX_SAFE_INTEGER
