import { expect, test } from 'vitest'
import { type EndedBy, type JudgedWindow, LimitWatch } from '../../../../src/judge/index.ts'
import { parseWindowLimits } from '../../../../src/model/load-limits.ts'
import type { LoadPhase } from '../../../../src/model/load.ts'
import { countsOf, secondOf, times } from '../../../support/loads.ts'

const limits = parseWindowLimits({ every: { '3s': { p99Ms: 100, errorsPercent: 50 } } })
const slow = (index: number): JudgedWindow => secondOf(index, times(200, 300))

/** What ended it, and with which window. */
function watched(
  windows: readonly JudgedWindow[],
  phases: readonly LoadPhase[] = [],
): { readonly at: number; readonly ended: EndedBy | undefined } {
  const watch = new LimitWatch(limits, phases)
  for (const [at, window] of windows.entries()) {
    const ended = watch.add(window)
    if (ended !== undefined) return { at, ended }
  }
  return { at: -1, ended: undefined }
}

test('ends a run with the first full window beyond a limit, and not before', () => {
  const { at, ended } = watched([slow(0), slow(1), slow(2), slow(3)])
  expect(at).toBe(2)
  expect(ended).toMatchObject({
    atMs: 3000,
    text: 'p99 was 300 ms from 0 s to 3 s, above the limit of 100 ms',
    verdict: { verdict: 'broken', metric: 'latency', withinMs: 3000, atMs: 0 },
  })
})

test('what is within the limits goes on', () => {
  const windows = Array.from({ length: 10 }, (_, index) => secondOf(index, times(200, 3)))
  expect(watched(windows).at).toBe(-1)
})

test('a warm-up is not judged, nor together with what follows it', () => {
  const phases = [{ name: 'warm-up', startMs: 0, durationMs: 4000, steady: false }]
  const windows = [0, 1, 2, 3].map(slow)
  expect(watched(windows, phases).at).toBe(-1)
  expect(watched([...windows, slow(4), slow(5), slow(6)], phases).at).toBe(6)
})

test('errors end it, and so does a target that answers nothing', () => {
  const failing = (index: number): JudgedWindow =>
    secondOf(index, [1, 1], countsOf({ completed: 2, failed: 8 }))
  expect(watched([0, 1, 2].map(failing)).ended?.text).toBe(
    'errors were 80 % from 0 s to 3 s, above the limit of 50 %',
  )
  const frozen = (index: number): JudgedWindow =>
    secondOf(index, [], { ...countsOf({}), scheduled: 10, started: 10 })
  expect(watched([0, 1, 2].map(frozen)).ended?.text).toBe(
    'nothing completed from 0 s to 3 s, beyond the limit of 100 ms',
  )
})
