import { describe, expect, test } from 'vitest'
import { unpackHistogram } from '../../../../dashboard/src/source/histograms.ts'
import { packHistogram } from '../../../../src/record/histogram-text.ts'
import { createHistogram, encodeHistogram } from '../../../../src/stats/index.ts'

function packed(values: readonly number[]): string {
  const histogram = createHistogram({ digits: 5 })
  for (const value of values) histogram.record(value)
  return packHistogram(encodeHistogram(histogram))
}

/** Many chunks when inflated. */
const LARGE = Array.from({ length: 100_000 }, (_, index) => index * 9_770)

describe('a histogram as a record keeps it', () => {
  test.each([[[]], [[1, 2, 2, 5e9]], [LARGE]])('is the same in the page', async (values) => {
    const histogram = await unpackHistogram(packed(values))
    expect(histogram.count).toBe(values.length)
    if (values.length > 0) expect(histogram.countBetween(0, 1e12)).toBe(values.length)
  })

  test.each([
    ['cut off', packed([1, 2, 3]).slice(0, 24)],
    ['damaged', `${packed([1, 2, 3]).slice(0, 14)}AAAA${packed([1, 2, 3]).slice(18)}`],
    ['no base64', '###'],
    ['empty', ''],
  ])('that is %s is refused, and nothing is left behind', async (_, text) => {
    await expect(unpackHistogram(text)).rejects.toThrow()
  })
})
