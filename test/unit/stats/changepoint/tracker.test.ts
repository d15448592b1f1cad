import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeHistories } from '../../../../bench/changepoint/histories.ts'
import { ChangePointTracker, type TrackedChange } from '../../../../src/stats/index.ts'

function track(values: readonly number[], tracker = new ChangePointTracker()): TrackedChange[] {
  return values.map((value) => tracker.push(value)).filter((change) => change !== undefined)
}

/** A level that changes at 30, with a little that looks like noise. */
const stepped = Array.from(
  { length: 60 },
  (_, index) => (index < 30 ? 100 : 120) + ((index * 7) % 5),
)

describe('ChangePointTracker', () => {
  test('reports a change once, soon after it', () => {
    const [change, ...more] = track(stepped)
    expect(more).toEqual([])
    expect(change?.index).toBe(30)
    expect((change?.at ?? 0) - 30).toBeLessThanOrEqual(5)
  })

  test('an incident of a few runs is none', () => {
    const values = stepped.map(
      (_, index) => (index >= 30 && index < 34 ? 130 : 100) + ((index * 7) % 5),
    )
    expect(track(values)).toEqual([])
  })

  test('says nothing of constants and of few values', () => {
    expect(track(Array.from({ length: 40 }, () => 5))).toEqual([])
    expect(track([1, 2, 9, 9, 9])).toEqual([])
  })

  test('refuses what is no number, and goes on', () => {
    const tracker = new ChangePointTracker()
    const first = track(stepped.slice(0, 20), tracker)
    expect(() => tracker.push(Number.NaN)).toThrow(RangeError)
    expect([...first, ...track(stepped.slice(20), tracker)]).toEqual(track(stepped))
    expect(() => new ChangePointTracker({ leastLength: 1 })).toThrow(RangeError)
  })

  test('positions count from the first value, also when old ones are forgotten', () => {
    const values = Array.from(
      { length: 620 },
      (_, index) => (index < 600 ? 100 : 120) + ((index * 7) % 5),
    )
    const tracker = new ChangePointTracker()
    expect(track(values, tracker)).toMatchObject([{ index: 600 }])
  })

  test('what is accepted stays: changes come in order, apart, and never again', () => {
    const short = makeHistories(77, 60).filter(({ values }) => values.length < 90)
    fc.assert(
      fc.property(fc.constantFrom(...short), ({ values }) => {
        const found = track(values)
        for (const [place, { index, at }] of found.entries()) {
          expect(at).toBeGreaterThan(index)
          const before = found[place - 1]
          if (before === undefined) continue
          expect(index - before.index).toBeGreaterThan(7)
          expect(at).toBeGreaterThan(before.at)
        }
        // What was reported does not depend on what came later.
        const half = values.slice(0, values.length >> 1)
        expect(track(half)).toEqual(found.filter(({ at }) => at < half.length))
      }),
      { seed: 9, numRuns: 6 },
    )
  })
})
