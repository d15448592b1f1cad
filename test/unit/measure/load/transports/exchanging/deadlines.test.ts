import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  Deadlines,
  type Waiting,
} from '../../../../../../src/measure/load/transports/exchanging/deadlines.ts'
import { monotonicNs } from '../../../../../../src/measure/load/transports/exchanging/monotonic.ts'

class Wait implements Waiting<Wait> {
  readonly name: number
  deadlineNs = 0
  before: Wait | undefined
  after: Wait | undefined

  constructor(name: number) {
    this.name = name
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'hrtime', 'performance'] })
})

afterEach(() => {
  vi.useRealTimers()
})

describe('waits that all may take equally long', () => {
  test('end when their time is over, each at its own time, the oldest first', () => {
    const { deadlines, late } = deadlinesOf(100)
    deadlines.add(new Wait(1), monotonicNs())
    vi.advanceTimersByTime(60)
    deadlines.add(new Wait(2), monotonicNs())
    vi.advanceTimersByTime(39)
    expect(late).toEqual([])
    vi.advanceTimersByTime(1)
    expect(late).toEqual([1])
    vi.advanceTimersByTime(60)
    expect(late).toEqual([1, 2])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('are forgotten when they end in time, whichever ends first', () => {
    const order = fc.uniqueArray(fc.nat({ max: 9 }), { maxLength: 10 })
    fc.assert(
      fc.property(order, (ended) => {
        const { deadlines, late } = deadlinesOf(100)
        const waits = Array.from({ length: 10 }, (_, name) => new Wait(name))
        for (const wait of waits) deadlines.add(wait, monotonicNs())
        for (const name of ended) {
          const wait = waits[name]
          if (wait === undefined) continue
          deadlines.remove(wait)
          deadlines.remove(wait)
        }
        deadlines.add(new Wait(10), monotonicNs())
        vi.advanceTimersByTime(100)
        const names = [...waits.map(({ name }) => name), 10]
        expect(late).toEqual(names.filter((one) => !ended.includes(one)))
        expect(vi.getTimerCount()).toBe(0)
      }),
    )
  })

  test('may be followed by a new one as they end', () => {
    const late: number[] = []
    const deadlines = new Deadlines<Wait>(10, ({ name }) => {
      late.push(name)
      if (name < 3) deadlines.add(new Wait(name + 1), monotonicNs())
    })
    deadlines.add(new Wait(1), monotonicNs())
    vi.advanceTimersByTime(100)
    expect(late).toEqual([1, 2, 3])
  })

  test('are given up without a word when they are disposed of', () => {
    const { deadlines, late } = deadlinesOf(10)
    deadlines.add(new Wait(1), monotonicNs())
    deadlines[Symbol.dispose]()
    vi.advanceTimersByTime(100)
    expect(late).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})

function deadlinesOf(timeoutMs: number): { deadlines: Deadlines<Wait>; late: number[] } {
  const late: number[] = []
  return { deadlines: new Deadlines<Wait>(timeoutMs, ({ name }) => late.push(name)), late }
}
