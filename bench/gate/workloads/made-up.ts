/** Data that look like what services handle: made up, and the same in every process. */

const WORDS =
  'tide harbour cargo ballast keel draught mooring pilot anchor deck hull load line freight quay bow stern'.split(
    ' ',
  )

/** Whole numbers from 0 to below `bound` (Lehmer's generator of Park & Miller, 1988). */
export function numbersFrom(seed: number): (bound: number) => number {
  let state = seed
  return (bound) => {
    state = (state * 48_271) % 2_147_483_647
    return state % bound
  }
}

/** So many words. */
export function wordsFrom(next: (bound: number) => number, count: number): string {
  return Array.from({ length: count }, () => WORDS[next(WORDS.length)]).join(' ')
}

/** An order of some customer: about 2 KB as JSON. */
export interface Order {
  readonly id: number
  readonly customer: { readonly name: string; readonly mail: string; readonly since: string }
  readonly note: string
  readonly items: readonly Item[]
}

/** A line of an order. */
export interface Item {
  readonly sku: string
  readonly title: string
  readonly price: number
  readonly amount: number
  readonly tags: readonly string[]
}

/** A hundred orders, each one different. */
export function orders(): readonly Order[] {
  return Array.from({ length: 100 }, (_, index) => {
    const next = numbersFrom(index + 1)
    return {
      id: next(1e6),
      customer: {
        name: wordsFrom(next, 2),
        mail: `${wordsFrom(next, 1)}@example.org`,
        since: '2024-05-17T09:30:00Z',
      },
      note: wordsFrom(next, 20),
      items: Array.from({ length: 13 }, () => ({
        sku: `S-${next(1e5)}`,
        title: wordsFrom(next, 4),
        price: next(10_000) / 100,
        amount: 1 + next(9),
        tags: [wordsFrom(next, 1), wordsFrom(next, 1)],
      })),
    }
  })
}

/**
 * Hands out things one after the other, over and over, going on from one iteration to the next. They cost different
 * times, and 5 % more operations are 5 % more time only where all are used alike; there are a hundred of them because
 * processors learn what comes soon again by heart (twenty lists sorted five times over took less than a hundred lists).
 */
export function inTurn<T>(hundred: readonly T[]): () => T {
  let index = 0
  return () => {
    const next = hundred[index] as T
    index = index === hundred.length - 1 ? 0 : index + 1
    return next
  }
}
