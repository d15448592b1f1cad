import { expect, test } from 'vitest'
import type { ReportInput } from '../../../../src/model/ports.ts'
import { junitRenderer } from '../../../../src/show/junit/junit.ts'
import { budget, comparison, judged, result, run } from '../../../golden/fixtures.ts'
import { parseXml } from '../well-formed.ts'

function caseOf(parts: Partial<ReportInput['run']>, judgement?: ReportInput['comparison']): string {
  const text = junitRenderer.render({
    run: run([result('decode', 'audio', 1_500)], parts),
    comparison: judgement,
  })
  return text.slice(text.indexOf('<testcase'), text.indexOf('</testsuite>'))
}

test('time is the median in seconds, without an exponent', () => {
  expect(caseOf({})).toContain('time="0.0000015"')
  expect(caseOf({ results: [result('clamp', 'x', 0.31)] })).toContain('time="0.00000000031"')
})

test('a broken budget fails; an inconclusive one does not', () => {
  expect(caseOf({ budgets: [budget('decode', 'broken')] })).toContain('type="budget"')
  expect(caseOf({ budgets: [budget('decode', 'inconclusive')] })).not.toContain('<failure')
})

test('a regression and a broken budget are one failure', () => {
  const text = caseOf(
    { budgets: [budget('decode', 'broken')] },
    comparison([judged('decode', 'regressed', { ratio: 1.2 })]),
  )
  expect(text.match(/<failure/g)).toHaveLength(1)
  expect(text).toContain('Budget broken')
})

test.for(['inconclusive', 'not-comparable', 'added'] as const)('%s is skipped', (verdict) => {
  expect(caseOf({}, comparison([judged('decode', verdict)]))).toContain('<skipped message=')
})

test('a removed scenario has a case of its own', () => {
  const text = junitRenderer.render({
    run: run([result('decode', 'audio', 1_500)]),
    comparison: comparison([judged('decode', 'unchanged'), judged('gone', 'removed')]),
  })
  expect(text).toContain('<testcase name="gone"')
  expect(text).toContain('tests="2" failures="0" errors="0" skipped="1"')
})

test('a failed scenario is an error even when it also regressed', () => {
  const failed = result('decode', 'audio', 1_500, { status: 'failed' })
  const text = caseOf(
    { results: [failed] },
    comparison([judged('decode', 'regressed', { ratio: 2 })]),
  )
  expect(text).toContain('<error message="The scenario failed."')
  expect(text).not.toContain('<failure')
})

test('the well-formedness check sees what is wrong', () => {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>'
  for (const broken of [
    '<a>',
    '<a></b>',
    '<a x="1" x="2"/>',
    '<a>&nbsp;</a>',
    '<a>]]></a>',
    '<a/><b/>',
    '<a>\u0001</a>',
    '<a x="<"/>',
  ]) {
    expect(() => parseXml(declaration + broken)).toThrow()
  }
  expect(parseXml(`${declaration}<a x="&lt;"><b/>t &amp; t</a>`)).toEqual(['a', 'b'])
})
