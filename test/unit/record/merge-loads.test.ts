import { expect, test } from 'vitest'
import type { LoadResult, Run } from '../../../src/model/run.ts'
import { mergeRuns } from '../../../src/record/index.ts'
import { packHistogram } from '../../../src/record/index.ts'
import { createHistogram, encodeHistogram } from '../../../src/stats/index.ts'
import {
  countsOf,
  loadProfile,
  loadResultOf,
  metricOf,
  times,
  windowOf,
} from '../../support/loads.ts'
import { refusalOf } from '../../support/refusal.ts'
import { sampleRun } from '../../support/runs.ts'

const IDS = ['01KJK7E4N1C3G5J7M9PRTVXZ02', '01KJMZ0V2R8Q4T6W9XBDFHKMNP'] as const

function loadRun(id: string, ns: number, more: Partial<LoadResult> = {}): Run {
  const values = times(400, ns)
  const histogram = createHistogram()
  for (const value of values) histogram.record(value)
  const latency = metricOf(values, { histogram: packHistogram(encodeHistogram(histogram)) })
  const result = loadResultOf({
    counts: countsOf({ completed: 400 }),
    metrics: { latency },
    timeline: [windowOf(0, values)],
    ...more,
  })
  return { ...sampleRun({ scenarios: [] }), id, kind: 'load', budgets: [], results: [result] }
}

test('each load test is a launch of the merged one, and their time axes are left apart', () => {
  const merged = mergeRuns([loadRun(IDS[0], 4e6), loadRun(IDS[1], 6e6)], {
    id: '01KJMZ0V2R8Q4T6W9XBDFHKMNQ',
  })
  const [result] = merged.results
  expect(result?.counts.completed).toBe(800)
  expect(result?.launches.map(({ metrics }) => metrics['latency']?.p50)).toEqual([
    expect.closeTo(4e6, -5),
    expect.closeTo(6e6, -5),
  ])
  expect(result?.launches[0]?.metrics['latency']).not.toHaveProperty('histogram')
  expect(result?.timeline).toEqual([])
  expect(result?.notes.map(({ code }) => code)).toContain('TIMELINES_APART')
  expect(result?.profile.launches).toBe(loadProfile.launches)
})

test('load tests of two schedules are not merged', async () => {
  const other: LoadResult['profile'] = {
    ...loadProfile,
    schedule: {
      kind: 'closed',
      stages: [{ durationMs: 30_000, fromUsers: 5, toUsers: 5 }],
      ...{ thinkTimeMs: 0, pacingMs: 0 },
    },
  }
  const runs = [loadRun(IDS[0], 4e6), loadRun(IDS[1], 4e6, { profile: other })]
  const error = await refusalOf(() => mergeRuns(runs, { id: '01KJMZ0V2R8Q4T6W9XBDFHKMNQ' }))
  expect(error).toMatchObject({ code: 'MERGE_PROFILES', exitCode: 2 })
})
