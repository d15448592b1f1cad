import { describe, expect, test } from 'vitest'
import { choicesOf, withChosen } from '../../../../../dashboard/src/views/runs/choices.ts'
import {
  criteriaOf,
  listedRun,
  matching,
  NO_BRANCH,
} from '../../../../../dashboard/src/views/runs/search.ts'
import { budgetsOf, resultsOf, verdictText } from '../../../../../dashboard/src/views/runs/words.ts'
import type { RunSummary } from '../../../../../src/model/page.ts'
import { summary } from './summaries.ts'

const revision = { commit: 'c41d1a0'.padEnd(40, '0'), committedAt: '', dirty: true, subject: '' }
const listed = [
  summary(4, { kind: 'load', labels: { runner: 'A1' }, note: 'Before the Holidays' }),
  summary(3, { revision: { ...revision, branch: 'faster-mel', subject: 'Faster mel bank' } }),
  summary(2, { revision: null, status: 'failed', results: { ok: 1, failed: 2, invalid: 0 } }),
  summary(1, { budgets: { met: 1, broken: 1, inconclusive: 0 }, scenarios: ['mel <b>'] }),
  summary(0, { revision: { ...revision, branch: null }, baselines: ['release 1.4'] }),
].map(listedRun)

const found = (query: string): readonly number[] =>
  matching(listed, criteriaOf(new URLSearchParams(query))).map(({ run }) => Number(run.id.slice(4)))

describe('searching runs', () => {
  test.each([
    ['', [4, 3, 2, 1, 0]],
    ['q=%20%20', [4, 3, 2, 1, 0]],
    ['q=MEL', [3, 1]],
    ['q=mel+faster', [3]],
    ['q=c41d1a0', [3, 0]],
    ['q=runner%3Da1', [4]],
    ['q=holidays', [4]],
    ['q=uncommitted', [3, 0]],
    ['q=failed', [2]],
    ['q=broken', [1]],
    ['q=%3Cb%3E', [1]],
    ['q=baseline+1.4', [0]],
    ['q=epyc+nothing', []],
    ['kind=load', [4]],
    ['status=failed&q=decode', [2]],
    ['branch=main', [4, 1]],
    [`branch=${NO_BRANCH}`, [2, 0]],
    ['environment=5f3c9a1be07d4c22&branch=faster-mel', [3]],
    ['environment=other', []],
  ])('%s', (query, expected) => {
    expect(found(query)).toEqual(expected)
  })

  test('a text of a megabyte is searched at its ends, and costs no megabyte', () => {
    const note = `begin${'x'.repeat(1_000_000)}end`
    const { haystack } = listedRun(summary(0, { note }))
    expect(haystack).toContain('begin')
    expect(haystack).toContain('end')
    expect(haystack.length).toBeLessThan(2000)
  })
})

describe('choices', () => {
  test('of each facet, newest first, with how many have it', () => {
    const { kind, status, branch } = choicesOf(listed)
    expect(kind.map(({ value, runs }) => [value, runs])).toEqual([
      ['load', 1],
      ['bench', 4],
    ])
    expect(status.map(({ value }) => value)).toEqual(['complete', 'failed'])
    expect(branch.map(({ words, runs }) => [words, runs])).toEqual([
      ['main', 2],
      ['faster-mel', 1],
      ['no branch', 2],
    ])
  })

  test('what an address asks for can be seen, though no run has it', () => {
    const criteria = criteriaOf(new URLSearchParams('branch=gone'))
    const choices = withChosen(choicesOf(listed).branch, criteria, 'branch')
    expect(choices.at(-1)).toEqual({ value: 'gone', words: 'gone', runs: 0 })
  })
})

test('what is not well is named whole, what it is out of stands behind', () => {
  const { budgets, results, ...run } = summary(0)
  const said = (more: Partial<RunSummary>): readonly string[] => {
    const of = { ...run, budgets, results, ...more }
    return [verdictText(budgetsOf(of)), verdictText(resultsOf(of))]
  }
  expect(said({})).toEqual(['', '3 scenarios ok'])
  expect(
    said({
      budgets: { met: 1, broken: 5, inconclusive: 2 },
      results: { ok: 999, failed: 0, invalid: 1 },
    }),
  ).toEqual(['5 budgets broken, 2 inconclusive of 8', '1 scenario invalid of 1,000'])
})
