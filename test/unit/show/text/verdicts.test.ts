import { expect, test } from 'vitest'
import type { Verdict } from '../../../../src/model/comparison.ts'
import {
  countBudgets,
  countVerdicts,
  detectableRange,
  groupByVerdict,
  isTelling,
  sortBudgets,
  tellingParts,
} from '../../../../src/show/text/verdicts.ts'
import { budget, comparison, everyVerdict, judged, part } from '../../../golden/fixtures.ts'

test('the worst comes first, and the largest change first among equals', () => {
  const groups = groupByVerdict(everyVerdict.scenarios)
  expect(groups.map((group) => group.verdict)).toEqual([
    'regressed',
    'inconclusive',
    'not-comparable',
    'removed',
    'added',
    'improved',
    'unchanged',
  ])
  expect(groups[0]?.scenarios.map((scenario) => scenario.ratio)).toEqual([13.4, 1.153])
})

test('halving and doubling are changes of one size', () => {
  const scenarios = [1.9, 0.5, 2.1].map((ratio) => judged('x', 'improved', { ratio }))
  const [group] = groupByVerdict(scenarios)
  expect(group?.scenarios.map((scenario) => scenario.ratio)).toEqual([2.1, 0.5, 1.9])
})

test('counts', () => {
  expect(countVerdicts([])).toBe('no scenarios')
  expect(countVerdicts([judged('a', 'unchanged'), judged('b', 'regressed')])).toBe(
    '1 regressed, 1 unchanged',
  )
  expect(countBudgets([])).toBe('')
  expect(countBudgets([budget('a', 'met'), budget('b', 'broken')])).toBe('1 broken, 1 met')
})

test('an unchanged scenario of which a stage moved is told', () => {
  expect(isTelling(judged('a', 'unchanged'))).toBe(false)
  expect(isTelling(judged('a', 'unchanged', { stages: [part('s', 'regressed', 2)] }))).toBe(true)
  expect(isTelling(judged('a', 'unchanged', { stages: [part('s', 'inconclusive', 1)] }))).toBe(
    false,
  )
})

test('parts that say nothing new are left out: unchanged ones, and undecided ones of the undecided', () => {
  const stages = [
    part('a', 'regressed', 2),
    part('b', 'inconclusive', 1),
    part('c', 'unchanged', 1),
  ]
  const toldOf = (verdict: Verdict): readonly string[] =>
    tellingParts(judged('x', verdict, { stages })).map(({ name }) => name)
  expect(toldOf('regressed')).toEqual(['a', 'b'])
  expect(toldOf('inconclusive')).toEqual(['a'])
})

test('the range of what could have been detected leaves out what could not', () => {
  const scenarios = [3, null, 1.5].map((smallestDetectablePercent) =>
    judged('x', 'unchanged', { ratio: 1, smallestDetectablePercent }),
  )
  expect(detectableRange(comparison(scenarios))).toEqual([1.5, 3])
  expect(detectableRange(comparison([]))).toBeUndefined()
})

test('budgets: broken ones first, else in their order', () => {
  const budgets = [budget('a', 'met'), budget('b', 'broken'), budget('c', 'inconclusive')]
  expect(sortBudgets(budgets).map((each) => each.scenario)).toEqual(['b', 'c', 'a'])
})
