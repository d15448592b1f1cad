import { expect, test } from 'vitest'
import { exportRun, importRuns } from '../../../../src/record/index.ts'
import { htmlRenderer } from '../../../../src/show/html/html.ts'
import { refusalOf } from '../../../support/refusal.ts'
import { sampleRun } from '../../../support/runs.ts'

/** Records out of reports that are pages. */

const template = '<!doctype html><title>a</title><!--plimsoll-page--><script>a()</script>'
const [run, other] = [sampleRun({ seed: 1, note: '</script> <b> & $&' }), sampleRun({ seed: 2 })]
const page = { template, writtenAt: '', documents: { [`runs/${other.id}`]: other } }
const html = htmlRenderer.render({ run, comparison: undefined, page })

test.each([
  ['a page', html],
  ['a page with a byte order mark', `\uFEFF${html}`],
  [
    'a page that a browser saved',
    html.replace('<!doctype html>', '<!DOCTYPE html>\n<!-- saved -->'),
  ],
])('%s gives all of its runs', (_, text) => {
  expect(importRuns(text).map(exportRun).toSorted()).toEqual([run, other].map(exportRun).toSorted())
})

const named = `a.html, runs/${other.id},`

test.each([
  ['another page', '<!doctype html><p>hello', 'PAGE_WITHOUT_RUNS', 'a page that holds no run'],
  ['a page cut off', html.slice(0, 3000), 'PAGE_WITHOUT_RUNS', 'a page that holds no run'],
  ['data that is no JSON', html.replace('"schema":', '"schema"'), 'DOCUMENT_NOT_JSON', 'a.html'],
  ['data that is no page', html.replace(/(page">)[^<]*/, '$1null'), 'PAGE_WITHOUT_RUNS', 'no run'],
  ['a newer run', html.replaceAll('plimsoll/run@1', 'plimsoll/run@2'), 'DOCUMENT_NEWER', named],
  ['a broken run', html.replaceAll('"seed":', '"sead":'), 'DOCUMENT_INVALID', named],
])('%s is refused: nothing of it is taken', async (_, text, code, message) => {
  const error = await refusalOf(async () => importRuns(text, 'a.html'))
  expect(error).toMatchObject({ code, exitCode: 2 })
  expect(error.message).toContain(message)
})
