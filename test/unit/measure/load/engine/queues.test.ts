import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DueHeap } from '../../../../../src/measure/load/engine/due-heap.ts'
import { Fifo } from '../../../../../src/measure/load/engine/fifo.ts'

describe('a queue', () => {
  test('does what an array would', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer(), { freq: 3 })), (steps) => {
        const fifo = new Fifo<number>()
        const naive: number[] = []
        // `null` takes one out.
        for (const step of steps) {
          expect(fifo.peek()).toBe(naive[0])
          if (step === null) expect(fifo.shift()).toBe(naive.shift())
          else {
            fifo.push(step)
            naive.push(step)
          }
          expect(fifo.length).toBe(naive.length)
        }
      }),
    )
  })
})

describe('users by when they are due', () => {
  test('come out in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 200 }), (times) => {
        const heap = new DueHeap(times.length)
        for (const [user, dueNs] of times.entries()) heap.push(user, dueNs)
        const out: number[] = []
        while (heap.length > 0) {
          const dueNs = heap.firstNs
          expect(times[heap.pop()]).toBe(dueNs)
          out.push(dueNs)
        }
        expect(out).toEqual(times.toSorted((a, b) => a - b))
        expect(heap.firstNs).toBe(Number.POSITIVE_INFINITY)
      }),
    )
  })

  test('keep their order while others come and go', () => {
    const heap = new DueHeap(3)
    heap.push(0, 30)
    heap.push(1, 10)
    expect(heap.pop()).toBe(1)
    heap.push(1, 40)
    heap.push(2, 20)
    expect([heap.pop(), heap.pop(), heap.pop()]).toEqual([2, 0, 1])
    expect(() => heap.pop()).toThrow(RangeError)
  })
})
