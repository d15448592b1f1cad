import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Arrival,
  SequenceTracker,
} from '../../../../../../src/measure/load/transports/sequence/tracker.ts'

const seen = (numbers: readonly number[], window?: number): SequenceTracker => {
  const tracker = new SequenceTracker(window)
  for (const number of numbers) tracker.see(number)
  return tracker
}

const stateOf = ({ highest, lost, missing }: SequenceTracker | NaiveTracker): unknown => ({
  highest,
  lost,
  missing,
})

describe('a stream', () => {
  test('that comes in order loses nothing, wherever it begins', () => {
    const tracker = new SequenceTracker()
    for (let number = 5_000; number < 10_000; number++) expect(tracker.see(number)).toBe('new')
    tracker.giveUp()
    expect(stateOf(tracker)).toMatchObject({ highest: 9_999, lost: 0, missing: 0 })
  })

  test('has gaps, late ones and doubles, each told apart', () => {
    const tracker = new SequenceTracker()
    const arrivals = [1, 2, 4, 4, 3, 3, 8].map((number) => tracker.see(number))
    expect(arrivals).toEqual(['new', 'new', 'new', 'duplicate', 'reordered', 'duplicate', 'new'])
    expect(tracker.missing).toBe(3)
    tracker.giveUp()
    expect(stateOf(tracker)).toMatchObject({ lost: 3, missing: 0 })
    expect(tracker.see(6)).toBe('stale')
    expect(tracker.lost).toBe(3)
  })

  test('gives up what has left the window', () => {
    const tracker = seen([0, 1, 3], 32)
    expect(stateOf(tracker)).toMatchObject({ lost: 0, missing: 1 })
    tracker.see(33)
    expect(stateOf(tracker)).toMatchObject({ lost: 0, missing: 30 })
    tracker.see(34)
    expect(stateOf(tracker)).toMatchObject({ lost: 1, missing: 29 })
    expect(tracker.see(2)).toBe('stale')
  })

  test('may jump as far as numbers go, at once', () => {
    const tracker = seen([7, 2 ** 53 - 2])
    expect(tracker.lost + tracker.missing).toBe(2 ** 53 - 2 - 8)
  })

  test('begins anew with any number after a restart', () => {
    const tracker = seen([100, 103])
    tracker.restart()
    expect(stateOf(tracker)).toMatchObject({ lost: 2, missing: 0, highest: -1 })
    expect(tracker.see(0)).toBe('new')
    expect(tracker.see(1)).toBe('new')
    expect(tracker.lost).toBe(2)
  })

  test('does not miss what came before its first number', () => {
    const tracker = seen([10])
    expect(tracker.see(8)).toBe('reordered')
    expect(tracker.see(8)).toBe('duplicate')
    expect(tracker.missing).toBe(0)
  })
})

test('any arrivals are told apart as by one who remembers everything', () => {
  // Numbers near a moving front, as a network reorders them; now and then a jump, and a time when all is given up.
  const steps = fc.array(
    fc.oneof(
      { weight: 20, arbitrary: fc.integer({ min: -40, max: 12 }) },
      { weight: 1, arbitrary: fc.integer({ min: 30, max: 200 }) },
      { weight: 1, arbitrary: fc.constant('give up' as const) },
    ),
    { maxLength: 120 },
  )
  fc.assert(
    fc.property(steps, fc.constantFrom(32, 64), fc.nat({ max: 100 }), (list, window, start) => {
      const tracker = new SequenceTracker(window)
      const naive = new NaiveTracker(window)
      for (const step of list) {
        if (step === 'give up') {
          tracker.giveUp()
          naive.giveUp()
        } else {
          const number = Math.max(0, (naive.highest < 0 ? start : naive.highest) + step)
          expect(tracker.see(number)).toBe(naive.see(number))
        }
        expect(stateOf(tracker)).toEqual(stateOf(naive))
      }
    }),
    { numRuns: 200 },
  )
})

/** The definitions, word for word, over sets that only grow. */
class NaiveTracker {
  readonly #window: number
  readonly #seen = new Set<number>()
  readonly #givenUp = new Set<number>()
  #first = -1
  highest = -1

  constructor(window: number) {
    this.#window = window
  }

  get lost(): number {
    return this.#givenUp.size
  }

  get missing(): number {
    return this.#unseenUpTo(this.highest).filter((number) => !this.#givenUp.has(number)).length
  }

  see(number: number): Arrival {
    const arrival = this.#kindOf(number)
    if (arrival !== 'stale' || number > this.highest - this.#window) this.#seen.add(number)
    if (this.#first < 0) this.#first = number
    this.highest = Math.max(this.highest, number)
    for (const one of this.#unseenUpTo(this.highest - this.#window)) this.#givenUp.add(one)
    return arrival
  }

  giveUp(): void {
    for (const one of this.#unseenUpTo(this.highest)) this.#givenUp.add(one)
  }

  #kindOf(number: number): Arrival {
    if (number > this.highest) return 'new'
    if (number <= this.highest - this.#window) return 'stale'
    if (this.#seen.has(number)) return 'duplicate'
    return this.#givenUp.has(number) ? 'stale' : 'reordered'
  }

  #unseenUpTo(last: number): number[] {
    if (this.#first < 0) return []
    const length = Math.max(0, last - this.#first + 1)
    return Array.from({ length }, (_, index) => this.#first + index).filter(
      (number) => !this.#seen.has(number) || this.#givenUp.has(number),
    )
  }
}
