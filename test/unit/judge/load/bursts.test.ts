import { expect, test } from 'vitest'
import { findBursts } from '../../../../src/judge/load/bursts.ts'
import type { Window } from '../../../../src/model/run.ts'
import { countsOf, times, windowOf } from '../../../support/loads.ts'

const QUICK = times(100, 5e6)
const SLOW = times(100, 200e6)

/** A minute, with errors and latencies of its own in some windows. */
function timeline(
  errorsAt: (index: number) => Readonly<Record<string, number>>,
  latencyAt: (index: number) => readonly number[] = () => QUICK,
): readonly Window[] {
  return Array.from({ length: 60 }, (_, index) => {
    const errors = Object.entries(errorsAt(index)).map(([code, count]) => ({ code, count }))
    const failed = errors.reduce((sum, { count }) => sum + count, 0)
    const latencies = latencyAt(index)
    const counts = countsOf({ completed: latencies.length, failed })
    return windowOf(index, latencies, { ...counts, errors })
  })
}

test('errors that come together are one burst, with a pause in it or not', () => {
  const found = findBursts(
    timeline((index) => ([12, 13, 15].includes(index) ? { HTTP_503: 40 } : {})),
  )
  expect(found).toEqual([
    {
      ...{ code: 'HTTP_503', startMs: 12_000, durationMs: 4000, count: 120 },
      latency: { kind: 'still', usualNs: expect.closeTo(5e6, -5) },
    },
  ])
})

test('latency that moved with them is said, also in the window before', () => {
  const [with_] = findBursts(
    timeline(
      (index) => (index === 20 ? { TIMEOUT: 30 } : {}),
      (index) => (index === 19 ? SLOW : QUICK),
    ),
  )
  expect(with_?.latency).toMatchObject({ kind: 'moved' })
  const [without] = findBursts(
    timeline(
      (index) => (index === 20 ? { TIMEOUT: 30 } : {}),
      (index) => (index === 40 ? SLOW : QUICK),
    ),
  )
  expect(without?.latency).toMatchObject({ kind: 'still' })
})

test('each code has its own, in time order', () => {
  const found = findBursts(
    timeline((index) => (index === 30 ? { A: 9 } : index === 5 ? { B: 5, A: 8 } : {})),
  )
  expect(found.map(({ code, startMs, count }) => [code, startMs, count])).toEqual([
    ['A', 5000, 8],
    ['B', 5000, 5],
    ['A', 30_000, 9],
  ])
})

test('a steady trickle is no burst, what stands out of it is; single errors are none', () => {
  expect(findBursts(timeline((index) => ({ HTTP_500: 4 + (index % 3) })))).toEqual([])
  expect(
    findBursts(timeline((index) => ({ HTTP_500: index === 33 ? 80 : 4 + (index % 3) }))),
  ).toMatchObject([{ startMs: 33_000, durationMs: 1000, count: 80 }])
  expect(findBursts(timeline((index) => (index % 20 === 0 ? { RESET: 1 } : {})))).toEqual([])
})

test('where nothing completed, or everything failed all the time, latency says nothing', () => {
  const dead = findBursts(
    timeline(
      (index) => (index >= 50 ? { CONNECT_REFUSED: 100 } : {}),
      (index) => (index >= 50 ? [] : QUICK),
    ),
  )
  expect(dead).toMatchObject([{ durationMs: 10_000, count: 1000, latency: { kind: 'silent' } }])
  const [only] = findBursts([windowOf(0, QUICK, { errors: [{ code: 'A', count: 0 }] })])
  expect(only).toBeUndefined()
  expect(findBursts([])).toEqual([])
})
