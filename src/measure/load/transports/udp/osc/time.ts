import type { OscTime } from '../../../../../model/exchanges/osc.ts'

/** Time tags, as NTP writes them (RFC 5905 §6, OSC 1.0 "Temporal Semantics"). */

/** From 1900-01-01, where NTP counts from, to 1970-01-01. */
const UNIX_EPOCH_SECONDS = 2_208_988_800
const TWO_32 = 2 ** 32

/** The time tag that means: as soon as it is received. */
export const IMMEDIATELY: OscTime = { seconds: 0, fraction: 1 }

/** Whether a time is {@link IMMEDIATELY}. */
export const isImmediate = ({ seconds, fraction }: OscTime): boolean =>
  seconds === 0 && fraction === 1

/** Milliseconds since 1970, with fractions → time tag; good from 1968 to 2104 (see {@link unixMsOf}). */
export function oscTimeAt(unixMs: number): OscTime {
  const seconds = Math.floor(unixMs / 1000)
  const fraction = Math.round(((unixMs - seconds * 1000) / 1000) * TWO_32)
  // A fraction that rounds up to a whole second is the next second's.
  const carried = fraction === TWO_32 ? 1 : 0
  return { seconds: modulo(seconds + carried + UNIX_EPOCH_SECONDS), fraction: fraction % TWO_32 }
}

/**
 * Time tag → milliseconds since 1970. The seconds' 32 bits run out on 7 February 2036; a clear highest bit is taken for
 * the next era, until 2104 (RFC 4330 §3).
 */
export function unixMsOf({ seconds, fraction }: OscTime): number {
  const era = seconds < TWO_32 / 2 ? TWO_32 : 0
  return (seconds + era - UNIX_EPOCH_SECONDS) * 1000 + (fraction / TWO_32) * 1000
}

/** Whether a time is before another, by the tags alone: "immediately" is the earliest. */
export function isEarlier(one: OscTime, other: OscTime): boolean {
  return one.seconds === other.seconds ? one.fraction < other.fraction : one.seconds < other.seconds
}

const modulo = (seconds: number): number => ((seconds % TWO_32) + TWO_32) % TWO_32
