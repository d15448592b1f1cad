import { type PlimsollError, usageError } from '../../../../../kernel/errors.ts'

/** Says that bytes are no OSC packet. @param offset of the first byte that can't be, from the start of the packet */
export function malformed(what: string, offset: number): PlimsollError {
  return usageError(
    'OSC_MALFORMED',
    `malformed OSC packet: ${what} (byte ${offset})`,
    'compare the bytes with https://opensoundcontrol.stanford.edu/spec-1_0.html',
  )
}

/** Says that data can't be written as OSC. */
export function unencodable(what: string, hint: string): PlimsollError {
  return usageError('OSC_UNENCODABLE', `no OSC packet can hold this: ${what}`, hint)
}
