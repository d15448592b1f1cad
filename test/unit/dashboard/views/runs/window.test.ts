import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DRAWN_WHOLE, drawnRows } from '../../../../../dashboard/src/views/runs/window.ts'

const screen = { screen: 900, row: 60 }

test('a short list is drawn whole', () => {
  expect(drawnRows(DRAWN_WHOLE, { ...screen, top: 200 })).toEqual({ first: 0, end: DRAWN_WHOLE })
})

test('of a long one, what is seen and some on either side', () => {
  const { first, end } = drawnRows(10_000, { ...screen, top: -60_000 })
  expect(first).toBeLessThan(1000)
  expect(end).toBeGreaterThan(1000 + 15)
  expect(end - first).toBeLessThan(50)
})

test('rows that can be seen are drawn, wherever the list is, and never more than a few', () => {
  const place = fc.record({
    count: fc.integer({ min: DRAWN_WHOLE + 1, max: 20_000 }),
    top: fc.integer({ min: -2_000_000, max: 2000 }),
    row: fc.integer({ min: 20, max: 300 }),
  })
  fc.assert(
    fc.property(place, ({ count, top, row }) => {
      const { first, end } = drawnRows(count, { top, screen: 900, row })
      expect(first).toBeGreaterThanOrEqual(0)
      expect(end).toBeLessThanOrEqual(count)
      expect(end).toBeGreaterThan(first)
      expect(end - first).toBeLessThan(900 / row + 30)
      for (let y = 0; y < 900; y += row / 2) {
        const seen = Math.floor((y - top) / row)
        if (seen < 0 || seen >= count) continue
        expect(seen).toBeGreaterThanOrEqual(first)
        expect(seen).toBeLessThan(end)
      }
    }),
  )
})
