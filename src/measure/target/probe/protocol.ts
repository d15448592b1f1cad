/**
 * What the probe and its listener have agreed on. The probe runs inside a service: this file imports nothing.
 *
 *     probe ── one JSON object a line, once a second ──▶ listener
 *     probe ◀── a time in ns, as a line: tell me then ── listener
 */

/** Variables that the probe reads; without the first it does nothing at all. */
export const PROBE_VARIABLES = {
  /** `<address>#<key>`: where the listener is, and what the listener knows the instance by. */
  listener: 'PLIMSOLL_PROBE',
  /** The file that `bin/probe.cjs` loads: the probe, from source or built. */
  module: 'PLIMSOLL_PROBE_MODULE',
} as const

/** What one process has seen of itself over a stretch of time. */
export interface ProbeLine {
  /** Of the instance; unguessable. */
  readonly key: string
  readonly pid: number
  /** The monotonic clock (`process.hrtime`), in ns: on Linux that of the host, the same in all of its processes. */
  readonly fromNs: number
  readonly toNs: number
  /** By series. What could not be read is absent. */
  readonly values: Readonly<Record<string, number>>
}

/** Time between two lines, in ns. */
export const LINE_EVERY_NS = 1e9

/**
 * When the line behind one is due, in ns: on the grid of whole seconds around a time, and never soon, since timers are late,
 * or early by a fraction of a millisecond.
 */
export function nextLineNs(afterNs: number, gridNs: number): number {
  const soonestNs = afterNs + LINE_EVERY_NS / 2
  return gridNs + Math.ceil((soonestNs - gridNs) / LINE_EVERY_NS) * LINE_EVERY_NS
}

/** Beginning of the name of an abstract Unix socket in an address, which stands for the zero byte: variables hold none. */
const ABSTRACT = '@'

/** What `node:net` connects to and listens on. */
export const socketPathOf = (address: string): string =>
  address.startsWith(ABSTRACT) ? `\0${address.slice(1)}` : address
