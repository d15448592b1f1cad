import { describe, test } from 'vitest'
import type { ReportInput } from '../../src/model/ports.ts'
import { renderComparison, renderers, renderRun } from '../../src/show/index.ts'
import { checkedComparison, checkedRun, duetComparison, duetRun } from './duets.ts'
import {
  abortedRun,
  allUnchanged,
  completeRun,
  emptyRun,
  everyVerdict,
  failedComparison,
  failedRun,
  hostileComparison,
  hostileRun,
} from './fixtures.ts'
import { expectGolden } from './golden.ts'

const REPORTS: Readonly<Record<string, ReportInput>> = {
  'complete-run': { run: completeRun, comparison: undefined },
  'failed-run': { run: failedRun, comparison: undefined },
  'aborted-run': { run: abortedRun, comparison: undefined },
  'empty-run': { run: emptyRun, comparison: undefined },
  'hostile-run': { run: hostileRun, comparison: undefined },
  'every-verdict': { run: completeRun, comparison: everyVerdict },
  'all-unchanged': { run: { ...completeRun, budgets: [] }, comparison: allUnchanged },
  'failed-comparison': { run: failedRun, comparison: failedComparison },
  duet: { run: duetRun, comparison: duetComparison },
  check: { run: checkedRun, comparison: checkedComparison },
  'hostile-comparison': { run: hostileRun, comparison: hostileComparison },
}

function terminal({ run, comparison }: ReportInput, width: number, color = false): string {
  const options = { width, color }
  return comparison === undefined
    ? renderRun(run, options)
    : renderComparison(comparison, run, options)
}

/** A page is looked at in a browser, and holds documents that have golden files of their own. */
const texts = renderers.filter(({ format }) => format !== 'html')

describe.for(Object.entries(REPORTS))('%s', ([name, input]) => {
  test.for(texts.map((renderer) => [renderer.format, renderer] as const))(
    'as %s',
    ([, renderer]) => {
      const extension = renderer.fileName.slice(renderer.fileName.lastIndexOf('.'))
      expectGolden(name + extension, renderer.render(input))
    },
  )

  test('in a terminal of 80 columns', () => {
    expectGolden(`${name}.80.txt`, terminal(input, 80))
  })
})

test('a duet, verbose and with colour', () => {
  const options = { width: 80, color: false }
  const verbose = { ...options, verbose: true }
  expectGolden('duet.verbose.txt', renderComparison(duetComparison, duetRun, verbose))
  const color = { ...options, color: true }
  expectGolden('duet.color.txt', renderComparison(duetComparison, duetRun, color))
})

describe('terminals', () => {
  test('of 60 and of 120 columns', () => {
    const input = { run: completeRun, comparison: everyVerdict }
    expectGolden('every-verdict.60.txt', terminal(input, 60))
    expectGolden('every-verdict.120.txt', terminal(input, 120))
  })

  test('with colour', () => {
    expectGolden(
      'every-verdict.color.txt',
      terminal({ run: completeRun, comparison: everyVerdict }, 80, true),
    )
    expectGolden(
      'complete-run.color.txt',
      terminal({ run: completeRun, comparison: undefined }, 80, true),
    )
  })

  test('verbose', () => {
    const options = { width: 80, color: false, verbose: true }
    expectGolden('every-verdict.verbose.txt', renderComparison(everyVerdict, completeRun, options))
    expectGolden('complete-run.verbose.txt', renderRun(completeRun, options))
  })
})
