import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InputSource } from '../../../../src/measure/bench/engine/inputs.ts'
import { VirtualTime } from '../virtual-time.ts'

const MILLISECOND = 1e6

function numbers(onDraw: () => void = () => undefined): InputSource {
  let next = 0
  return new InputSource(() => {
    onDraw()
    return next++
  })
}

test('draws what was asked for, in order', () => {
  const source = numbers()
  expect(source.draw(5).values).toEqual([0, 1, 2, 3, 4])
  expect(source.draw(2).values).toEqual([5, 6])
})

test('never draws more than its ring holds, however long the chunk', () => {
  const { values, mask } = numbers().draw(10_000_000)
  expect([values.length, mask]).toEqual([4096, 4095])
})

test('a slow feeder gives fewer inputs, cut to a power of two', () => {
  using time = new VirtualTime()
  const { values, mask } = numbers(() => time.work(3 * MILLISECOND)).draw(100)
  // 20 ms allow seven draws of 3 ms.
  expect([values, mask]).toEqual([[0, 1, 2, 3], 3])
})

test('a feeder slower than the time for drawing still gives one input', () => {
  using time = new VirtualTime()
  const { values, mask } = numbers(() => time.work(500 * MILLISECOND)).draw(100)
  expect([values, mask]).toEqual([[0], 0])
})

test('whatever was drawn, every index of a chunk finds an input', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 0, max: 5 }), (wanted, ms) => {
      using time = new VirtualTime()
      const { values, mask } = numbers(() => time.work(ms * MILLISECOND)).draw(wanted)
      // Fewer than wanted: gone round by the mask. All: read to its end, without going round.
      const used = values.length === wanted ? wanted : mask + 1
      const seen = Array.from({ length: used }, (_, index) => values[index & mask])
      expect(new Set(seen).size).toBe(values.length)
      expect(seen).not.toContain(undefined)
    }),
    { seed: 1, numRuns: 200 },
  )
})
