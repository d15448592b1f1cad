import { describe, expect, test } from 'vitest'
import { deathMarks, loadWithDeaths, withDeaths } from '../../../src/flows/target-deaths.ts'
import type { ServiceDeath } from '../../../src/measure/index.ts'
import type { LoadResult, Mark } from '../../../src/model/run.ts'
import { countsOf, loadResultOf, windowOf } from '../../support/loads.ts'

const DEATH: ServiceDeath = {
  ...{ name: 'bot 2', code: null, signal: 'SIGKILL', killed: false, atNs: 5e9 },
  lastLines: ['listening', 'out of memory'],
}
const MARK: Mark = { atMs: 1500, kind: 'death', text: 'bot 2 ended by SIGKILL' }

/** A load in whose seconds so many iterations were completed, of ten that were due in each. */
const loadOf = (...completed: readonly number[]): LoadResult =>
  loadResultOf({
    status: 'ok',
    marks: [MARK],
    timeline: completed.map((count, second) =>
      windowOf(second, [], countsOf({ completed: count, failed: 10 - count })),
    ),
  })

describe('a load whose target ended', () => {
  test('says so', () => {
    const { notes } = loadWithDeaths(loadOf(10, 10, 10), [DEATH], false)
    expect(notes).toContainEqual({
      code: 'TARGET_DIED',
      message: 'bot 2 ended by SIGKILL; it last wrote: out of memory',
    })
    expect(deathMarks([DEATH])).toEqual([
      { atNs: 5e9, kind: 'death', text: 'bot 2 ended by SIGKILL' },
    ])
  })

  test.each([
    ['nothing is left of it', loadOf(10, 10, 10), true, 'failed'],
    ['nothing succeeded any more', loadOf(10, 5, 0, 0), false, 'failed'],
    ['the others go on', loadOf(10, 5, 0, 7), false, 'ok'],
    ['it ended in the last second', loadOf(10, 5), false, 'ok'],
  ])('when %s: %s', (_, result, isGone, status) => {
    expect(loadWithDeaths(result, [DEATH], isGone).status).toBe(status)
  })

  test('without a death it is what it was', () => {
    const result = loadOf(0, 0, 0)
    expect(loadWithDeaths(result, [], false)).toBe(result)
    expect(withDeaths(result, [])).toBe(result)
  })
})
