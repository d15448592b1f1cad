import { expect, test } from 'vitest'
import { detectRegression } from '../../../../src/judge/index.ts'
import type { Launch, LoadResult } from '../../../../src/model/run.ts'
import { loadProfile, loadResultOf, metricOf, times } from '../../../support/loads.ts'

const at = (ns: number, more: Partial<LoadResult> = {}): LoadResult =>
  loadResultOf({ metrics: { latency: metricOf(times(100, ns)) }, ...more })

const launchOf = (ns: number, perSecond: number): Launch => ({
  metrics: {
    latency: metricOf(times(100, ns)),
    throughput: metricOf([perSecond], { unit: 'perSecond' }),
  },
  ...{ stages: [], gcCount: 0, gcMs: 0, heapDeltaBytesPerIteration: null },
  ...{ eventLoopUtilization: 0, warmUpMs: 0 },
})

/** Of several load tests, merged: each is a launch. */
function merged(values: readonly number[], perSecond: number): LoadResult {
  const launches = values.map((value) => launchOf(value, perSecond))
  return loadResultOf({
    metrics: launches[0]?.metrics ?? {},
    launches,
  })
}

test('one load test of each side shows both, and says why it judges nothing', () => {
  const said = detectRegression(at(6e6), at(5e6))
  expect(said).toMatchObject({ verdict: 'inconclusive', interval: null })
  expect(said.ratio).toBeCloseTo(1.2, 1)
  expect(said.reason).toContain('plimsoll load --against REV')
  expect(said.reason).not.toContain('--launches')
})

test('another load is another quantity', () => {
  const faster: LoadResult['profile'] = {
    ...loadProfile,
    schedule: {
      kind: 'open',
      stages: [{ durationMs: 30_000, fromPerSecond: 900, toPerSecond: 900 }],
      arrivals: 'uniform',
    },
  }
  expect(detectRegression(at(6e6, { profile: faster }), at(5e6))).toMatchObject({
    verdict: 'not-comparable',
    reason: 'loaded in another way: the schedules differ',
  })
  const fewer = { ...loadProfile, connections: 10 }
  expect(detectRegression(at(6e6, { profile: fewer }), at(5e6)).reason).toContain('connections')
})

test('several merged ones are judged as launches are; less throughput is worse', () => {
  const before = merged([5e6, 5.05e6, 4.95e6, 5.02e6, 5e6], 500)
  const slower = merged([7e6, 7.05e6, 6.95e6, 7.02e6, 7e6], 400)
  const said = detectRegression(slower, before)
  expect(said.verdict).toBe('regressed')
  const throughput = said.metrics.find(({ name }) => name === 'throughput')
  expect(throughput?.verdict).toBe('regressed')
  const gained = detectRegression(before, slower)
  expect(gained.metrics.find(({ name }) => name === 'throughput')?.verdict).toBe('improved')
})
