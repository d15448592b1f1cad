import { unencodable } from './errors.ts'
import type { OscColour, OscMidi, OscTime } from '../../../../../model/exchanges/osc.ts'
import { DEEPEST } from './packet.ts'
import { isEarlier } from './time.ts'

/** What the encoder takes: each gives back what it got, or throws a PlimsollError `OSC_UNENCODABLE`. */

/** Printable ASCII without space, `#` and `,` ("OSC Address Spaces"; `* ? [ ] { }` make patterns). */
const ADDRESS = /^\/[!"$-+\--~]*$/
const LOWEST_INT32 = -(2 ** 31)
const HIGHEST_UINT32 = 2 ** 32 - 1

/** Whether a text is an OSC address or address pattern. */
export const isAddress = (text: string): boolean => ADDRESS.test(text)

/** An address, or address pattern. */
export function checkedAddress(address: string): string {
  if (isAddress(address)) return address
  throw unencodable(
    `the address ${JSON.stringify(address)}`,
    "an address starts with '/' and has printable ASCII characters, without space, '#' and ','",
  )
}

/** A string or symbol. Written as UTF-8, of which the ASCII of OSC 1.0 is a part. */
export function checkedText(text: string): string {
  if (typeof text === 'string' && !text.includes('\0') && text.isWellFormed()) return text
  throw unencodable(
    `the text ${JSON.stringify(text)}`,
    'a text is a string without null characters and halves of characters',
  )
}

/** An `i`. */
export function checkedInt32(value: number): number {
  if (Number.isInteger(value) && value >= LOWEST_INT32 && value < -LOWEST_INT32) return value
  throw unencodable(
    `${String(value)} as an 'i'`,
    "an 'i' is a whole number of 32 bits: use 'h', 'f' or 'd'",
  )
}

/** An `h`. */
export function checkedInt64(value: bigint): bigint {
  if (typeof value === 'bigint' && BigInt.asIntN(64, value) === value) return value
  throw unencodable(`${String(value)} as an 'h'`, "an 'h' is a bigint of 64 bits")
}

/** An `f`; a finite number that 32 bits would turn into infinity is a mistake. */
export function checkedFloat32(value: number): number {
  const fits = Number.isFinite(Math.fround(value)) === Number.isFinite(value)
  if (typeof value === 'number' && fits) return value
  throw unencodable(`${String(value)} as an 'f'`, "an 'f' is a number within 32 bits: use 'd'")
}

/** A `d`. */
export function checkedFloat64(value: number): number {
  if (typeof value === 'number') return value
  throw unencodable(`${String(value)} as a 'd'`, "a 'd' is a number")
}

/** A `b`. */
export function checkedBlob(value: Uint8Array): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw unencodable(`${String(value)} as a 'b'`, "a 'b' is a Uint8Array")
}

/** A `c`, as its code. */
export function checkedCharacter(text: string): number {
  if (typeof text === 'string' && text.length === 1 && text <= '\u007F') return text.charCodeAt(0)
  throw unencodable(`${JSON.stringify(text)} as a 'c'`, "a 'c' is one ASCII character")
}

/** An `r`, as 32 bits. */
export const checkedColour = ({ red, green, blue, alpha }: OscColour): number =>
  fourBytes('a colour', [red, green, blue, alpha])

/** An `m`, as 32 bits. */
export const checkedMidi = ({ port, status, data1, data2 }: OscMidi): number =>
  fourBytes('a MIDI message', [port, status, data1, data2])

/** A `t`, or the time of a bundle. */
export function checkedTime(time: OscTime): OscTime {
  if (isUint32(time.seconds) && isUint32(time.fraction)) return time
  throw unencodable(
    `the time tag ${time.seconds} s and ${time.fraction} / 2³² s`,
    'both parts are whole numbers of 32 bits: see oscTimeAt()',
  )
}

/** "The OSC Time Tag of the enclosed bundle must be greater than or equal to the OSC Time Tag of the enclosing bundle." */
export function checkOrder(inner: OscTime, outer: OscTime): void {
  if (!isEarlier(inner, outer)) return
  throw unencodable(
    'a bundle that is earlier than the one around it',
    'give the inner bundle the time of the outer one, or a later one',
  )
}

/** @param depth of a bundle or array, 1 for the outermost */
export function checkDepth(depth: number): void {
  if (depth <= DEEPEST) return
  throw unencodable(`more than ${DEEPEST} levels`, 'put bundles or arrays beside each other')
}

function fourBytes(what: string, bytes: readonly number[]): number {
  let bits = 0
  for (const byte of bytes) {
    if (!Number.isInteger(byte) || byte < 0 || byte > 255) {
      throw unencodable(`${what} of ${bytes.join(', ')}`, 'each of its four parts is 0 … 255')
    }
    bits = (bits << 8) | byte
  }
  return bits >>> 0
}

const isUint32 = (value: number): boolean =>
  Number.isInteger(value) && value >= 0 && value <= HIGHEST_UINT32
