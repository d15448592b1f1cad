import { describe, expect, test } from 'vitest'
import { createRandom } from '../../../../../../src/kernel/random.ts'
import {
  GrowingPause,
  USUAL_PAUSES,
} from '../../../../../../src/measure/load/transports/exchanging/pauses.ts'

const paused = (seed = 1): GrowingPause => new GrowingPause(USUAL_PAUSES, createRandom(seed))

describe('pauses between attempts', () => {
  test('double up to the longest, each shortened by up to half', () => {
    const pause = paused()
    for (const fullMs of [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]) {
      const ms = pause.next(0)
      expect(ms).toBeGreaterThan(fullMs / 2)
      expect(ms).toBeLessThanOrEqual(fullMs)
    }
    for (let attempt = 0; attempt < 2_000; attempt++) expect(pause.next(0)).toBeGreaterThan(2_500)
  })

  test('start over after a connection that lived longer than the pause before it', () => {
    const pause = paused()
    for (let attempt = 0; attempt < 5; attempt++) pause.next(1)
    expect(pause.next(1)).toBeGreaterThan(1_600)
    expect(pause.next(10_000)).toBeLessThanOrEqual(100)
  })

  test('differ from connection to connection, and are the same in every run', () => {
    expect(paused(1).next(0)).not.toBe(paused(2).next(0))
    expect(paused(1).next(0)).toBe(paused(1).next(0))
  })
})
