import { expect, test } from 'vitest'
import { groupSeries, latestChanges } from '../../../../../dashboard/src/views/history/groups.ts'
import { summaryOf } from '../../../../../dashboard/src/views/history/words.ts'
import { changeAt, seriesOf } from './made.ts'

const levels = Array.from({ length: 40 }, () => 100)
const decode = seriesOf(levels, { changes: [changeAt(10, [100, 110])] })
const parse = seriesOf(levels, {
  stage: 'parse',
  changes: [changeAt(10, [50, 60]), changeAt(30, [60, 40])],
})
const cpu = seriesOf(levels, { metric: 'cpu' })
const mel = seriesOf(levels, { scenario: 'mel', changes: [changeAt(20, [100, 90])] })

test('stages stand beneath their scenario’s metric; by themselves where only they were asked for', () => {
  const groups = groupSeries([decode, parse, cpu, mel])
  expect(groups.map(({ head, stages }) => [head, stages])).toEqual([
    [decode, [parse]],
    [cpu, []],
    [mel, []],
  ])
  expect(groupSeries([parse]).map(({ head }) => head)).toEqual([parse])
})

test('the newest changes come first, and a stage’s that came with its scenario’s is told there', () => {
  const found = latestChanges(groupSeries([decode, parse, mel]))
  expect(found.map(({ series, change, withIt }) => [series, change.index, withIt])).toEqual([
    [parse, 30, []],
    [mel, 20, []],
    [decode, 10, ['parse']],
  ])
})

test('a chart is told in a sentence', () => {
  expect(summaryOf(decode)).toMatch(
    /^40 runs from \S+ \S+ to \S+ \S+: p50 of latency is 100 ns now; 1 change of level; trend: level\.$/,
  )
  expect(summaryOf(seriesOf([]))).toBe('No runs.')
})
