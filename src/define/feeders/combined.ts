import type { Feeder } from '../../model/scenario.ts'

/** Feeders made of feeders. */

/** Each input of `feeder`, changed. `change` runs where drawing runs: outside the measured time. */
export function map<T, U>(feeder: Feeder<T>, change: (input: T) => U): Feeder<U> {
  return {
    kind: `map(${feeder.kind})`,
    open: async (random) => {
      const draw = await feeder.open(random)
      return () => change(draw())
    },
  }
}

/** One feeder a property: `combine({ user: zipf(users), size: uniform(sizes) })`. */
export function combine<T extends object>(
  feeders: {
    readonly [name in keyof T]: Feeder<T[name]>
  },
): Feeder<T> {
  const parts: [string, Feeder][] = Object.entries(feeders)
  return {
    kind: `combine(${parts.map(([name]) => name).join(', ')})`,
    open: async (random) => {
      // Each part has a stream of its own, so that adding one leaves the others' input as it was.
      const draws = await Promise.all(
        parts.map(async ([name, part]) => [name, await part.open(random.split(name))] as const),
      )
      return () => Object.fromEntries(draws.map(([name, draw]) => [name, draw()])) as T
    },
  }
}
