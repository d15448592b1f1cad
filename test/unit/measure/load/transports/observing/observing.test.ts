import { describe, expect, test } from 'vitest'
import { FanOut } from '../../../../../../src/measure/load/transports/observing/fan-out.ts'
import { Observed } from '../../../../../../src/measure/load/transports/observing/observed.ts'
import { createHistogram } from '../../../../../../src/stats/index.ts'
import { drained } from '../../../../../support/observations.ts'

describe('what is observed', () => {
  test('is handed over once', () => {
    const observed = new Observed({ counters: ['lost', 'late'], trendsNs: ['age'] })
    observed.count('lost')
    observed.count('lost', 4)
    observed.value('age', 100)
    observed.value('age', 100)
    expect(drained(observed)).toEqual({ counts: { lost: 5 }, values: { age: [100, 100] } })
    expect(drained(observed)).toEqual({ counts: {}, values: {} })
  })

  test('says beforehand what may come', () => {
    const { metrics } = new Observed({ counters: ['lost'], trendsNs: ['age'] })
    expect(metrics).toEqual({
      lost: { kind: 'counter', unit: 'count' },
      age: { kind: 'trend', unit: 'ns' },
    })
  })

  test('falls into the same buckets of the histogram that takes it over', () => {
    const observed = new Observed({ counters: [], trendsNs: ['age'] })
    const direct = createHistogram()
    for (let age = 1; age < 1e13; age = age * 1.37 + 1) {
      observed.value('age', age)
      direct.record(age)
    }
    const taken = createHistogram()
    observed.drain({
      count: () => undefined,
      value: (_, value, times) => taken.recordN(value, times),
    })
    expect([...taken.buckets()]).toEqual([...direct.buckets()])
  })

  test('is completed by what is only known when it is asked for', () => {
    const observed: Observed<'lost'> = new Observed({ counters: ['lost'], trendsNs: [] }, () =>
      observed.count('lost', 2),
    )
    expect(drained(observed).counts).toEqual({ lost: 2 })
  })
})

describe('copies of one message on several connections', () => {
  const followed = (most?: number): { fanOut: FanOut; told: (readonly [number, number])[] } => {
    const told: (readonly [number, number])[] = []
    return { fanOut: new FanOut((skewNs, copies) => told.push([skewNs, copies]), most), told }
  }

  test('lie as far apart as the first and the last of them', () => {
    const { fanOut, told } = followed()
    fanOut.arrived(1, 100, 3)
    fanOut.arrived(2, 110, 3)
    fanOut.arrived(1, 120, 3)
    expect(told).toEqual([])
    fanOut.arrived(1, 150, 3)
    expect(told).toEqual([[50, 3]])
  })

  test('are told of without the missing ones, when no more are waited for', () => {
    const { fanOut, told } = followed()
    fanOut.arrived(1, 100, 3)
    fanOut.arrived(1, 130, 3)
    fanOut.arrived(2, 200, 3)
    fanOut.endBefore(150)
    expect(told).toEqual([[30, 2]])
    fanOut.endBefore(Number.POSITIVE_INFINITY)
    // A single copy has no spread.
    expect(told).toEqual([[30, 2]])
  })

  test('are followed for the newest messages only', () => {
    const { fanOut, told } = followed(2)
    for (const number of [1, 2]) {
      fanOut.arrived(number, 10 * number, 9)
      fanOut.arrived(number, 10 * number + number, 9)
    }
    fanOut.arrived(3, 99, 9)
    expect(told).toEqual([[1, 2]])
  })
})
