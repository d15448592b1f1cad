import { describe, expect, test } from 'vitest'
import type { Budget } from '../../../../src/model/budget.ts'
import type { Result } from '../../../../src/model/run.ts'
import '../../../../src/vitest.ts'
import { sampleRun } from '../../../support/runs.ts'

const [chat, parse] = sampleRun({ launches: 1 }).results as [Result, Result]

/** What the matcher says of a budget that is not met. */
function said(result: unknown, limits?: Budget): string {
  try {
    expect(result).toMeetBudget(limits)
  } catch (thrown) {
    return (thrown as Error).message
  }
  return 'met'
}

describe('toMeetBudget', () => {
  test('is met when every limit is, a value at its limit included', () => {
    const p95Ns = chat.metrics['latency']?.p95 ?? 0
    expect(chat).toMeetBudget({ p95Ns, p50Ms: 5, stages: { send: { p99Ms: 10 } } })
    expect(said(chat, { p95Ns: p95Ns - 1 })).toMatch(/p95 .+ ms is above the limit of .+ ms/)
  })

  test('lists every limit that is not met, in units that fit', () => {
    expect(said(chat, { p50Ms: 1, maxS: 1, stages: { validate: { p50Us: 3 } } })).toMatch(
      /^'chat command to CV' does not meet its budget:\n {2}p50 2\.\d+ ms is above the limit of 1 ms\n {2}p50 of stage 'validate' \d+ µs is above the limit of 3 µs$/,
    )
  })

  test('is not met by what can’t be judged', () => {
    const few = sampleRun({ launches: 1, samples: 120 }).results[0]
    expect(said(few, { p99Ms: 100 })).toContain('p99 needs 300 samples, and there are 120')
    expect(said(chat, { stages: { nope: { p50Ms: 1 } } })).toContain("stage 'nope' was not called")
    expect(said(chat, { metrics: { hits: { mean: 1 } } })).toContain("'hits' was not recorded")
    expect(said(chat, { p95Percent: 5 })).toContain('p95Percent is relative to a baseline')
  })

  test('takes the scenario’s own budget when it is given none', () => {
    expect(said({ ...chat, budget: { p50Ms: 1 } })).toContain('is above the limit of 1 ms')
    expect(said({ ...chat, budget: { p50Ms: 10 } })).toBe('met')
    expect(said(chat)).toContain("no limit to hold 'chat command to CV' against")
  })

  test('holds a metric of which more is better above its limit', () => {
    const latency = parse.metrics['latency']
    if (latency === undefined) throw new Error('no latency')
    const speed = { ...latency, unit: 'perSecond', better: 'higher', p50: 50 } as const
    const result = { ...parse, metrics: { ...parse.metrics, speed } }
    expect(result).toMeetBudget({ metrics: { speed: { p50: 50 } } })
    expect(said(result, { metrics: { speed: { p50: 60 } } })).toContain(
      "p50 of 'speed' 50/s is below the floor of 60/s",
    )
  })

  test('can be negated, but not where nothing can be said', () => {
    expect(chat).not.toMeetBudget({ p50Ms: 1 })
    expect(() => expect(chat).not.toMeetBudget({ p50S: 1 })).toThrow('expected to break')
    expect(() => expect(chat).not.toMeetBudget({ p95Percent: 5 })).toThrow('relative to a baseline')
  })

  test('refuses limits that are none, and what is no result', () => {
    expect(said(chat, { p95ms: 1 } as Budget)).toContain('p95ms: unknown key; did you mean p95Ms?')
    expect(said(chat, { p95Ms: -1 })).toContain('expected a number of at least 0')
    expect(said(3, { p95Ms: 1 })).toContain('judges results of measure()')
  })
})
