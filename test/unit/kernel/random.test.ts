import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRandom, shuffle } from '../../../src/kernel/random.ts'

describe('a stream', () => {
  test('is a contract: these are its first numbers, on every machine and in every version', () => {
    const random = createRandom(42)
    expect([random.uint32(), random.uint32(), random.uint32()]).toEqual(FIRST_OF_42)
    expect(createRandom(42).split('feed').uint32()).toBe(FIRST_OF_FEED)
  })

  test('takes the lowest 32 bits of its seed', () => {
    expect(createRandom(2 ** 32 + 7).uint32()).toBe(createRandom(7).uint32())
  })

  test('gives floats in [0, 1) that fill it evenly', () => {
    const random = createRandom(1)
    const bins = new Array<number>(10).fill(0)
    for (let i = 0; i < 100_000; i++) {
      const value = random.float()
      expect(value >= 0 && value < 1).toBe(true)
      const bin = Math.floor(value * 10)
      bins[bin] = (bins[bin] ?? 0) + 1
    }
    // χ² with 9 degrees of freedom: 27.9 is passed by chance once in a thousand seeds.
    const chiSquare = bins.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
    expect(chiSquare).toBeLessThan(27.9)
  })

  test('draws below any bound, every value of a small one', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, bound) => {
        const value = createRandom(seed).below(bound)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThan(bound)
      }),
    )
    const random = createRandom(3)
    expect(new Set(Array.from({ length: 200 }, () => random.below(7))).size).toBe(7)
  })
})

describe('split', () => {
  test('does not depend on what was drawn before', () => {
    const drawn = createRandom(9)
    drawn.uint32()
    expect(drawn.split('a').uint32()).toBe(createRandom(9).split('a').uint32())
  })

  test('gives other streams for other labels', () => {
    const firsts = Array.from({ length: 1000 }, (_, label) => createRandom(9).split(label).uint32())
    expect(new Set(firsts).size).toBe(1000)
  })
})

describe('shuffle', () => {
  test('keeps every item, and puts each in every place equally often', () => {
    const random = createRandom(5)
    const places = Array.from({ length: 4 }, () => [0, 0, 0, 0])
    for (let round = 0; round < 8000; round++) {
      const order = shuffle([0, 1, 2, 3], random)
      expect(order.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3])
      for (const [place, item] of order.entries()) {
        const row = places[item] ?? []
        row[place] = (row[place] ?? 0) + 1
      }
    }
    // 2000 expected, standard deviation 39.
    for (const count of places.flat()) expect(Math.abs(count - 2000)).toBeLessThan(160)
  })
})

const FIRST_OF_42 = [2837322924, 544945897, 479756282]
const FIRST_OF_FEED = 418528821
