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
    ['nothing changed', [SAME], {}, 'unchanged', 0],
    ['one regressed', [SAME, SLOWER], {}, 'regressed', 1],
    ['one is unclear', [SAME, UNCLEAR], {}, 'inconclusive', 0],
    [
      'one is unclear, and that is not good enough',
      [SAME, UNCLEAR],
      { strict: true },
      'inconclusive',
      3,
    ],
    ['one failed', [SLOWER], { failed: true }, 'regressed', 4],
    ['it was interrupted', [SLOWER], { aborted: true }, 'regressed', 130],
    ['there was nothing to judge', [], {}, 'not-comparable', 3],
  ])('has a verdict and an exit code when %s', (_, logs, ...[more, verdict, exitCode]) => {
    expect(compare(logs, more)).toMatchObject({
      verdict,
      exitCode,
      method: 'duet',
      rule: DUET_RULE,
    })
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
