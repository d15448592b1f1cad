import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bell } from '../../../../src/stats/changepoint/bell.ts'
import { ModeChain, stickyMoves } from '../../../../src/stats/changepoint/modes.ts'
import { densityAt, densityOf, plainNoise } from '../../../../src/stats/changepoint/noise.ts'

test('bell is exp(−x ÷ 2) to five digits, and 0 far out', () => {
  for (const squared of [0, 0.01, 0.5, 1, 3.7, 9, 25, 63.9]) {
    expect(bell(squared) / Math.exp(-squared / 2)).toBeCloseTo(1, 4)
  }
  expect(bell(64)).toBe(0)
  expect(bell(Number.POSITIVE_INFINITY)).toBe(0)
})

describe('ModeChain', () => {
  const noise = plainNoise(6, 0.7, { share: 0.05, range: 30 })
  const modes = {
    offsets: Float64Array.of(0, 2.5, 4),
    shares: Float64Array.of(0.5, 0.3, 0.2),
    moves: stickyMoves(3, 0.6),
  }

  test('adds up over every sequence of modes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -3, max: 8, noNaN: true }), { minLength: 6, maxLength: 6 }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (values, level) => {
          const chain = new ModeChain(Float64Array.from(values), noise, modes)
          const { logLikelihood } = chain.pass({ from: 0, to: 6 }, level)
          const sequences = everySequence(6)
          const chances = sequences.map((sequence) => chanceOf(values, level, sequence))
          const total = chances.reduce((sum, chance) => sum + chance, 0)
          expect(logLikelihood).toBeCloseTo(Math.log(total), 6)
          const inLast = sequences.reduce(
            (sum, sequence, place) => sum + (sequence[2] === 1 ? (chances[place] ?? 0) : 0),
            0,
          )
          expect(chain.chanceOf(2, 1)).toBeCloseTo(inLast / total, 6)
        },
      ),
      { seed: 3, numRuns: 30 },
    )
  })

  test('finds the level below the modes', () => {
    const values = Float64Array.of(10, 12.5, 10.1, 14, 9.9, 12.4)
    expect(new ModeChain(values, noise, modes).fit({ from: 0, to: 6 }).level).toBeCloseTo(10, 0)
  })

  function chanceOf(values: readonly number[], level: number, sequence: readonly number[]): number {
    return sequence.reduce((product, mode, index) => {
      const before = sequence[index - 1]
      const move = before === undefined ? modes.shares[mode] : modes.moves[before * 3 + mode]
      const off = (values[index] ?? 0) - level - (modes.offsets[mode] ?? 0)
      return product * (move ?? 0) * densityAt(off, 0.7, densityOf(noise))
    }, 1)
  }
})

function everySequence(length: number): number[][] {
  if (length === 0) return [[]]
  return everySequence(length - 1).flatMap((one) => [0, 1, 2].map((mode) => [...one, mode]))
}
