import { expect, test } from 'vitest'
import { duetNote } from '../../../../../dashboard/src/views/compare/duet-note.ts'
import { headlineOf } from '../../../../../dashboard/src/views/compare/headline.ts'
import {
  allUnchanged,
  budget,
  comparison,
  everyVerdict,
  HOSTILE,
  hostileComparison,
  judged,
  part,
} from '../../../../golden/fixtures.ts'

const slower = judged('decode', 'regressed', { ratio: 1.124 })
const faster = judged('decode', 'improved', { ratio: 0.82 })
const undecided = judged('parse', 'inconclusive', { ratio: 1.06 })
const same = judged('listen', 'unchanged', { ratio: 1.004 })

test.each([
  ['decode regressed: +12.4 %', comparison([same, slower, undecided])],
  ['2 scenarios regressed, most of all resample [from=44100 to=16000]: ×13.4', everyVerdict],
  ['Nothing changed by more than 10 %', allUnchanged],
  ['decode improved: -18.0 %', comparison([same, faster])],
  [
    'decode improved: -18.0 %; 1 of 3 scenarios could not be decided',
    comparison([same, faster, undecided]),
  ],
  ['1 of 2 scenarios could not be decided', comparison([same, undecided])],
  ['These runs can’t be compared', comparison([judged('decode', 'not-comparable')])],
  [
    'These runs have no scenario in common',
    comparison([judged('decode', 'added'), judged('x', 'removed')]),
  ],
  ['Nothing was compared', comparison([])],
  [
    '1 budget broken, though no scenario regressed',
    comparison([same], { budgets: [budget('listen', 'broken'), budget('listen', 'met')] }),
  ],
])('%s', (line, compared) => {
  expect(headlineOf(compared)).toBe(line)
})

test('a stage that moved further than the whole is named with it', () => {
  const stages = [part('read', 'unchanged', 1.9), part('parse', 'regressed', 1.3)]
  const scenario = judged('decode', 'regressed', { ratio: 1.02, stages })
  expect(headlineOf(comparison([scenario]))).toBe(
    'decode regressed: +2.0 %, +30.0 % in stage parse',
  )
})

test('names do no harm', () => {
  const line = headlineOf(hostileComparison)
  expect(line).not.toMatch(/[\n\u001b\u202e]/)
  for (const key of HOSTILE) {
    const long = judged(key.repeat(10_000), 'regressed', { ratio: 2 })
    expect(headlineOf(comparison([long])).length).toBeLessThan(100)
  }
})

test('sides of duets that are compared as runs are said to be', () => {
  const [duet, bench] = [{ kind: 'duet' }, { kind: 'bench' }] as const
  expect(duetNote({ method: 'stored' }, duet, duet)).toMatch(/plimsoll duet/)
  expect(duetNote({ method: 'duet' }, duet, duet)).toBe('')
  expect(duetNote({ method: 'stored' }, duet, bench)).toBe('')
  expect(duetNote({ method: 'stored' }, duet, undefined)).toBe('')
})
