import { describe, expect, it } from 'vitest'
import { type AdvanceQuestion, compareRuns, mayAdvance } from '../../../src/judge/index.ts'
import type { Comparison, ScenarioComparison } from '../../../src/model/comparison.ts'
import type { BudgetVerdict, Run } from '../../../src/model/run.ts'
import { resultOf, runOf } from './records.ts'

const STEADY = [1000, 1004, 996, 1002, 998]
const UNSTEADY = [800, 1250, 900, 1100, 1000]
const scenario = (key: string, factor = 1) =>
  resultOf({ key, latency: STEADY.map((value) => value * factor) })

const baseline = runOf([scenario('a'), scenario('b')])
const compared = (...factors: readonly number[]): Comparison =>
  compareRuns(runOf(factors.map((factor, at) => scenario(at === 0 ? 'a' : 'b', factor))), baseline)
/** As a comparison is after a duet that was asked about these scenarios. */
const afterDuet = (comparison: Comparison, ...keys: readonly string[]): Comparison => ({
  ...comparison,
  method: 'duet',
  scenarios: comparison.scenarios.map(
    (each): ScenarioComparison => ({
      ...each,
      method: keys.includes(each.key) ? 'duet' : 'stored',
    }),
  ),
})
const byDuet = (comparison: Comparison): Comparison => afterDuet(comparison, 'a', 'b')
const budget = (verdict: BudgetVerdict['verdict']): BudgetVerdict => ({
  scenario: 'a',
  metric: 'latency',
  statistic: 'p95',
  unit: 'ns',
  limit: 1,
  value: 2,
  interval: null,
  verdict,
  reason: '',
})

const decide = (
  comparison: Comparison | undefined,
  more: Partial<AdvanceQuestion> & { readonly about?: Partial<Run> } = {},
): readonly [boolean, string] => {
  const { about, ...rest } = more
  const run = runOf([scenario('a'), scenario('b')], about)
  const question = { run, comparison, failure: undefined, partial: false, ...rest }
  const { advances, reason } = mayAdvance(question)
  return [advances, reason]
}

describe('a baseline advances', () => {
  it('when nothing regressed', () => {
    expect(decide(compared(1, 1))).toEqual([true, 'nothing regressed'])
  })

  it('when there was nothing to compare with', () => {
    expect(decide(undefined)).toEqual([true, 'there was nothing to compare with'])
  })

  it('when a duet found an improvement', () => {
    const said = byDuet(compared(0.5, 1))
    const found = 'nothing regressed, and a duet found 1 improvement'
    expect(decide(said)).toEqual([true, found])
    // As `check --against` has it, for all scenarios at once.
    expect(decide({ ...compared(0.5, 1), method: 'interleaved' })).toEqual([true, found])
  })

  it('when scenarios came or went, and budgets are met or can’t be told', () => {
    const said = compareRuns(runOf([scenario('a'), scenario('new')]), baseline)
    const about = { budgets: [budget('met'), budget('inconclusive')] }
    expect(decide(said, { about })).toEqual([true, 'nothing regressed'])
  })
})

describe('a baseline stays', () => {
  it.each([
    ['something regressed', compared(1.5, 1), "'a' regressed"],
    ['more than one did', compared(1.5, 1.5), "'a' and 1 other regressed"],
    ['a duet said so', byDuet(compared(1.5, 1)), "'a' regressed"],
    [
      'something is inconclusive',
      compareRuns(runOf([resultOf({ key: 'a', latency: UNSTEADY })]), baseline),
      "'a' is inconclusive",
    ],
    [
      'something can’t be compared',
      compareRuns(runOf([resultOf({ key: 'a', latency: [], status: 'failed' })]), baseline),
      "'a' could not be compared",
    ],
    [
      'a single run merely suggests an improvement',
      compared(0.5, 1),
      "'a' looked faster in a single run, and no duet found it",
    ],
    [
      'that is one of several, the others found by a duet',
      afterDuet(compared(0.5, 0.5), 'a'),
      "'b' looked faster in a single run, and no duet found it",
    ],
    [
      'a limit relative to the baseline is broken',
      { ...compared(1, 1), budgets: [budget('broken')] },
      "a budget of 'a' is broken",
    ],
  ])('when %s', (_, comparison, reason) => {
    expect(decide(comparison)).toEqual([false, reason])
  })

  it.each(['aborted', 'failed', 'invalid'] as const)('when the run is %s', (status) => {
    expect(decide(compared(1, 1), { about: { status } })).toEqual([false, `the run is ${status}`])
    expect(decide(undefined, { about: { status } })).toEqual([false, `the run is ${status}`])
  })

  it('when a budget is broken, even the first time', () => {
    const about = { budgets: [budget('broken')] }
    expect(decide(undefined, { about })).toEqual([false, "a budget of 'a' is broken"])
  })

  it('when a part was measured, for the rest would not be guarded any more', () => {
    const part = [false, 'only a part of the scenarios was measured']
    expect(decide(compared(1), { partial: true })).toEqual(part)
    expect(decide(undefined, { partial: true })).toEqual(part)
  })

  it('when checking did not come to its end', () => {
    const failure = 'this shallow clone has no such revision'
    expect(decide(compared(1, 1), { failure })).toEqual([false, failure])
    expect(decide(undefined, { failure })).toEqual([false, failure])
  })
})

it('a baseline stays when a comparison did not come to its end, whatever it had found by then', () => {
  const [advances, reason] = decide({ ...byDuet(compared(1, 1)), exitCode: 130 })
  expect(advances).toBe(false)
  expect(reason).toContain('interrupted')
  expect(decide({ ...byDuet(compared(1, 1)), exitCode: 4 })[0]).toBe(false)
})
