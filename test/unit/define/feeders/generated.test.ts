import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  arbitrary,
  combine,
  cycle,
  from,
  map,
  sequence,
  uniform,
} from '../../../../src/define/feeders/index.ts'
import type { Feeder } from '../../../../src/model/scenario.ts'
import { drawn } from './drawing.ts'

test('sequence counts', async () => {
  expect(await drawn(sequence(), 4)).toEqual([0, 1, 2, 3])
  expect(await drawn(sequence({ from: 100, step: -10 }), 3)).toEqual([100, 90, 80])
})

test('from draws from the seeded stream', async () => {
  const dice = from((random) => random.below(6) + 1)
  expect(await drawn(dice, 8, 42)).toEqual([1, 2, 3, 1, 1, 1, 5, 5])
  expect(await drawn(dice, 8, 42)).toEqual(await drawn(dice, 8, 42))
})

test('map changes each input', async () => {
  expect(
    await drawn(
      map(cycle([1, 2]), (value) => value * 10),
      3,
    ),
  ).toEqual([10, 20, 10])
  expectTypeOf(map(cycle([1]), String)).toEqualTypeOf<Feeder<string>>()
})

describe('combine', () => {
  const parts = { user: uniform(['ann', 'bob', 'cy']), size: from((random) => random.below(100)) }

  test('draws one property from each feeder', async () => {
    expect(await drawn(combine(parts), 3, 42)).toEqual([
      { user: 'bob', size: 1 },
      { user: 'cy', size: 23 },
      { user: 'cy', size: 13 },
    ])
    expectTypeOf(combine(parts)).toEqualTypeOf<Feeder<{ user: string; size: number }>>()
  })

  test('a further property leaves the input of the others as it was', async () => {
    const before = await drawn(combine(parts), 20)
    const after = await drawn(combine({ extra: sequence(), ...parts }), 20)
    expect(after.map(({ user, size }) => ({ user, size }))).toEqual(before)
  })
})

describe('arbitrary', () => {
  test('gives the same inputs for the same seed, beyond one series', async () => {
    const feeder = arbitrary(fc.string())
    expectTypeOf(feeder).toEqualTypeOf<Feeder<string>>()
    const inputs = await drawn(feeder, 600, 7)
    expect(inputs).toEqual(await drawn(feeder, 600, 7))
    expect(inputs).not.toEqual(await drawn(feeder, 600, 8))
    expect(inputs.slice(0, 256)).not.toEqual(inputs.slice(256, 512))
  })

  test('has edge cases among them', async () => {
    const inputs = await drawn(arbitrary(fc.integer({ min: -1_000_000, max: 1_000_000 })), 256)
    expect(inputs.some((input) => Math.abs(input) <= 10)).toBe(true)
    expect(inputs.some((input) => Math.abs(input) > 10_000)).toBe(true)
  })
})
