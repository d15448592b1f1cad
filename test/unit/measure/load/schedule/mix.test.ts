import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../../src/kernel/random.ts'
import { arrivalKinds, userKinds } from '../../../../../src/measure/load/schedule/mix.ts'
import { WHOLE_LOAD } from '../../../../../src/measure/load/schedule/share.ts'

const weights = fc
  .array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 6 })
  .filter((each) => each.some((weight) => weight > 0))

const total = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0)

describe('kinds of arrivals', () => {
  it('come by weight', () => {
    const kinds = arrivalKinds([9, 0, 1], { random: createRandom(1), share: WHOLE_LOAD })
    const counts = [0, 0, 0]
    for (let draw = 0; draw < 10_000; draw++) {
      const kind = kinds.next()
      counts[kind] = (counts[kind] ?? 0) + 1
    }
    // Four standard deviations of 30.
    expect(Math.abs((counts[0] ?? 0) - 9_000)).toBeLessThan(120)
    expect(counts[1]).toBe(0)
    expect(total(counts)).toBe(10_000)
  })

  it('are the same however many workers share them', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 5 }), fc.nat(), (given, workers, seed) => {
        const open = (worker: number, of: number) =>
          arrivalKinds(given, { random: createRandom(seed), share: { worker, workers: of } })
        const alone = open(0, 1)
        const shared = Array.from({ length: workers }, (_, worker) => open(worker, workers))
        for (let round = 0; round < 20; round++) {
          for (const worker of shared) expect(worker.next()).toBe(alone.next())
        }
      }),
    )
  })
})

describe('kinds of users', () => {
  it('are in turn where weights are alike', () => {
    expect(userKinds([1, 1], 5)).toEqual([0, 1, 0, 1, 0])
    expect(userKinds([3, 1], 8)).toEqual([0, 0, 0, 1, 0, 0, 0, 1])
  })

  it('keep to the weights within one user a kind, for the first of them as for all', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 60 }), (given, users) => {
        const kinds = userKinds(given, users)
        for (let first = 1; first <= users; first++) {
          for (const [kind, weight] of given.entries()) {
            const has = kinds.slice(0, first).filter((each) => each === kind).length
            expect(Math.abs(has - (weight / total(given)) * first)).toBeLessThan(1)
          }
        }
      }),
    )
  })
})

describe('weights that make no sense', () => {
  it.each([[[]], [[0, 0]], [[1, -1]], [[Number.NaN]]])('%j are refused', (given) => {
    expect(() => userKinds(given, 1)).toThrow(
      expect.objectContaining({ code: 'MIX_INVALID', exitCode: 2 }),
    )
  })
})
