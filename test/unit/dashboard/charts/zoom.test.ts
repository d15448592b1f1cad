import { describe, expect, test } from 'vitest'
import {
  between,
  lengthOf,
  movedBy,
  queryOf,
  scaledAt,
  SHORTEST_MS,
  stretchIn,
  within,
} from '../../../../dashboard/src/charts/zoom.ts'

const WHOLE = { fromMs: 0, toMs: 60_000 }

describe('what is seen of a time axis', () => {
  test('stays within the whole, at its own length where that fits', () => {
    expect(within(WHOLE, { fromMs: -5000, toMs: 5000 })).toEqual({ fromMs: 0, toMs: 10_000 })
    expect(within(WHOLE, { fromMs: 55_000, toMs: 65_000 })).toEqual({
      fromMs: 50_000,
      toMs: 60_000,
    })
    expect(within(WHOLE, { fromMs: -1e9, toMs: 1e9 })).toEqual(WHOLE)
  })

  test('is never shorter than a window, and stays about its middle', () => {
    const seen = within(WHOLE, { fromMs: 30_000, toMs: 30_010 })
    expect(lengthOf(seen)).toBe(SHORTEST_MS)
    expect((seen.fromMs + seen.toMs) / 2).toBe(30_005)
  })

  test('of a run shorter than a window is all of it', () => {
    const short = { fromMs: 0, toMs: 400 }
    expect(within(short, { fromMs: 100, toMs: 200 })).toEqual(short)
  })

  test('is scaled about a moment that keeps its place', () => {
    const seen = { fromMs: 10_000, toMs: 30_000 }
    const closer = scaledAt(seen, 0.5, 15_000)
    expect(lengthOf(closer)).toBe(10_000)
    expect((15_000 - closer.fromMs) / lengthOf(closer)).toBe(0.25)
    expect(scaledAt(closer, 2, 15_000)).toEqual(seen)
  })

  test('moves, and is named by its ends in either order', () => {
    expect(movedBy({ fromMs: 1, toMs: 2 }, 10)).toEqual({ fromMs: 11, toMs: 12 })
    expect(between(7, 3)).toEqual({ fromMs: 3, toMs: 7 })
  })
})

describe('the address', () => {
  const read = (text: string) => stretchIn(new URLSearchParams(text))

  test('holds a stretch in ms, and gives it back', () => {
    const { from, to } = queryOf({ fromMs: 12_345.6, toMs: 20_000 })
    expect(read(`from=${from}&to=${to}`)).toEqual({ fromMs: 12_346, toMs: 20_000 })
    expect(queryOf(undefined)).toEqual({ from: undefined, to: undefined })
  })

  test.each([
    '',
    'from=1',
    'from=5&to=5',
    'from=9&to=3',
    'from=x&to=9',
    'from=-1&to=9',
    'from=&to=',
    'from=1&to=Infinity',
  ])('%s is the whole axis', (text) => expect(read(text)).toBeUndefined())
})
