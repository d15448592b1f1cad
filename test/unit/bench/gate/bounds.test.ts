import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shareBounds } from '../../../../bench/gate/bounds.ts'
import { binomialCdf } from '../../../../src/stats/index.ts'

describe('bounds of a share', () => {
  // R's binom.test(k, n)$conf.int; of none seen, 1 − 0.025^(1/n)
  test.each([
    { seen: 0, of: 10, lo: 0, hi: 0.308_497_1 },
    { seen: 10, of: 10, lo: 0.691_502_9, hi: 1 },
    { seen: 3, of: 10, lo: 0.066_739_51, hi: 0.652_452_9 },
    { seen: 0, of: 183, lo: 0, hi: 1 - 0.025 ** (1 / 183) },
  ])('$seen of $of', ({ seen, of, lo, hi }) => {
    const bounds = shareBounds({ seen, of }, 0.95)
    expect(bounds.lo).toBeCloseTo(lo, 6)
    expect(bounds.hi).toBeCloseTo(hi, 6)
  })

  test('nothing seen of nothing says nothing', () => {
    expect(shareBounds({ seen: 0, of: 0 }, 0.95)).toEqual({ lo: 0, hi: 1 })
  })

  test('each bound is the share at which what was seen is just rare enough', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.float({ min: 0, max: 1 }), (of, share) => {
        fc.pre(!Number.isNaN(share))
        const seen = Math.round(share * of)
        const { lo, hi } = shareBounds({ seen, of }, 0.95)
        if (seen > 0) expect(1 - binomialCdf(seen - 1, { trials: of, p: lo })).toBeCloseTo(0.025, 6)
        if (seen < of) expect(binomialCdf(seen, { trials: of, p: hi })).toBeCloseTo(0.025, 6)
      }),
    )
  })
})
