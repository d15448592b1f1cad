import { expect, test } from 'vitest'
import type { FrozenPage } from '../../../src/model/page.ts'
import { rendererFor, renderers, renderJson } from '../../../src/show/index.ts'
import { completeRun, everyVerdict } from '../../golden/fixtures.ts'

test('each format has one renderer and a file of its own', () => {
  const formats = renderers.map((renderer) => renderer.format)
  expect(formats).toEqual(['markdown', 'json', 'html', 'junit', 'csv'])
  expect(new Set(renderers.map((renderer) => renderer.fileName)).size).toBe(formats.length)
  for (const format of formats) expect(rendererFor(format)?.format).toBe(format)
  expect(rendererFor('toString')).toBeUndefined()
})

test('JSON prints the comparison, or the run where there is none', () => {
  const json = rendererFor('json')
  const both = { run: completeRun, comparison: everyVerdict }
  expect(JSON.parse(json?.render(both) ?? '')).toEqual(everyVerdict)
  expect(JSON.parse(json?.render({ ...both, comparison: undefined }) ?? '')).toEqual(completeRun)
})

test('JSON escapes what a terminal would act on', () => {
  expect(renderJson('\u001b\u009b\u202e\u2028')).toBe('"\\u001b\\u009b\\u202e\\u2028"\n')
})

test('rendering is repeatable', () => {
  const page = {
    template: '<!--plimsoll-page-->',
    writtenAt: '2026-11-02T09:30:00.000Z',
    documents: {},
  }
  const input = { run: completeRun, comparison: everyVerdict, page }
  for (const renderer of renderers) expect(renderer.render(input)).toBe(renderer.render(input))
})

test('a page holds whatever texts hold, lone surrogates and megabytes too, without ending its data', () => {
  const note = `</script><!-- \u2028 \ud800 \0 ${'<'.repeat(1_000_000)}`
  const page = { template: 'a<!--plimsoll-page-->b', writtenAt: '', documents: {} }
  const input = { run: { ...completeRun, note }, comparison: undefined, page }
  const html = rendererFor('html')?.render(input) ?? ''
  const [, data = '', rest] =
    /^a<script type="application\/json" id="plimsoll-page">([^<]*)<\/script>(.*)$/s.exec(html) ?? []
  expect(rest).toBe('b')
  expect(data.isWellFormed() && !/[\u2028\u2029\0]/.test(data)).toBe(true)
  const { documents } = JSON.parse(data) as FrozenPage
  expect(documents[`runs/${completeRun.id}`]).toEqual(input.run)
})
