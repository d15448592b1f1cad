import { expect, test } from 'vitest'
import { counter } from '../../../../../src/define/metrics.ts'
import { OwnMetrics } from '../../../../../src/measure/load/engine/own.ts'

test('what an iteration counted before a window closed is not lost when it ends after', () => {
  const own = new OwnMetrics({ calls: counter() })
  own.recorders['calls']?.()
  own.recorders['calls']?.()
  own.endIteration()
  own.recorders['calls']?.()
  expect(own.take()).toMatchObject([{ name: 'calls', total: 2 }])
  own.recorders['calls']?.()
  expect(own.take()).toEqual([])
  own.endIteration()
  expect(own.take()).toMatchObject([{ name: 'calls', total: 2 }])
})
