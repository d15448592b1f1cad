import { expect, test } from 'vitest'
import { markdownRenderer } from '../../../../src/show/markdown/markdown.ts'
import { comparison, judged, part, result, run, stage } from '../../../golden/fixtures.ts'

const many = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index)

function compared(regressed: number, unchanged: number): string {
  const scenarios = [
    ...many(regressed).map((index) =>
      judged(`slow ${index}`, 'regressed', { ratio: 2, stages: [part('stage', 'regressed', 2)] }),
    ),
    ...many(unchanged).map((index) => judged(`same ${index}`, 'unchanged', { ratio: 1 })),
  ]
  return markdownRenderer.render({ run: run([]), comparison: comparison(scenarios) })
}

test('a comment that fits is whole', () => {
  const text = compared(3, 300)
  expect(text).toContain('`same 299`')
  expect(text).not.toContain('Shortened')
})

test('the unchanged go first, then the stages, and the worst stay', () => {
  const text = compared(100, 3_000)
  expect(text.length).toBeLessThanOrEqual(65_536)
  expect(text).not.toContain('`same 1`')
  expect(text).toContain('3000 unchanged')
  expect(text).toContain('`slow 99`')
  expect(text).toContain('↳ `stage`')
  expect(text).toContain('Shortened to fit a comment')
})

test('very many regressions end in a count', () => {
  const text = compared(5_000, 0)
  expect(text.length).toBeLessThanOrEqual(65_536)
  expect(text).toContain('… and 4900 more.')
  expect(text).toContain('**5000 regressed**')
})

test('a run of very many scenarios with long names fits too', () => {
  const name = (index: number): string => `${index} ${'名'.repeat(200)}`
  const results = many(2_000).map((index) =>
    result(name(index), name(index), 1_000, { stages: [stage(name(index), 10)] }),
  )
  const text = markdownRenderer.render({ run: run(results), comparison: undefined })
  expect(text.length).toBeLessThanOrEqual(65_536)
  expect(text).toContain('Shortened to fit a comment')
})
