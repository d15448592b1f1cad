import type { OscBundle, OscPacket } from '../../../../../model/exchanges/osc.ts'

/** What packets are told by. */

/** The first eight bytes of every bundle. */
export const BUNDLE_MARK: string = '#bundle'

/** Bundles in bundles, and arrays in arrays, go no deeper: a hostile packet must not exhaust the stack. */
export const DEEPEST = 32

/** Whether a packet is a bundle. */
export function isBundle(packet: OscPacket): packet is OscBundle {
  return 'elements' in packet
}

/** Whether a value has the shape of a packet; what it holds is checked as it is written. */
export function isOscPacket(value: unknown): value is OscPacket {
  if (typeof value !== 'object' || value === null) return false
  if ('elements' in value) return Array.isArray(value.elements) && 'time' in value
  return 'address' in value && 'arguments' in value && Array.isArray(value.arguments)
}
