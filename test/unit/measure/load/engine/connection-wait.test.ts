import { expect, test } from 'vitest'
import { describeMetrics } from '../../../../../src/measure/load/engine/describe-window.ts'
import { Iteration } from '../../../../../src/measure/load/engine/iteration.ts'
import { MergedTally } from '../../../../../src/measure/load/engine/merged-tally.ts'
import { Tally } from '../../../../../src/measure/load/engine/tally.ts'
import type { ExchangeOutcome } from '../../../../../src/model/load.ts'

/** A window of iterations that were handed over at 0, and sent after these ns. */
function windowOf(...waitsNs: readonly number[]): Tally {
  const tally = new Tally()
  for (const sentNs of waitsNs) {
    const outcome: ExchangeOutcome = {
      kind: 'ok',
      code: '',
      example: '',
      sentNs,
      endedNs: sentNs + 1e6,
      firstByteNs: 0,
      bytesOut: 0,
      bytesIn: 0,
    }
    tally.due(0, false)
    tally.started()
    tally.ended(new Iteration(), outcome, '')
  }
  return tally
}

/** All steps of handing it over. */
function taken(tally: Tally) {
  const steps = tally.take([])
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}

function metricsOf(...windows: readonly Tally[]) {
  const merged = new MergedTally()
  for (const window of windows) {
    const parts = taken(window)
    if (parts !== undefined) merged.add(parts)
  }
  return describeMetrics(merged, () => undefined)
}

test('waits for a connection are of all iterations, those of windows without any too', () => {
  const { connectionWait } = metricsOf(windowOf(1000, 1000), windowOf(1000, 5e6))
  expect(connectionWait).toMatchObject({ count: 4, p50: 0, unit: 'ns' })
  expect(connectionWait?.max).toBeGreaterThan(4.9e6)
})

test('that nothing waited goes without saying', () => {
  expect(metricsOf(windowOf(1000, 19_000))).not.toHaveProperty('connectionWait')
})

test('a window begins anew', () => {
  const tally = windowOf(5e6)
  taken(tally)
  tally.due(0, false)
  expect(metricsOf(tally)).not.toHaveProperty('connectionWait')
})
