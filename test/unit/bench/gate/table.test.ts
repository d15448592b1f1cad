import { describe, expect, test } from 'vitest'
import type { GateRecord } from '../../../../bench/gate/records.ts'
import { type JudgedComparison, reportOf } from '../../../../bench/gate/table.ts'
import type { Verdict } from '../../../../src/model/comparison.ts'

const steady = { samples: 100, meanNs: 1000, stddevNs: 10, medianNs: 1000, marginNs: 2 }

function recordOf(parts: Partial<GateRecord>): GateRecord {
  return {
    id: 'one',
    workload: 'json',
    kind: 'cpu',
    heldOut: false,
    library: 'none',
    modules: 'esm',
    injectedPercent: 0,
    neighbour: false,
    seed: 1,
    at: '2026-01-01T00:00:00.000Z',
    machine: 'one core',
    commit: 'abc',
    loadPerCore: 0,
    launches: [],
    ended: 'decided',
    failure: null,
    obstacle: null,
    plain: { baseline: steady, current: steady, mannWhitneyP: 1 },
    duetMs: 1000,
    plainMs: 1000,
    ...parts,
  }
}

/** Says of each record what its id says. */
const byId = ({ id, workload }: GateRecord): JudgedComparison | undefined => {
  const [word = '', stage = ''] = id.split(' ')
  if (word === 'failed') return undefined
  const stages = [{ name: stage, verdict: 'regressed' }] as const
  return { verdict: word as Verdict, stages: workload === 'stages' ? stages : [] }
}

function rowOf(report: string, title: string, rule: string): readonly string[] {
  const section = report.slice(report.indexOf(`**${title}**`))
  const line = section.split('\n').find((each) => each.startsWith(`| ${rule}`)) ?? ''
  return line.split(' | ').slice(1)
}

describe('the table of the gate', () => {
  const slower = { ...steady, meanNs: 1200, medianNs: 1200 }
  const records = [
    recordOf({ id: 'unchanged' }),
    recordOf({ id: 'improved' }),
    recordOf({ id: 'inconclusive' }),
    recordOf({ id: 'regressed', plain: null }),
    recordOf({ id: 'regressed', injectedPercent: 5 }),
    recordOf({
      id: 'improved',
      injectedPercent: 5,
      plain: { baseline: steady, current: slower, mannWhitneyP: 0 },
    }),
    recordOf({ id: 'failed', injectedPercent: 10 }),
    recordOf({ id: 'unchanged', neighbour: true }),
    recordOf({ id: 'regressed', kind: 'io', heldOut: true, injectedPercent: 2 }),
  ]
  const report = reportOf(records, byId)

  test('of identical code any call is wrong; of a slowdown only "regressed" is right', () => {
    const [called, unchanged, two, five, ten, inconclusive] = rowOf(
      report,
      'CPU-bound, tuned on, alone',
      '**plimsoll',
    )
    expect(called).toBe('50.0 % (6.8–93.2) 2/4')
    expect(unchanged).toMatch(/1\/4$/u)
    expect(two).toBe('–')
    expect(five).toMatch(/1\/2$/u)
    expect(ten).toBe('–')
    expect(inconclusive).toMatch(/1\/6/u)
  })

  test('conditions, kinds and held-out workloads stand apart', () => {
    expect(rowOf(report, 'CPU-bound, tuned on, with a busy neighbour', '**plimsoll')[1]).toMatch(
      /1\/1$/u,
    )
    expect(rowOf(report, 'I/O-bound, held out, alone', '**plimsoll')[2]).toMatch(/1\/1$/u)
    expect(report).not.toContain('I/O-bound, tuned on')
  })

  test('the rules of today are counted where their processes were run', () => {
    const row = rowOf(report, 'CPU-bound, tuned on, alone', 'mean ± 10 %')
    expect(row[0]).toMatch(/0\/3$/u)
    expect(row[3]).toMatch(/1\/2$/u)
  })

  test('the stage that was slowed is to be named', () => {
    const stages = ['regressed price', 'regressed price', 'regressed read', 'unchanged'].map((id) =>
      recordOf({ id, workload: 'stages', injectedPercent: 5 }),
    )
    expect(reportOf(stages, byId)).toMatch(
      /alone named 66\.7 %.*2\/3; another named 33\.3 %.*1\/3\./u,
    )
    expect(report).not.toContain('stages, one slowed')
  })

  test('what could not be made is said, and in no share', () => {
    expect(report).toContain('8 comparisons, 5 of them of identical code')
    expect(report).toContain('1 more could not be made')
  })
})
