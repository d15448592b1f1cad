import type { Inputs } from './loops.ts'
import { wallNs } from './timers.ts'

/** Most inputs drawn at a time: enough variety to defeat a branch predictor, little enough to stay in the cache. */
const RING = 4096

/** Longest time spent drawing at a time; a slow feeder gives fewer inputs, never a slower sample. */
const DRAWING_NS = 20e6

/** What a scenario without a feeder gets. */
export const NO_INPUTS: Inputs = { values: [], mask: 0 }

/** Draws a scenario's inputs, outside the measured time. */
export class InputSource {
  readonly #next: () => unknown

  constructor(next: () => unknown) {
    this.#next = next
  }

  /**
   * Draws up to `wanted` inputs: at least one, at most {@link RING}, as many as {@link DRAWING_NS} allows, cut to a power
   * of two so that a loop may go round them with a mask.
   */
  draw(wanted: number): Inputs {
    const target = Math.min(RING, wanted)
    const deadline = wallNs() + DRAWING_NS
    const values: unknown[] = []
    do values.push(this.#next())
    while (values.length < target && wallNs() < deadline)
    // A chunk of single iterations that got all it asked for never goes round, whatever the mask.
    if (values.length === wanted) return { values, mask: maskAbove(values.length) }
    values.length = 2 ** Math.floor(Math.log2(values.length))
    return { values, mask: values.length - 1 }
  }
}

/** The smallest 2ⁿ − 1 that covers `length` indices. */
function maskAbove(length: number): number {
  return 2 ** Math.ceil(Math.log2(length)) - 1
}
