import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SlidingWindow } from '../../../../src/judge/load/sliding.ts'
import { createHistogram } from '../../../../src/stats/index.ts'
import { secondOf } from '../../../support/loads.ts'

test('is full once it has its length, and merges its windows exactly, as a naive merge does', () => {
  const seconds = fc.array(fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 20 }), {
    minLength: 1,
    maxLength: 12,
  })
  fc.assert(
    fc.property(seconds, fc.integer({ min: 1, max: 5 }), (latencies, length) => {
      const sliding = new SlidingWindow(length * 1000)
      for (const [index, each] of latencies.entries()) {
        const whole = sliding.add(secondOf(index, each))
        const first = index - length + 1
        if (first < 0) {
          expect(whole).toBeUndefined()
          continue
        }
        const all = latencies.slice(first, index + 1).flat()
        const naive = createHistogram()
        for (const value of all) naive.record(value * 1e6)
        expect(whole).toMatchObject({
          startMs: first * 1000,
          durationMs: length * 1000,
          completed: all.length,
        })
        expect(whole?.latency?.count ?? 0).toBe(all.length)
        if (all.length > 0) {
          expect([...(whole?.latency?.buckets() ?? [])]).toEqual([...naive.buckets()])
        }
      }
    }),
  )
})

test('does not reach over a gap', () => {
  const sliding = new SlidingWindow(2000)
  sliding.add(secondOf(0, [1]))
  expect(sliding.add(secondOf(1, [1]))).toMatchObject({ completed: 2 })
  expect(sliding.add(secondOf(5, [1]))).toBeUndefined()
  expect(sliding.add(secondOf(6, [1]))).toMatchObject({ startMs: 5000, completed: 2 })
})

test('the windows that it was given stay as they were', () => {
  const sliding = new SlidingWindow(1000)
  const [first, second] = [secondOf(0, [1]), secondOf(1, [2, 3])]
  sliding.add(first)
  sliding.add(second)
  expect([first.latency?.count, second.latency?.count]).toEqual([1, 2])
})

test('windows that do not make up the length exactly make up a little more', () => {
  const sliding = new SlidingWindow(1500)
  sliding.add(secondOf(0, [1]))
  expect(sliding.add(secondOf(1, [1]))).toMatchObject({ startMs: 0, durationMs: 2000 })
})
