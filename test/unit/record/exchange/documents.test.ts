import { expect, test } from 'vitest'
import { exportRun, importInto, importRuns, openStore } from '../../../../src/record/index.ts'
import { windowOf } from '../../../support/loads.ts'
import { refusalOf } from '../../../support/refusal.ts'
import { sampleRun } from '../../../support/runs.ts'

const first = exportRun(sampleRun({ seed: 1 }))
const second = exportRun(sampleRun({ seed: 2 }))

test('an export is one line', () => {
  expect(first).toMatch(/^\{"schema":"plimsoll\/run@1",[^\n]*\}\n$/)
})

test('what is exported is imported, and exported again, bit for bit', () => {
  const labels = { 10: 'b', 2: 'a', 'naïve 😀': '\u2028 "\\' }
  const text = exportRun(sampleRun({ labels, note: 'a\nb\tc', revision: null }))
  expect(importRuns(text).map(exportRun)).toEqual([text])
})

test.each([
  ['one document', first, 1],
  ['one document over several lines', JSON.stringify(JSON.parse(first), null, 2), 1],
  ['JSON Lines', first + second, 2],
  ['JSON Lines with empty lines and CRLF', `\n${first.trim()}\r\n\r\n${second.trim()}`, 2],
  ['a byte order mark', `\uFEFF${first}${second}`, 2],
  ['the same document twice', first + first, 1],
])('%s', (_, text, count) => {
  expect(importRuns(text)).toHaveLength(count)
})

const { metrics, ...counted } = windowOf(0, [5e6])
const latency = { ...metrics['latency'], histogram: 'AAAA' }
const damagedWindow = { ...counted, metrics: { ...metrics, latency } }
const changed = first.replace('"note":""', '"note":"changed"')

test.each([
  ['nothing', '', 'DOCUMENT_NOT_JSON', 'runs.jsonl is empty'],
  ['white space', ' \n \n', 'DOCUMENT_NOT_JSON', 'runs.jsonl is empty'],
  ['half a document', first.slice(0, 999), 'DOCUMENT_NOT_JSON', 'runs.jsonl is not JSON'],
  ['a broken line', `${first}{"a":\n`, 'DOCUMENT_NOT_JSON', 'runs.jsonl, line 2, is not JSON'],
  ['a list', `[${first}]`, 'DOCUMENT_UNKNOWN', 'not a plimsoll document'],
  [
    'a newer line',
    `${first}{"schema":"plimsoll/run@2"}`,
    'DOCUMENT_NEWER',
    'line 2, is a plimsoll/run@2',
  ],
  [
    'two runs with one id',
    first + changed,
    'DOCUMENT_INVALID',
    'line 2, is a broken plimsoll/run@1 document: id: an earlier',
  ],
  [
    'a histogram that is none',
    first.replace(/"histogram":"[^"]*"/, '"histogram":"AAAA"'),
    'DOCUMENT_INVALID',
    'results[0].metrics.latency.histogram: A histogram can',
  ],
  [
    'a window with a histogram that is none',
    first.replace('"timeline":[]', `"timeline":[${JSON.stringify(damagedWindow)}]`),
    'DOCUMENT_INVALID',
    'results[0].timeline[0].metrics.latency.histogram: A histogram can',
  ],
])('%s is refused', async (_, text, code, message) => {
  const error = await refusalOf(() => importRuns(text, 'runs.jsonl'))
  expect(error).toMatchObject({ code, exitCode: 2, message: expect.stringContaining(message) })
})

test('one bad document among many: none is kept', async () => {
  await using store = await openStore('sqlite::memory:', { cwd: '/' })
  await refusalOf(() => importInto(store, `${first}${second}{"schema":"plimsoll/run@1"}`))
  expect(await store.list()).toEqual([])
})

test('one that contradicts the store among many: none is kept', async () => {
  await using store = await openStore('sqlite::memory:', { cwd: '/' })
  await importInto(store, first)
  const error = await refusalOf(() => importInto(store, second + changed))
  expect(error.code).toBe('RUN_EXISTS')
  expect(await store.list()).toHaveLength(1)
})

test('importing again adds nothing', async () => {
  await using store = await openStore('sqlite::memory:', { cwd: '/' })
  const ids = importRuns(first + second).map(({ id }) => id)
  expect(await importInto(store, first + second)).toEqual({ added: ids, existing: [] })
  expect(await importInto(store, first + second)).toEqual({ added: [], existing: ids })
})
