import { expect, test } from 'vitest'
import { rendererFor, renderers, renderJson } from '../../../src/show/index.ts'
import { completeRun, everyVerdict } from '../../golden/fixtures.ts'

test('each format has one renderer and a file of its own', () => {
  const formats = renderers.map((renderer) => renderer.format)
  expect(formats).toEqual(['markdown', 'json', 'junit', 'csv'])
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
  const input = { run: completeRun, comparison: everyVerdict }
  for (const renderer of renderers) expect(renderer.render(input)).toBe(renderer.render(input))
})
