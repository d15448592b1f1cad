import { describe, expect, it } from 'vitest'
import {
  DUET_RULE,
  duetComparison,
  type DuetComparisonParts,
  judgeDuets,
} from '../../../../src/judge/index.ts'
import { sampleRun } from '../../../support/runs.ts'
import { evidenceOf } from './evidence.ts'

const { id: run, revision, environment } = sampleRun()
const side = { run, revision, environment }
const SAME = [0.1, -0.2, 0.3, 0.1, -0.4, 0, 0.2, -0.1]
const SLOWER = SAME.map((value) => value + 5)
const UNCLEAR = [9, -8, 4, -3, 7, -6, 2, -9]

const compare = (logs: readonly (readonly number[])[], more: Partial<DuetComparisonParts> = {}) =>
  duetComparison({
    current: side,
    baseline: { ...side, name: 'main' },
    scenarios: judgeDuets(logs.map((each, index) => evidenceOf(each, { key: `k${index}` }))),
    failed: false,
    ...more,
  })

describe('the comparison of a duet', () => {
  it.each([
    { when: 'nothing changed', logs: [SAME], verdict: 'unchanged', exitCode: 0 },
    { when: 'one regressed', logs: [SAME, SLOWER], verdict: 'regressed', exitCode: 1 },
    { when: 'one is unclear', logs: [SAME, UNCLEAR], verdict: 'inconclusive', exitCode: 0 },
    {
      when: 'one is unclear, and that is not good enough',
      logs: [SAME, UNCLEAR],
      more: { strict: true },
      verdict: 'inconclusive',
      exitCode: 3,
    },
    {
      when: 'one failed',
      logs: [SLOWER],
      more: { failed: true },
      verdict: 'regressed',
      exitCode: 4,
    },
    {
      when: 'it was interrupted',
      logs: [SLOWER],
      more: { aborted: true },
      verdict: 'regressed',
      exitCode: 130,
    },
    { when: 'there was nothing to judge', logs: [], verdict: 'not-comparable', exitCode: 3 },
  ])('has a verdict and an exit code when $when', ({ logs, more, verdict, exitCode }) => {
    const found = compare(logs, more)
    expect(found).toMatchObject({ verdict, exitCode, method: 'duet', rule: DUET_RULE })
  })

  it('shows what only one side has, and does not judge it', () => {
    const { identity } = evidenceOf([], { key: 'new' }).pair
    const found = compare([SAME], { added: [identity], removed: [{ ...identity, key: 'old' }] })
    expect(found.verdict).toBe('unchanged')
    expect(found.scenarios.map(({ key, verdict }) => [key, verdict])).toEqual([
      ['k0', 'unchanged'],
      ['new', 'added'],
      ['old', 'removed'],
    ])
  })
})
