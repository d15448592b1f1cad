import { expect, test } from 'vitest'
import type { Note } from '../../../../src/model/run.ts'
import {
  budgetSentence,
  commonNotes,
  errorSentence,
  formatConfidence,
  formatDetectable,
  revisionLine,
  ruleSentence,
  runCounts,
  sortNotes,
} from '../../../../src/show/text/sentences.ts'
import { allUnchanged, budget, failedRun, result, revision } from '../../../golden/fixtures.ts'

test('a revision', () => {
  expect(revisionLine(null)).toBe('no revision')
  expect(revisionLine({ ...revision, branch: null })).toBe('5895b50')
  expect(revisionLine({ ...revision, dirty: true })).toBe(
    'faster-mel @ 5895b50 with uncommitted changes',
  )
})

test('an error', () => {
  const error = { code: 'CODE', count: 1, example: 'it broke' }
  expect(errorSentence(error)).toBe('CODE: it broke')
  expect(errorSentence({ ...error, count: 1_200 })).toBe('CODE: it broke (1,200 times)')
  expect(errorSentence({ ...error, where: 'a.ts:1:2' })).toBe('CODE: it broke (at a.ts:1:2)')
  expect(errorSentence({ ...error, count: 2, where: 'a.ts:1:2' })).toBe(
    'CODE: it broke (2 times, first at a.ts:1:2)',
  )
})

test('a budget', () => {
  expect(budgetSentence(budget('decode', 'met'))).toBe(
    'p95 of decode: 8.12 ms (7.90 … 8.31 ms), limit 10.0 ms',
  )
  expect(
    budgetSentence(
      budget('decode', 'broken', { stage: 'parse', metric: 'frames', value: null, interval: null }),
    ),
  ).toBe('frames p95 of decode > parse: not measured, limit 10.0 ms')
})

test('the rule names the cap only when there is one', () => {
  expect(ruleSentence(allUnchanged)).not.toContain('p95')
  const capped = { ...allUnchanged, rule: { ...allUnchanged.rule, thresholdMs: 500 } }
  expect(ruleSentence(capped)).toContain('and so is a p95 above 500 ms')
  expect([0.99, 0.999, 0.95].map(formatConfidence)).toEqual(['99 %', '99.9 %', '95 %'])
})

test('a run counts what failed and what is invalid', () => {
  expect(runCounts(failedRun)).toBe('4 scenarios, 5 launches each, 2 failed, 1 invalid')
})

test('a note that three scenarios share is said once', () => {
  const shared = { code: 'A', message: 'shared' }
  const own = { code: 'B', message: 'own' }
  const first = result('a', 'x', 1, { notes: [shared, shared, own] })
  const results = [
    first,
    result('b', 'x', 1, { notes: [shared] }),
    result('c', 'x', 1, { notes: [shared] }),
  ]
  const notes = sortNotes({ kind: 'bench', results })
  expect(notes.common).toEqual([{ message: 'shared', of: '3 scenarios' }])
  expect(notes.ownOf(first)).toEqual(['own'])
  expect(commonNotes(notes)).toEqual(['shared (3 scenarios)'])
})

test('in a duet a note is said once for its kind, and what the duet settles itself is not', () => {
  const busy = (message: string): Note => ({ code: 'MACHINE_BUSY', message })
  const waits = { code: 'WALL_EXCEEDS_CPU', message: 'wall time is 2 × the CPU time' }
  const first = result('a', 'x', 1, { notes: [busy('others used 80 % of a core'), waits] })
  const results = [first, result('b', 'x', 1, { notes: [busy('others used 90 % of a core')] })]
  const notes = sortNotes({ kind: 'duet', results })
  expect(notes.ownOf(first)).toEqual([])
  expect(commonNotes(notes)).toEqual([
    'Others used 80 % of a core (a, and 1 other scenario likewise)',
  ])
})

test('a change that could be told only beyond all measure is not told in digits', () => {
  expect(formatDetectable(6.24)).toBe('6.2 %')
  expect(formatDetectable(1000)).toBe('1,000 %')
  expect(formatDetectable(14_804_611_018_890)).toBe('more than 1,000 %')
})
