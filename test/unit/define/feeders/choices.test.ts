import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cycle,
  from,
  shuffled,
  uniform,
  weighted,
  zipf,
} from '../../../../src/define/feeders/index.ts'
import { chiSquareZ, drawn } from './drawing.ts'

const letters = ['a', 'b', 'c', 'd']

describe('the order is a contract: the same seed gives the same input in every version', () => {
  test.each([
    ['cycle', cycle(letters), 'abcdabcdabcd'],
    ['uniform', uniform(letters), 'abccaccaccbc'],
    ['shuffled', shuffled(letters), 'cdbadacbbdac'],
    [
      'weighted',
      weighted([
        ['a', 6],
        ['b', 4],
      ]),
      'aaaaabaabbab',
    ],
    ['zipf', zipf(letters), 'acccbbacdaab'],
  ])('%s', async (_, feeder, golden) => {
    expect((await drawn(feeder, 12, 42)).join('')).toBe(golden)
  })

  test('another seed gives another order', async () => {
    const seeds = [1, 2, 3].map(async (seed) => (await drawn(uniform(letters), 20, seed)).join(''))
    expect(new Set(await Promise.all(seeds)).size).toBe(3)
  })
})

describe('shares', () => {
  test('uniform: each value as often as any other', async () => {
    const shares = { a: 0.25, b: 0.25, c: 0.25, d: 0.25 }
    expect(Math.abs(chiSquareZ(await drawn(uniform(letters), 40_000), shares))).toBeLessThan(4)
  })

  test('weighted: as often as the weight says, and never with a weight of 0', async () => {
    const values = await drawn(
      weighted([
        ['a', 6],
        ['b', 3],
        ['c', 1],
        ['d', 0],
      ]),
      40_000,
    )
    expect(Math.abs(chiSquareZ(values, { a: 0.6, b: 0.3, c: 0.1 }))).toBeLessThan(4)
    expect(values).not.toContain('d')
  })

  test.each([0, 0.8, 1, 2])(
    'zipf with exponent %d: in proportion to 1 ÷ rank^exponent',
    async (exponent) => {
      const weights = letters.map((_, index) => 1 / (index + 1) ** exponent)
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      const shares = Object.fromEntries(
        letters.map((letter, i) => [letter, (weights[i] ?? 0) / total]),
      )
      expect(
        Math.abs(chiSquareZ(await drawn(zipf(letters, { exponent }), 40_000), shares)),
      ).toBeLessThan(4)
    },
  )

  test('the check itself sees a share that is off by a twentieth', async () => {
    const values = await drawn(
      weighted([
        ['a', 6],
        ['b', 3],
        ['c', 1],
      ]),
      40_000,
    )
    expect(chiSquareZ(values, { a: 0.57, b: 0.33, c: 0.1 })).toBeGreaterThan(4)
  })
})

test('shuffled gives every value once in each pass', () =>
  fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 20 }),
      fc.nat(),
      async (values, seed) => {
        const passes = await drawn(shuffled(values), values.length * 3, seed)
        for (const pass of [0, 1, 2]) {
          const seen = passes.slice(pass * values.length, (pass + 1) * values.length)
          expect(seen).toHaveLength(values.length)
          expect(new Set(seen)).toEqual(new Set(values))
        }
      },
    ),
  ))

describe('refused when made', () => {
  test.each([
    [() => cycle([]), 'cycle: needs at least one value'],
    [() => uniform('abc' as never), 'uniform: expected an array, got string'],
    [
      () => weighted([['a', -1]]),
      'weighted: weights are numbers of at least 0, and at least one is above 0',
    ],
    [
      () => weighted([['a', 0]]),
      'weighted: weights are numbers of at least 0, and at least one is above 0',
    ],
    [
      () => weighted([['a', Number.NaN]]),
      'weighted: weights are numbers of at least 0, and at least one is above 0',
    ],
    [
      () =>
        from(function* () {
          yield 1
        }),
      'from: expected a function that returns one value, got a generator',
    ],
    [() => zipf(['a'], { exponent: -1 }), 'zipf: exponent is a number of at least 0, got -1'],
  ])('%o', (make, message) => {
    expect(make).toThrow(expect.objectContaining({ code: 'BAD_FEEDER', message, exitCode: 2 }))
  })
})
