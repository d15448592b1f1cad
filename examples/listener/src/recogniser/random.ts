/**
 * A stream of floats in [0, 1) that the seed alone decides: mulberry32 (Tommy Ettinger 2017, public domain). Enough for
 * faults and noise in an example, whose only need is to be the same every time.
 */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
