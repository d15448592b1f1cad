import { describe, expect, test } from 'vitest'
import {
  judgeSelfTest,
  type SelfTestEvidence,
} from '../../../../../src/measure/load/selftest/judge.ts'
import { selfTestPlan } from '../../../../../src/measure/load/selftest/plan.ts'
import { percentile, trueLatenciesMs } from '../../../../../src/measure/load/selftest/truth.ts'
import type { LoadResult } from '../../../../../src/model/run.ts'
import { describeHistogram, createHistogram } from '../../../../../src/stats/index.ts'

const START_NS = 5e12
const plan = selfTestPlan()
const arrivalsMs = Array.from({ length: 15_000 }, (_, index) => index * 2)
const latenciesMs = trueLatenciesMs(arrivalsMs, { serviceMs: 5, freezes: plan.freezes })

/** What a generator tells that records each latency as it was. */
function resultOf(measuredMs: readonly number[], change: Partial<LoadResult> = {}): LoadResult {
  const histogram = createHistogram()
  for (const latencyMs of measuredMs) histogram.record(latencyMs * 1e6)
  const counts = { scheduled: 15_000, started: 15_000, completed: 15_000 }
  const latency = {
    unit: 'ns',
    count: histogram.count,
    batchSize: 1,
    ...describeHistogram(histogram, 1),
  }
  return {
    status: 'ok',
    counts: { ...counts, failed: 0, rejected: 0, late: 0, dropped: 0 },
    metrics: { latency },
    errors: [],
    health: { generator: 'ok', sendLagP99Ms: 0.1, notes: [] },
    ...change,
  } as unknown as LoadResult
}

const ns = (timeMs: number): number => START_NS + timeMs * 1e6

/** A server that takes 5 ms, as long as nobody holds it up, and is frozen on time. */
function evidence(change: Partial<SelfTestEvidence> = {}): SelfTestEvidence {
  return {
    plan,
    arrivalsMs,
    result: resultOf(latenciesMs),
    answers: {
      arrivedNs: arrivalsMs.map(ns),
      answeredNs: arrivalsMs.map((dueMs, index) => ns(dueMs + (latenciesMs[index] ?? 0))),
    },
    frozen: plan.freezes.map(({ startMs, durationMs }) => ({
      fromNs: ns(startMs),
      toNs: ns(startMs + durationMs),
    })),
    startNs: START_NS,
    ...change,
  }
}

describe('the self-test', () => {
  test('passes when what was measured is the truth', () => {
    const judged = judgeSelfTest(evidence())
    expect(judged).toMatchObject({
      verdict: 'passed',
      counts: { scheduled: 15_000, sent: 15_000, completed: 15_000 },
      notes: [],
    })
    expect(judged.serviceMs).toBeCloseTo(5)
    expect(judged.percentiles.map(({ name, truthMs }) => [name, Math.round(truthMs)])).toEqual([
      ['p50', 5],
      ['p95', 509],
      ['p99', 909],
      ['p999', 999],
    ])
    for (const { differenceMs } of judged.percentiles)
      expect(Math.abs(differenceMs)).toBeLessThan(1)
  })

  test('fails for a generator that times from the actual start', () => {
    const served = arrivalsMs.map(() => 5)
    const judged = judgeSelfTest(evidence({ result: resultOf(served) }))
    expect(judged.verdict).toBe('failed')
    expect(judged.notes).toEqual(['p95, p99, p99.9 are off'])
    expect(judged.percentiles.map(({ isWithin }) => isWithin)).toEqual([true, false, false, false])
  })

  test('allows 3 %, or 2 ms where that is more, either way', () => {
    const off = (byMs: (latencyMs: number) => number): readonly boolean[] => {
      const shifted = latenciesMs.map((latencyMs) => latencyMs + byMs(latencyMs))
      const { percentiles } = judgeSelfTest(evidence({ result: resultOf(shifted) }))
      return percentiles.map(({ isWithin }) => isWithin)
    }
    expect(off((latencyMs) => Math.max(1.95, latencyMs * 0.029))).toEqual([true, true, true, true])
    expect(off((latencyMs) => -Math.max(1.95, latencyMs * 0.029))).toEqual([true, true, true, true])
    expect(off(() => 2.1)).toEqual([false, true, true, true])
    expect(off((latencyMs) => latencyMs * 0.032)).toEqual([true, false, false, false])
  })

  test('fails when an iteration was not sent, or not answered', () => {
    const counts = { ...resultOf(latenciesMs).counts, started: 14_999, completed: 14_998 }
    const judged = judgeSelfTest(evidence({ result: resultOf(latenciesMs, { counts }) }))
    expect(judged.verdict).toBe('failed')
    expect(judged.notes).toEqual([
      '14999 of 15000 iterations were sent',
      '14998 of 15000 were answered',
    ])
  })

  test('says nothing when the generator was the limit', () => {
    const health = {
      generator: 'saturated',
      sendLagP99Ms: 40,
      notes: ['it was the limit'],
    } as const
    const result = resultOf(latenciesMs, { status: 'invalid', health })
    const judged = judgeSelfTest(evidence({ result }))
    expect(judged).toMatchObject({ verdict: 'inconclusive', notes: ['it was the limit'] })
  })

  test('says nothing when the server was not frozen on time, unless all is well', () => {
    const frozen = evidence().frozen.map(({ fromNs, toNs }, index) => ({
      fromNs: fromNs + (index === 1 ? 40e6 : 0),
      toNs,
    }))
    const wrong = resultOf(latenciesMs.map((latencyMs) => latencyMs * 0.9))
    const judged = judgeSelfTest(evidence({ frozen, result: wrong }))
    expect(judged.verdict).toBe('inconclusive')
    expect(judged.notes).toContain(
      'the server was not frozen on time (40 ms off): others use this machine',
    )
    expect(judgeSelfTest(evidence({ frozen })).verdict).toBe('passed')
  })

  test('says nothing when the server itself was held up', () => {
    const { answers } = evidence()
    const answeredNs = answers.answeredNs.map((atNs, index) => atNs + (index % 10 === 0 ? 20e6 : 0))
    const slower = latenciesMs.map((latencyMs, index) => latencyMs + (index % 10 === 0 ? 20 : 0))
    const late = slower.map((latencyMs) => latencyMs + 16)
    const judged = judgeSelfTest(
      evidence({ answers: { ...answers, answeredNs }, result: resultOf(late) }),
    )
    expect(judged.verdict).toBe('inconclusive')
    expect(judged.notes).toContain('the server itself was held up (p95 20 ms above its median)')
  })

  test('takes the service time from the server, not from what it was told', () => {
    const slow = trueLatenciesMs(arrivalsMs, { serviceMs: 9, freezes: plan.freezes })
    const answeredNs = arrivalsMs.map((dueMs, index) => ns(dueMs + (slow[index] ?? 0)))
    const judged = judgeSelfTest(
      evidence({ answers: { arrivedNs: arrivalsMs.map(ns), answeredNs }, result: resultOf(slow) }),
    )
    expect(judged.verdict).toBe('passed')
    expect(judged.percentiles[0]?.truthMs).toBeCloseTo(percentile(slow, 0.5))
  })

  test('nothing measured is nothing passed', () => {
    const counts = { ...resultOf(latenciesMs).counts, completed: 0 }
    const errors = [{ code: 'REFUSED', count: 15_000, example: 'nobody there' }]
    const result = resultOf(latenciesMs, { status: 'failed', metrics: {}, counts, errors })
    const judged = judgeSelfTest(evidence({ result }))
    expect(judged.verdict).toBe('failed')
    expect(judged.notes).toContain('nothing was measured')
    expect(judged.notes).toContain('15000 × REFUSED: nobody there')
  })
})
