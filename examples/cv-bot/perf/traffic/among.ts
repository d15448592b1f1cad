import type { Random } from 'plimsoll'

/** Makes something; whatever it chooses it draws from `random`. */
export type Make<T> = (random: Random) => T

/** One of some values, each as likely as any other. */
export const among =
  <T>(values: readonly [T, ...T[]]): Make<T> =>
  (random) =>
    values[random.below(values.length)] ?? values[0]

/** What one of several makes, each as often as its weight, a whole number, says. */
export function oneOf<T>(
  choices: readonly [readonly [make: Make<T>, weight: number], ...(readonly [Make<T>, number])[]],
): Make<T> {
  const slots = choices.flatMap(([make, weight]) => Array.from({ length: weight }, () => make))
  const [first] = choices[0]
  return (random) => (slots[random.below(slots.length)] ?? first)(random)
}
