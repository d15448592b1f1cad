import type { Random } from '../../kernel/random.ts'
import type { Feeder } from '../../model/scenario.ts'
import { refuse } from './refuse.ts'

/** Feeders that make their values. */

/** Where {@link sequence} starts, and how far it steps. */
export interface SequenceOptions {
  /** Default: 0. */
  readonly from?: number
  /** Default: 1. */
  readonly step?: number
}

/**
 * The numbers 0, 1, 2 …: each draw is another one. A fast scenario is timed in batches, each of which goes round at most
 * 4,096 drawn inputs (fewer with a slow feeder), so even these numbers repeat within a batch. For keys that must be fresh
 * on every iteration, count in `ctx`.
 */
export function sequence(options: SequenceOptions = {}): Feeder<number> {
  const { from: start = 0, step = 1 } = options
  return {
    kind: 'sequence',
    open: () => {
      let index = 0
      return () => start + step * index++
    },
  }
}

/** Whatever `make` returns. Draw every random choice from its argument, so that the same seed gives the same input. */
export function from<T>(make: (random: Random) => T): Feeder<T> {
  if (typeof make !== 'function') refuse(`from: expected a function, got ${typeof make}`)
  // It would be called for every draw, and each value be an iterator.
  if (Object.prototype.toString.call(make) === '[object GeneratorFunction]') {
    refuse('from: expected a function that returns one value, got a generator')
  }
  return { kind: 'from', open: (random) => () => make(random) }
}
