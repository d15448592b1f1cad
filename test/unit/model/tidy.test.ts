import { expect, test } from 'vitest'
import { readRun } from '../../../src/model/read.ts'
import type { ErrorCount, Run } from '../../../src/model/run.ts'
import { tidyRun } from '../../../src/model/tidy.ts'
import { sampleRun } from '../../support/runs.ts'

function withError(error: Partial<ErrorCount>): Run {
  const run = sampleRun({ labels: { 'a\0': '\ud800' } })
  const errors = [{ code: 'THREW', count: 1, example: '', ...error }]
  return { ...run, results: run.results.map((result) => ({ ...result, errors })) }
}

test('a tidy run stays as it is', () => {
  const run = sampleRun({ note: 'a\nb 😀', revision: null })
  expect(tidyRun(run)).toEqual(run)
})

test.each<[string, Partial<ErrorCount>, Partial<ErrorCount>]>([
  ['NUL', { example: 'a\0b' }, { example: 'a\uFFFDb' }],
  ['half a pair', { example: '\udc00' }, { example: '\uFFFD' }],
  ['a long message', { example: 'x'.repeat(20_000) }, { example: `${'x'.repeat(9_999)}…` }],
  [
    'a cut within a pair',
    { example: '😀'.repeat(9_000) },
    { example: `${'😀'.repeat(4_999)}\uFFFD…` },
  ],
  ['a long code', { code: 'C'.repeat(501) }, { code: `${'C'.repeat(499)}…` }],
])('%s in what was thrown does not cost the run', (_, thrown, kept) => {
  const run = withError(thrown)
  expect(() => readRun(run)).toThrow('broken')
  const tidied = readRun(tidyRun(run))
  expect(tidied.results[0]?.errors[0]).toMatchObject(kept)
  expect(tidied.labels).toEqual({ 'a\uFFFD': '\uFFFD' })
})

test('it is done once', () => {
  const once = tidyRun(withError({ example: 'x'.repeat(20_000) }))
  expect(tidyRun(once)).toEqual(once)
})
