import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blockLength, rearranged } from '../../../../src/judge/cause/rearrange.ts'
import { createRandom } from '../../../../src/kernel/random.ts'
import { autocorrelated } from './timelines.ts'

test('a rearranged timeline has every window once, most of them beside the same neighbour', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 12, max: 200 }),
      fc.integer({ min: 2, max: 10 }),
      fc.integer(),
      (size, block, seed) => {
        const order = rearranged(size, block, createRandom(seed))
        expect(order.toSorted()).toEqual(Uint32Array.from({ length: size }, (_, at) => at))
        const together = order.filter(
          (from, at) => at > 0 && from === ((order[at - 1] ?? 0) + 1) % size,
        )
        expect(together.length).toBeGreaterThanOrEqual(size - Math.ceil(size / block) - 1)
      },
    ),
  )
})

test('blocks are as long as neighbouring windows are alike, and never too long to rearrange', () => {
  const median = (phi: number): number => {
    const lengths = Array.from({ length: 101 }, (_, seed) =>
      blockLength(Float64Array.from(autocorrelated(120, phi, createRandom(seed)))),
    )
    return lengths.toSorted((one, other) => one - other)[50] ?? 0
  }
  expect(median(0)).toBe(2)
  expect(median(0.8)).toBeGreaterThan(median(0.5))
  expect(median(0.99)).toBe(20)
})
