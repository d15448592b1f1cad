import { describe, expect, it } from 'vitest'
import {
  compareRuns,
  confirmComparison,
  duetComparison,
  judgeDuets,
  openScenarios,
} from '../../../../src/judge/index.ts'
import type { Comparison } from '../../../../src/model/comparison.ts'
import type { Run } from '../../../../src/model/run.ts'
import { resultOf, runOf, type Written } from '../records.ts'
import { evidenceOf } from './evidence.ts'

const STEADY = [1000, 1004, 996, 1002, 998]
const times = (factor: number): readonly number[] => STEADY.map((value) => value * factor)
const scenario = (key: string, factor = 1, more: Partial<Written> = {}) =>
  resultOf({ key, latency: times(factor), ...more })

const SAME = [0.1, -0.2, 0.3, 0.1, -0.4, 0, 0.2, -0.1]
const SLOWER = SAME.map((value) => value + 8)

/** What a duet says of these scenarios; each has its processes' logarithms, in percent. */
function duetOf(run: Run, logs: Readonly<Record<string, readonly number[]>>): Comparison {
  const side = { run: run.id, revision: run.revision, environment: run.environment }
  const evidence = Object.entries(logs).map(([key, each]) => evidenceOf(each, { key }))
  return duetComparison({
    current: side,
    baseline: { ...side, name: 'main' },
    scenarios: judgeDuets(evidence),
    failed: false,
  })
}

const byKey = ({ scenarios }: Comparison) =>
  Object.fromEntries(scenarios.map((each) => [each.key, each]))

describe('what a single run leaves open', () => {
  const baseline = runOf(
    ['same', 'slower', 'faster', 'gone', 'failing'].map((key) => scenario(key)),
  )
  const run = runOf([
    scenario('same'),
    scenario('slower', 1.5),
    scenario('faster', 0.5),
    scenario('new'),
    resultOf({ key: 'failing', latency: [], status: 'failed' }),
  ])

  it('is what moved, as far as it was measured', () => {
    expect(openScenarios(compareRuns(run, baseline), run)).toEqual(['slower', 'faster'])
  })

  it('is also what broke a limit relative to the baseline while it looked unchanged', () => {
    const slightly = runOf([scenario('same', 1.04)])
    const stored = compareRuns(slightly, baseline, { budgetOf: () => ({ p50Percent: 1 }) })
    expect(byKey(stored)['same']?.verdict).toBe('unchanged')
    expect(openScenarios(stored, slightly)).toEqual(['same'])
    expect(openScenarios({ ...stored, budgets: [] }, slightly)).toEqual([])
  })
})

describe('what a duet settles', () => {
  const baseline = runOf([scenario('a'), scenario('b'), scenario('c')])
  const run = runOf([scenario('a', 1.5), scenario('b', 1.5), scenario('c')])
  const suggested = compareRuns(run, baseline)
  const confirm = (logs: Readonly<Record<string, readonly number[]>>, more = {}): Comparison =>
    confirmComparison({ suggested, duet: duetOf(run, logs), run, strict: false, ...more })

  it('stands in the place of what the run suggested, and the suggestion beside it', () => {
    const said = confirm({ a: SLOWER, b: SAME })
    expect(byKey(said)).toMatchObject({
      a: { verdict: 'regressed', method: 'duet', suggested: { verdict: 'regressed' } },
      b: { verdict: 'unchanged', method: 'duet', suggested: { verdict: 'regressed' } },
      c: { verdict: 'unchanged', method: 'stored' },
    })
    expect(byKey(said)['b']?.suggested?.ratio).toBeCloseTo(1.5, 2)
    expect(byKey(said)['c']).not.toHaveProperty('suggested')
    expect(said).toMatchObject({ method: 'duet', verdict: 'regressed', exitCode: 1 })
    expect(said.notes.at(-1)).toContain('2 of 3 scenarios were settled by a duet')
  })

  it('alone is red', () => {
    expect(suggested.exitCode).toBe(1)
    expect(confirm({ a: SAME, b: SAME })).toMatchObject({ verdict: 'unchanged', exitCode: 0 })
  })

  it('does not lift the hard cap on the run', () => {
    const capped = compareRuns(run, baseline, { thresholdMs: 0.001 })
    const said = confirm({ a: SAME, b: SAME }, { suggested: capped })
    expect(said).toMatchObject({ verdict: 'regressed', exitCode: 1 })
    expect(byKey(said)['a']?.reason).toContain('above the threshold')
  })

  it('leaves out the CPU time of the single run, and keeps what the scenario measures itself', () => {
    const metrics = {
      cpu: { values: times(1) },
      rows: { values: [7, 7, 7, 7, 7], kind: 'trend', better: 'lower' },
    } as const
    const measuring = runOf([scenario('a', 1.5, { metrics })])
    const stored = compareRuns(measuring, runOf([scenario('a', 1, { metrics })]))
    expect(stored.scenarios[0]?.metrics.map(({ name }) => name)).toEqual(['cpu', 'rows'])
    const duet = duetOf(measuring, { a: SAME })
    const said = confirmComparison({ suggested: stored, duet, run: measuring, strict: false })
    expect(said.scenarios[0]?.metrics.map(({ name }) => name)).toEqual(['rows'])
  })
})

describe('a limit relative to the baseline', () => {
  const rows = (value: number) =>
    ({
      rows: { values: STEADY.map(() => value), kind: 'trend', better: 'lower' },
    }) as const
  const baseline = runOf([scenario('a', 1, { metrics: rows(7) })])
  const run = runOf([scenario('a', 1.5, { metrics: rows(7) })])
  const budgetOf = () => ({ p50Percent: 5 })
  const suggested = compareRuns(run, baseline, { budgetOf })
  const verdicts = (logs: readonly number[]): readonly string[] => {
    const duet = duetOf(run, { a: logs })
    const said = confirmComparison({ suggested, duet, run, strict: false })
    return [...said.budgets.map(({ verdict }) => verdict), `exit ${said.exitCode}`]
  }

  it('on time is broken only where a duet found a slowdown', () => {
    expect(suggested.budgets.map(({ verdict }) => verdict)).toEqual(['broken'])
    expect(verdicts(SLOWER)).toEqual(['broken', 'exit 1'])
    expect(verdicts(SAME)).toEqual(['inconclusive', 'exit 0'])
  })

  it('on what the scenario measures itself stands as it is', () => {
    const more = runOf([scenario('a', 1.5, { metrics: rows(70) })])
    const stored = compareRuns(more, baseline, {
      budgetOf: () => ({ metrics: { rows: { p50Percent: 5 } } }),
    })
    const duet = duetOf(more, { a: SAME })
    const said = confirmComparison({ suggested: stored, duet, run: more, strict: false })
    expect(said.budgets.map(({ verdict }) => verdict)).toEqual(['broken'])
    expect(said.exitCode).toBe(1)
  })
})

describe('what a duet could not look at', () => {
  const baseline = runOf([scenario('a'), scenario('b')])
  const run = runOf([scenario('a', 1.5), scenario('b')])
  const suggested = compareRuns(run, baseline)
  const side = { run: run.id, revision: run.revision, environment: run.environment }
  const same = {
    ...evidenceOf(SAME, { key: 'a' }),
    obstacle: 'both sides loaded a.ts, which changed',
  }
  const duet = duetComparison({
    current: side,
    baseline: { ...side, name: 'main' },
    scenarios: judgeDuets([same]),
    failed: false,
  })

  it('stays in doubt when a slowdown was suggested, and is no pass where doubts are none', () => {
    const said = confirmComparison({ suggested, duet, run, strict: false })
    expect(byKey(said)['a']).toMatchObject({
      verdict: 'inconclusive',
      reason:
        'suggested as slower, and not settled by a duet: both sides loaded a.ts, which changed',
    })
    expect(said.exitCode).toBe(0)
    expect(confirmComparison({ suggested, duet, run, strict: true }).exitCode).toBe(3)
  })

  it('leaves limits on upper percentiles as the run broke them', () => {
    const limited = (name: 'p50Percent' | 'p95Percent'): number =>
      confirmComparison({
        suggested: compareRuns(run, baseline, { budgetOf: () => ({ [name]: 5 }) }),
        duet: duetOf(run, { a: SAME }),
        run,
        strict: false,
      }).exitCode
    expect(limited('p50Percent')).toBe(0)
    expect(limited('p95Percent')).toBe(1)
  })
})
