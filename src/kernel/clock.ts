import { type Ms, ms, type Ns, ns } from './units.ts'

/** Where time comes from. Whatever waits or stamps takes a clock, so that tests can hold it still. */
export interface Clock {
  /** Monotonic nanoseconds since an arbitrary start; only differences have a meaning. */
  now(): Ns
  /** Milliseconds since 1970-01-01T00:00Z. */
  epoch(): Ms
}

/** The machine's own clocks. */
export const systemClock: Clock = {
  now: () => ns(performance.now() * 1e6),
  epoch: () => ms(Date.now()),
}
