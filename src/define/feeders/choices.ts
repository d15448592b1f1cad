import { type Random, shuffle } from '../../kernel/random.ts'
import type { Feeder } from '../../model/scenario.ts'
import { AliasTable } from './alias.ts'
import { nonEmpty, refuse } from './refuse.ts'

/** Feeders that choose among values that are already there. */

/** The values in their order, over and over. */
export function cycle<T>(values: readonly T[]): Feeder<T> {
  const kept = nonEmpty('cycle', values)
  return {
    kind: 'cycle',
    open: () => {
      let next = 0
      return () => kept[next++ % kept.length] as T
    },
  }
}

/** Each value as likely as any other, drawn independently. */
export function uniform<T>(values: readonly T[]): Feeder<T> {
  const kept = nonEmpty('uniform', values)
  return {
    kind: 'uniform',
    open: (random) => () => kept[random.below(kept.length)] as T,
  }
}

/** Every value once in a random order, then every value once in another, and so on. */
export function shuffled<T>(values: readonly T[]): Feeder<T> {
  const kept = nonEmpty('shuffled', values)
  return { kind: 'shuffled', open: (random) => passes(kept, random) }
}

/** Each value as often as its weight says: `weighted([['read', 9], ['write', 1]])`. */
export function weighted<T>(choices: readonly (readonly [value: T, weight: number])[]): Feeder<T> {
  const kept = nonEmpty('weighted', choices)
  const weights = kept.map(([, weight]) => weight)
  const usable = weights.every((weight) => Number.isFinite(weight) && weight >= 0)
  if (!usable || weights.every((weight) => weight === 0)) {
    refuse('weighted: weights are numbers of at least 0, and at least one is above 0')
  }
  return choosing('weighted', { values: kept.map(([value]) => value), weights })
}

/** How skewed {@link zipf} is. */
export interface ZipfOptions {
  /** The value at rank k is drawn in proportion to 1 ÷ k^exponent. At least 0 (all alike). Default: 1. */
  readonly exponent?: number
}

/** A few values often, most of them seldom: the first value is the most frequent (Zipf 1949). */
export function zipf<T>(values: readonly T[], options: ZipfOptions = {}): Feeder<T> {
  const exponent = options.exponent ?? 1
  if (!(exponent >= 0 && Number.isFinite(exponent))) {
    refuse(`zipf: exponent is a number of at least 0, got ${exponent}`)
  }
  const kept = nonEmpty('zipf', values)
  return choosing('zipf', {
    values: kept,
    weights: kept.map((_, index) => (index + 1) ** -exponent),
  })
}

function choosing<T>(
  kind: string,
  choices: { readonly values: readonly T[]; readonly weights: readonly number[] },
): Feeder<T> {
  return {
    kind,
    open: (random) => {
      const table = new AliasTable(choices.weights)
      return () => choices.values[table.draw(random)] as T
    },
  }
}

function passes<T>(values: readonly T[], random: Random): () => T {
  const order = [...values]
  let next = order.length
  return () => {
    if (next >= order.length) {
      shuffle(order, random)
      next = 0
    }
    return order[next++] as T
  }
}
