import { describe, expect, test } from 'vitest'
import {
  chosenIn,
  chosenQuery,
  pairOf,
  toggled,
} from '../../../../../dashboard/src/views/runs/pair.ts'
import { summary } from './summaries.ts'

describe('choosing two runs', () => {
  test('one, another, a third in place of the first, and none again', () => {
    expect(toggled([], 'a')).toEqual(['a'])
    expect(toggled(['a'], 'b')).toEqual(['a', 'b'])
    expect(toggled(['a', 'b'], 'c')).toEqual(['b', 'c'])
    expect(toggled(['b', 'c'], 'b')).toEqual(['c'])
  })

  test('the address keeps them', () => {
    const query = new URLSearchParams(chosenQuery(['a', 'b']))
    expect(chosenIn(query)).toEqual(['a', 'b'])
    expect(chosenIn(new URLSearchParams(chosenQuery([])))).toEqual([])
    expect(chosenIn(new URLSearchParams('other=b'))).toEqual(['b'])
  })

  test('the older one is the baseline, whichever was chosen first', () => {
    const [older, newer] = [summary(1), summary(2)]
    for (const runs of [
      [older, newer],
      [newer, older],
    ]) {
      expect(pairOf(runs)).toEqual({ current: newer, baseline: older, caution: '' })
    }
    expect(pairOf([older])).toBeUndefined()
  })

  test('what won’t compare is said before', () => {
    const { environment } = summary(0)
    const elsewhere = summary(2, { environment: { ...environment, fingerprint: 'other' } })
    expect(pairOf([summary(1), elsewhere])?.caution).toContain('different machines')
    expect(pairOf([summary(1), summary(2, { kind: 'load' })])?.caution).toContain('a load run')
  })
})
