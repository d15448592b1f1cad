import type { Comparison, ScenarioComparison, Verdict } from '../../model/comparison.ts'
import type { Renderer, ReportInput } from '../../model/ports.ts'
import type { BudgetVerdict, Result, Run } from '../../model/run.ts'
import { functionSentence, judgedSentences, PROFILE_HEADING } from '../text/judged.ts'
import { formatChange, formatChangeInterval } from '../text/quantity.ts'
import {
  budgetSentence,
  environmentLine,
  errorSentence,
  revisionLine,
  statusSentence,
} from '../text/sentences.ts'
import { verdictWord } from '../text/verdicts.ts'
import { type Element, element, writeXml } from './xml.ts'

/**
 * JUnit XML as Jenkins, GitLab and GitHub's test reporters read it (Jenkins' `junit-10.xsd`; `time` has more decimals
 * than its pattern, since medians may be nanoseconds): a suite a category, a case a scenario.
 *
 *   failed, no samples          → error
 *   regressed, broken budget    → failure (one a case, since Jenkins keeps only one; further lines in its text)
 *   invalid, inconclusive,
 *   not comparable, added, removed → skipped, with the reason
 *   passed, where a duet settled what a single run had suggested → its output says both
 */

type Outcome = 'passed' | 'error' | 'failure' | 'skipped'

interface Case {
  readonly category: string
  readonly key: string
  readonly seconds: number
  readonly outcome: Outcome
  readonly type: string
  readonly lines: readonly string[]
}

const SKIPPED: ReadonlySet<Verdict> = new Set([
  'inconclusive',
  'not-comparable',
  'added',
  'removed',
])

const NO_CATEGORY = 'no category'

/** For the test report of a CI service. */
export const junitRenderer: Renderer = {
  format: 'junit',
  fileName: 'junit.xml',
  render: (input) => writeXml(testSuites(input)),
}

function testSuites(input: ReportInput): Element {
  const cases = allCases(input)
  const suites = [...Map.groupBy(cases, (each) => each.category)].map(([category, members]) =>
    element('testsuite', suiteAttributes(category, members, input.run), [
      element('properties', {}, properties(input)),
      ...members.map(testCase),
    ]),
  )
  const { tests, failures, errors, time } = totals(cases)
  return element('testsuites', { name: 'plimsoll', tests, failures, errors, time }, suites)
}

function allCases({ run, comparison }: ReportInput): readonly Case[] {
  const judged = new Map(comparison?.scenarios.map((each) => [each.key, each]))
  const budgets = Map.groupBy(
    [...run.budgets, ...(comparison?.budgets ?? [])],
    (budget) => budget.scenario,
  )
  const measured = run.results.map((result) => {
    const { key } = result.scenario
    return resultCase(result, {
      judged: judged.get(key),
      comparison,
      budgets: budgets.get(key) ?? [],
    })
  })
  const keys = new Set(run.results.map((result) => result.scenario.key))
  const unmeasured = [...judged.values()].filter((each) => !keys.has(each.key))
  return [...measured, ...unmeasured.map((each) => unmeasuredCase(each, comparison))]
}

/** What was said of one scenario. */
interface Said {
  readonly judged: ScenarioComparison | undefined
  readonly comparison: Comparison | undefined
  readonly budgets: readonly BudgetVerdict[]
}

function resultCase(result: Result, said: Said): Case {
  const { key, category } = result.scenario
  const latency = result.metrics['latency']
  const seconds = latency?.unit === 'ns' ? latency.p50 / 1e9 : 0
  return { category: category || NO_CATEGORY, key, seconds, ...outcomeOf(result, said) }
}

function unmeasuredCase(judged: ScenarioComparison, comparison: Comparison | undefined): Case {
  const { category, key } = judged
  return {
    category: category || NO_CATEGORY,
    key,
    seconds: 0,
    ...judgedOutcome(judged, comparison),
  }
}

type Finding = Pick<Case, 'outcome' | 'type' | 'lines'>

function outcomeOf(result: Result, { judged, comparison, budgets }: Said): Finding {
  if (result.status === 'failed') return failedOutcome(result)
  const broken = budgets.filter((budget) => budget.verdict === 'broken')
  const lines = broken.map((budget) => `Budget broken: ${budgetSentence(budget)}`)
  const verdict = judgedOutcome(judged, comparison)
  if (verdict.outcome === 'failure') return { ...verdict, lines: [...verdict.lines, ...lines] }
  if (lines.length > 0) return { outcome: 'failure', type: 'budget', lines }
  if (result.status === 'invalid') {
    return {
      outcome: 'skipped',
      type: 'invalid',
      lines: ['Invalid: not to be trusted.', ...result.health.notes],
    }
  }
  return verdict
}

function failedOutcome(result: Result): Finding {
  const lines = result.errors.map(errorSentence)
  const type = result.errors[0]?.code ?? 'FAILED'
  return { outcome: 'error', type, lines: lines.length > 0 ? lines : ['The scenario failed.'] }
}

function judgedOutcome(
  judged: ScenarioComparison | undefined,
  comparison: Comparison | undefined,
): Finding {
  if (judged === undefined || comparison === undefined)
    return { outcome: 'passed', type: '', lines: [] }
  const type = judged.verdict
  if (type === 'regressed') {
    return {
      outcome: 'failure',
      type,
      lines: [
        changeLine(judged),
        ...judgedSentences(judged, comparison),
        ...stageLines(judged),
        ...functionLines(judged),
      ],
    }
  }
  const sentences = judged.suggested === undefined ? [] : judgedSentences(judged, comparison)
  if (SKIPPED.has(type)) {
    const lines = [`${verdictWord(type)}: ${judged.reason}`, ...sentences.slice(0, 1)]
    return { outcome: 'skipped', type, lines }
  }
  return { outcome: 'passed', type, lines: sentences }
}

function changeLine({ ratio, interval }: Pick<ScenarioComparison, 'ratio' | 'interval'>): string {
  return `Regressed: ${formatChange(ratio)} (${formatChangeInterval(interval)})`
}

function functionLines({ profile }: ScenarioComparison): readonly string[] {
  if (profile === undefined || profile.functions.length === 0) return []
  return [PROFILE_HEADING, ...profile.functions.map(functionSentence)]
}

function stageLines(judged: ScenarioComparison): readonly string[] {
  return judged.stages
    .filter((stage) => stage.verdict === 'regressed')
    .map((stage) => `Stage ${stage.name}: ${changeLine(stage)}`)
}

function testCase(each: Case): Element {
  const attributes = { name: each.key, classname: each.category, time: decimal(each.seconds) }
  const [message = '', ...rest] = each.lines
  if (each.outcome === 'passed') {
    const said = each.lines.length === 0 ? [] : [element('system-out', {}, [each.lines.join('\n')])]
    return element('testcase', attributes, said)
  }
  if (each.outcome === 'skipped') {
    const all = [message, ...rest].join(' ')
    return element('testcase', attributes, [element('skipped', { message: all })])
  }
  const text = [message, ...rest].join('\n')
  return element('testcase', attributes, [
    element(each.outcome, { message, type: each.type }, [text]),
  ])
}

function suiteAttributes(
  category: string,
  cases: readonly Case[],
  run: Run,
): Element['attributes'] {
  // The XSD's timestamp has no zone and no fraction; a record's is UTC.
  return { name: category, ...totals(cases), timestamp: run.startedAt.slice(0, 19) }
}

function totals(cases: readonly Case[]): {
  tests: number
  failures: number
  errors: number
  skipped: number
  time: string
} {
  const count = (outcome: Outcome): number =>
    cases.filter((each) => each.outcome === outcome).length
  return {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: decimal(cases.reduce((sum, each) => sum + each.seconds, 0)),
  }
}

function properties({ run, comparison }: ReportInput): readonly Element[] {
  const status = [run.status, statusSentence(run)].filter((part) => part !== '').join(': ')
  const pairs: Readonly<Record<string, string>> = {
    'plimsoll.run': run.id,
    'plimsoll.status': status,
    'plimsoll.revision': revisionLine(run.revision),
    'plimsoll.environment': environmentLine(run.environment),
    'plimsoll.fingerprint': run.environment.fingerprint,
    ...(comparison === undefined
      ? {}
      : {
          'plimsoll.verdict': comparison.verdict,
          'plimsoll.method': comparison.method,
          'plimsoll.baseline': comparison.baseline.run,
        }),
  }
  return Object.entries(pairs).map(([name, value]) => element('property', { name, value }))
}

/** Seconds without an exponent (`xs:decimal`), to the picosecond. */
function decimal(seconds: number): string {
  return Number.isFinite(seconds) ? seconds.toFixed(12).replace(/\.?0+$/, '') || '0' : '0'
}
