/**
 * Seeded, splittable randomness. The same seed gives the same stream on every machine and in every version: a stream
 * is a contract, since it decides the order of scenarios, the input of feeders and the resamples of a bootstrap.
 *
 * Generator: xoshiro128** 1.1 (Blackman & Vigna 2018, https://prng.di.unimi.it/xoshiro128starstar.c), its state
 * expanded from the seed by SplitMix32. Splitting hashes the parent's seed with a label, so that a stream does not
 * depend on how much was drawn from its siblings.
 */

/** A stream of random numbers. */
export interface Random {
  /** The seed this stream was made from. */
  readonly seed: number
  /** The next 32 random bits, as an unsigned integer. */
  uint32(): number
  /** A float in [0, 1) with 53 random bits. */
  float(): number
  /** An integer in [0, bound); `bound` is a positive integer up to 2³². Unbiased. */
  below(bound: number): number
  /** An independent stream named by `label`; the same label gives the same stream, whatever was drawn before. */
  split(label: string | number): Random
}

const TWO_32 = 4_294_967_296

/** A new stream. @param seed any number; its lowest 32 bits, as an integer, count. */
export function createRandom(seed: number): Random {
  return new Xoshiro128(seed >>> 0)
}

/** Shuffles in place (Fisher–Yates) and returns the same array. */
export function shuffle<T>(items: T[], random: Random): T[] {
  for (let last = items.length - 1; last > 0; last--) {
    const other = random.below(last + 1)
    const kept = items[last] as T
    items[last] = items[other] as T
    items[other] = kept
  }
  return items
}

class Xoshiro128 implements Random {
  readonly seed: number
  #a: number
  #b: number
  #c: number
  #d: number

  constructor(seed: number) {
    this.seed = seed
    const next = splitMix32(seed)
    this.#a = next()
    this.#b = next()
    this.#c = next()
    this.#d = next()
  }

  uint32(): number {
    const result = Math.imul(rotateLeft(Math.imul(this.#b, 5), 7), 9) >>> 0
    const t = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= t
    this.#d = rotateLeft(this.#d, 11)
    return result
  }

  float(): number {
    const high = this.uint32() >>> 5
    const low = this.uint32() >>> 6
    return (high * 67_108_864 + low) / 9_007_199_254_740_992
  }

  below(bound: number): number {
    // Draws that fall in the incomplete last interval are thrown away, so that every result is equally likely.
    const limit = TWO_32 - (TWO_32 % bound)
    let draw = this.uint32()
    while (draw >= limit) draw = this.uint32()
    return draw % bound
  }

  split(label: string | number): Random {
    return new Xoshiro128(hash32(`${this.seed}/${label}`))
  }
}

const rotateLeft = (value: number, by: number): number => (value << by) | (value >>> (32 - by))

/** SplitMix32: the 32-bit finaliser of MurmurHash3 over a Weyl sequence. */
function splitMix32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    return finalise(state)
  }
}

function finalise(input: number): number {
  let bits = input
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/** FNV-1a over UTF-16 code units, finalised: a label's 32 bits. */
function hash32(text: string): number {
  let bits = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    bits = Math.imul(bits ^ text.charCodeAt(index), 0x01000193)
  }
  return finalise(bits)
}
