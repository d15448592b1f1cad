import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { csvRenderer, sanitise } from '../../../src/show/csv.ts'
import { completeRun, everyVerdict, result, run } from '../../golden/fixtures.ts'

function rowsOf(text: string): readonly Readonly<Record<string, string>>[] {
  return parse(text, { columns: true })
}

test.for([
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "x"', '"say ""x"""'],
  ['two\nlines', 'two lines'],
  ['=1+1', "'=1+1"],
  ['\t=1+1', '"\' =1+1"'],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['＝1+1', "'＝1+1"],
  [' ', '" "'],
  [-1.5, '-1.5'],
  [Number.NaN, ''],
  [undefined, ''],
] as const)('%j is written as %j', ([value, text]) => {
  expect(sanitise(value)).toBe(text.startsWith('"\' ') ? "' =1+1" : text)
})

test('numbers are raw, and a row says in which unit', () => {
  const [row] = rowsOf(csvRenderer.render({ run: completeRun, comparison: undefined }))
  expect(row).toMatchObject({
    scenario: 'decode WAV',
    stage: '',
    metric: 'latency',
    unit: 'ns',
    p50_in_unit: '118000',
    verdict: '',
  })
})

test('a missing percentile is an empty cell', () => {
  const rows = rowsOf(csvRenderer.render({ run: completeRun, comparison: undefined }))
  expect(rows.find((row) => row['scenario'] === 'clamp')?.['p99_in_unit']).toBe('')
})

test('verdicts stand beside what they are about', () => {
  const rows = rowsOf(csvRenderer.render({ run: completeRun, comparison: everyVerdict }))
  const verdictOf = (scenario: string, stage: string): string | undefined =>
    rows.find((row) => row['scenario'] === scenario && row['stage'] === stage)?.['verdict']
  expect(verdictOf('whole conversation', '')).toBe('regressed')
  expect(verdictOf('whole conversation', 'transcription')).toBe('regressed')
  expect(verdictOf('whole conversation', 'audio')).toBe('unchanged')
  expect(verdictOf('dot product', '')).toBe('removed')
})

test('a failed scenario keeps a row', () => {
  const failed = result('decode', 'audio', 1, { status: 'failed', metrics: {}, stages: [] })
  const rows = rowsOf(csvRenderer.render({ run: run([failed]), comparison: undefined }))
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ scenario: 'decode', status: 'failed', p50_in_unit: '' })
})

test('lines end as RFC 4180 says', () => {
  const text = csvRenderer.render({ run: completeRun, comparison: undefined })
  expect(text.endsWith('\r\n')).toBe(true)
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
})
