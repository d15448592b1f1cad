import { describe, expect, it } from 'vitest'
import type { Environment } from '../../../src/model/run.ts'
import { compareRuns } from '../../../src/judge/index.ts'
import { sampleEnvironment, sampleRun } from '../../support/runs.ts'
import { resultOf, runOf } from './records.ts'

const STEADY = [1000, 1004, 996, 1002, 998]
const UNSTEADY = [800, 1250, 900, 1100, 1000]
const times = (factor: number) => STEADY.map((value) => value * factor)
const scenario = (key: string, factor = 1) => resultOf({ key, latency: times(factor) })
const failed = (key: string) => resultOf({ key, latency: [], status: 'failed' })

describe('compareRuns', () => {
  it('identifies both runs and the rule', () => {
    const current = sampleRun({ seed: 1, branch: 'feature' })
    const baseline = sampleRun({ seed: 2 })
    const said = compareRuns(current, baseline, { baselineName: 'main', tolerancePercent: 7 })
    expect(said).toMatchObject({
      schema: 'plimsoll/comparison@1',
      method: 'stored',
      current: { run: current.id, revision: { branch: 'feature' } },
      baseline: { name: 'main', run: baseline.id },
      rule: {
        tolerancePercent: 7,
        unchangedWithinPercent: 10,
        thresholdMs: null,
        confidence: 0.99,
      },
      verdict: 'unchanged',
      exitCode: 0,
      notes: [],
    })
    expect(compareRuns(current, baseline).baseline.name).toBe(baseline.id)
  })

  it('matches by key: in the order of the current run, what is gone last', () => {
    const current = runOf([scenario('new'), scenario('b', 1.2), scenario('a')])
    const baseline = runOf([scenario('gone'), scenario('a'), scenario('b')])
    const { scenarios, verdict, exitCode } = compareRuns(current, baseline)
    expect(scenarios.map(({ key, verdict: each }) => [key, each])).toEqual([
      ['new', 'added'],
      ['b', 'regressed'],
      ['a', 'unchanged'],
      ['gone', 'removed'],
    ])
    expect(scenarios[0]).toMatchObject({ baselineNs: null, launches: { current: 5, baseline: 0 } })
    expect([verdict, exitCode]).toEqual(['regressed', 1])
  })

  it.each([
    ['worst first', [1.2, 1, 0.8], 'regressed', 1],
    ['improved alone', [0.8], 'improved', 0],
    ['unchanged before improved', [0.8, 1], 'unchanged', 0],
  ] as const)('comes to one verdict: %s', (_, factors, verdict, exitCode) => {
    const keys = factors.map((__, index) => `s${index}`)
    const current = runOf(factors.map((factor, index) => scenario(keys[index] ?? '', factor)))
    const baseline = runOf(keys.map((key) => scenario(key)))
    expect(compareRuns(current, baseline)).toMatchObject({ verdict, exitCode })
  })

  it('lets inconclusive pass, unless it is to be strict', () => {
    const unsteady = runOf([resultOf({ key: 'a', latency: UNSTEADY }), scenario('b')])
    expect(compareRuns(unsteady, unsteady)).toMatchObject({ verdict: 'inconclusive', exitCode: 0 })
    expect(compareRuns(unsteady, unsteady, { strict: true }).exitCode).toBe(3)
    const red = runOf([resultOf({ key: 'a', latency: UNSTEADY }), scenario('b', 1.2)])
    expect(compareRuns(red, unsteady, { strict: true }).exitCode).toBe(1)
  })

  it('has no verdict where nothing is comparable', () => {
    const said = compareRuns(runOf([scenario('a')]), runOf([scenario('b')]))
    expect(said).toMatchObject({ verdict: 'not-comparable', exitCode: 3 })
    expect(compareRuns(runOf([]), runOf([])).exitCode).toBe(3)
  })

  it('is 4 when a scenario failed or gave nothing in the current run, even a new one', () => {
    const baseline = runOf([scenario('a'), scenario('b')])
    const broken = compareRuns(runOf([scenario('a', 1.2), failed('b')]), baseline)
    expect(broken).toMatchObject({ verdict: 'regressed', exitCode: 4 })
    const fresh = compareRuns(runOf([scenario('a'), failed('new')]), baseline)
    expect(fresh.exitCode).toBe(4)
    expect(fresh.scenarios[1]?.reason).toBe('not in the baseline; failed in the current run')
    const empty = runOf([resultOf({ key: 'a', latency: [] })])
    expect(compareRuns(empty, baseline).exitCode).toBe(4)
  })

  it('does not blame the current run for what failed in the baseline', () => {
    const said = compareRuns(
      runOf([scenario('a'), scenario('b')]),
      runOf([failed('a'), scenario('b')]),
    )
    expect(said.exitCode).toBe(0)
    expect(said.scenarios[0]).toMatchObject({
      verdict: 'not-comparable',
      reason: 'failed in the baseline',
    })
  })

  it('judges only what the filters choose, by name or file', () => {
    const current = runOf([scenario('parse', 1.5), scenario('send'), failed('store')])
    const baseline = runOf([scenario('parse'), scenario('send'), scenario('store')])
    const only = (...filters: string[]) => compareRuns(current, baseline, { filters })
    expect(only('send')).toMatchObject({ verdict: 'unchanged', exitCode: 0 })
    expect(only('perf/par').scenarios.map((each) => each.key)).toEqual(['parse'])
    expect(only('sen', 'parse').scenarios).toHaveLength(2)
    expect(only('none').exitCode).toBe(3)
  })

  it('applies the threshold to what has no baseline to compare with', () => {
    const slow = runOf([resultOf({ key: 'new', latency: STEADY.map((ns) => ns * 1e6) })])
    const said = compareRuns(slow, runOf([]), { thresholdMs: 500 })
    expect(said).toMatchObject({ verdict: 'regressed', exitCode: 1 })
    expect(said.scenarios[0]?.reason).toMatch(
      /^p95 1\.3 s is above the threshold of 500 ms; not in/,
    )
  })

  it('judges budgets relative to the baseline', () => {
    const current = runOf([scenario('a', 1.04)])
    const baseline = runOf([scenario('a')])
    const budgetOf = () => ({ p95Percent: 2, p95Ms: 0.000_001 })
    const said = compareRuns(current, baseline, { budgetOf })
    expect(said.scenarios[0]?.verdict).toBe('unchanged')
    expect(said.budgets).toMatchObject([{ statistic: 'p95', unit: 'percent', verdict: 'broken' }])
    expect(said).toMatchObject({ verdict: 'regressed', exitCode: 1 })
  })

  it('refuses a rule that makes no sense', () => {
    expect(() => compareRuns(runOf([]), runOf([]), { confidence: 1 })).toThrow(/makes no sense/)
  })
})

describe('different machines', () => {
  const here = sampleEnvironment('aaaa')
  const elsewhere: Environment = {
    ...here,
    fingerprint: 'bbbb',
    cpuModel: 'Apple M4',
    cores: 10,
    memoryBytes: 34_359_738_368,
    os: 'darwin',
    arch: 'arm64',
    node: '25.1.0',
    container: { cpus: 1.5, memoryBytes: null },
  }
  const baseline = runOf([scenario('a'), scenario('gone')], { environment: here })

  it('are never silently compared: every differing part is named', () => {
    const current = runOf([scenario('a', 2), scenario('new')], {
      id: 'other',
      environment: elsewhere,
    })
    const said = compareRuns(current, baseline, { budgetOf: () => ({ p50Percent: 1 }) })
    expect(said).toMatchObject({ verdict: 'not-comparable', exitCode: 3, budgets: [] })
    expect(said.scenarios.map((each) => each.verdict)).toEqual([
      'not-comparable',
      'added',
      'removed',
    ])
    const reason =
      'measured on different machines: CPU model Apple M4, was AMD EPYC 7763 64-Core Processor; ' +
      'cores 10, was 2; memory 32 GiB, was 8 GiB; operating system darwin, was linux; ' +
      'architecture arm64, was x64; container limits 1.5 CPUs, was none; Node 25, was 24'
    expect(said.scenarios[0]?.reason).toBe(reason)
    expect(said.notes).toEqual([`Not compared: ${reason}.`])
  })

  it('are told apart by the fingerprint alone', () => {
    const patched = { ...here, node: '24.30.1', kernel: '7.0.0', v8: '14' }
    const current = runOf([scenario('a')], { environment: patched })
    expect(compareRuns(current, baseline).verdict).toBe('unchanged')
    const odd = runOf([scenario('a')], { environment: { ...here, fingerprint: 'cccc' } })
    expect(compareRuns(odd, baseline).notes[0]).toContain('fingerprint cccc, was aaaa')
  })

  it('still are held to the threshold', () => {
    const slow = resultOf({ key: 'a', latency: STEADY.map((ns) => ns * 1e6) })
    const current = runOf([slow], { environment: elsewhere })
    expect(compareRuns(current, baseline, { thresholdMs: 500 }).exitCode).toBe(1)
  })
})

describe('notes', () => {
  const results = [scenario('a')]
  const baseline = runOf(results)

  it('mention a machine that ran at another speed', () => {
    const { environment } = baseline
    const { aluNs, allocNs } = environment.calibration
    const slower = { ...environment, calibration: { aluNs: aluNs * 1.2, allocNs: allocNs * 1.2 } }
    const said = compareRuns(runOf(results, { id: 'other', environment: slower }), baseline)
    expect(said.notes).toEqual([
      "The machine's reference kernels ran 20 % slower than for the baseline: part of any change may be the machine.",
    ])
    expect(said.verdict).toBe('unchanged')
  })

  it('mention a run compared with itself, and interrupted ones', () => {
    expect(compareRuns(baseline, baseline).notes).toEqual(['The run is compared with itself.'])
    const aborted = runOf(results, { id: 'other', status: 'aborted' })
    expect(compareRuns(aborted, baseline).notes[0]).toContain('current run was interrupted')
  })

  it('refuse an invalid run', () => {
    const invalid = runOf(results, { id: 'other', status: 'invalid' })
    expect(compareRuns(invalid, baseline)).toMatchObject({ exitCode: 3, verdict: 'not-comparable' })
    expect(compareRuns(baseline, invalid).notes).toEqual([
      "Not compared: the baseline's run is invalid.",
    ])
  })
})
