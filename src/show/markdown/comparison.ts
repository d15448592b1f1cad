import type {
  ComparedRun,
  Comparison,
  PartComparison,
  ScenarioComparison,
  Verdict,
} from '../../model/comparison.ts'
import type { Result, Run } from '../../model/run.ts'
import {
  formatChange,
  formatChangeInterval,
  formatPercent,
  formatTogether,
  plural,
} from '../text/quantity.ts'
import {
  commonNotes,
  detectableSentence,
  environmentLine,
  errorSentence,
  formatConfidence,
  revisionLine,
  ruleSentence,
  type SortedNotes,
  sortNotes,
  statusSentence,
} from '../text/sentences.ts'
import {
  countBudgets,
  countVerdicts,
  groupByVerdict,
  isTelling,
  tellingParts,
  verdictWord,
} from '../text/verdicts.ts'
import { blocks, type Column, details, list, table } from './blocks.ts'
import { budgetBlock } from './budgets.ts'
import type { Detail } from './fit.ts'
import { code, prose } from './sanitise.ts'

const MARKS: Readonly<Record<Verdict, string>> = {
  regressed: '🔴',
  inconclusive: '🟡',
  'not-comparable': '🟠',
  removed: '➖',
  added: '➕',
  improved: '🟢',
  unchanged: '⚪',
}

/** A comparison as a pull-request comment: the verdict in words, the worst first, the unchanged folded. */
export function comparisonMarkdown(comparison: Comparison, run: Run, detail: Detail): string {
  const ordered = groupByVerdict(comparison.scenarios).flatMap((group) => group.scenarios)
  const telling = ordered.filter(isTelling)
  const unchanged = ordered.filter((scenario) => !isTelling(scenario))
  const shown = telling.slice(0, detail.scenarios)
  return blocks([
    headline(comparison, run),
    prose(statusSentence(run)),
    list([...comparison.notes, ...commonNotes(sortNotes(run.results))].map(prose)),
    table(
      columns(comparison),
      shown.flatMap((scenario) => scenarioRows(scenario, detail)),
    ),
    shown.length < telling.length ? `… and ${telling.length - shown.length} more.` : '',
    reasons(shown, run),
    budgetBlock([...run.budgets, ...comparison.budgets], detail.scenarios),
    foldUnchanged(unchanged, comparison, detail),
    footer(comparison),
    detail.omission,
  ])
}

function headline(comparison: Comparison, run: Run): string {
  const budgets = countBudgets([...run.budgets, ...comparison.budgets])
  const counts = [countVerdicts(comparison.scenarios), ...(budgets ? [`budgets ${budgets}`] : [])]
  const title = `${MARKS[comparison.verdict]} ${verdictWord(comparison.verdict)}`
  return `## plimsoll: ${title}\n\n**${counts.join(' · ')}**`
}

function columns(comparison: Comparison): readonly Column[] {
  return [
    { heading: 'verdict', align: 'left' },
    { heading: 'scenario', align: 'left' },
    { heading: 'baseline', align: 'right' },
    { heading: 'current', align: 'right' },
    { heading: 'change', align: 'right' },
    { heading: `${formatConfidence(comparison.rule.confidence)} interval`, align: 'right' },
  ]
}

function scenarioRows(
  scenario: ScenarioComparison,
  detail: Detail,
): readonly (readonly string[])[] {
  const [baseline = '', current = ''] = formatTogether(
    [scenario.baselineNs, scenario.currentNs],
    'ns',
  )
  const row = [
    `${MARKS[scenario.verdict]} ${verdictWord(scenario.verdict)}`,
    code(scenario.key),
    baseline,
    current,
    ...changeCells(scenario, '**'),
  ]
  return [row, ...(detail.parts ? tellingParts(scenario).map(partRow) : [])]
}

function partRow(part: PartComparison): readonly string[] {
  return [
    `↳ ${MARKS[part.verdict]} ${verdictWord(part.verdict)}`,
    `↳ ${code(part.name)}`,
    '',
    '',
    ...changeCells(part, ''),
  ]
}

/** Empty where nothing was compared. */
function changeCells(
  { ratio, interval }: Pick<PartComparison, 'ratio' | 'interval'>,
  stress: string,
): readonly string[] {
  if (ratio === null) return []
  return [stress + formatChange(ratio) + stress, formatChangeInterval(interval)]
}

/** Why each scenario was judged as it was, and what went wrong in it. */
function reasons(scenarios: readonly ScenarioComparison[], run: Run): string {
  const results = new Map(run.results.map((each) => [each.scenario.key, each]))
  const notes = sortNotes(run.results)
  const items = scenarios
    .filter((scenario) => scenario.verdict !== 'unchanged')
    .map((scenario) => {
      const result = results.get(scenario.key)
      const said = result === undefined ? [] : resultSentences(result, notes)
      const lines = [scenario.reason, ...suggestion(scenario), ...said]
      return `${code(scenario.key)}: ${lines.map(prose).map(sentence).join(' ')}`
    })
  return details(`Why: ${plural(items.length, 'scenario')} explained`, list(items))
}

/** Reasons and notes end without a full stop, so that they can stand alone; in a row they need one. */
const sentence = (text: string): string => (/(^|[.!?])$/.test(text) ? text : `${text}.`)

/** What the run itself has to say of the scenario. */
function resultSentences(result: Result, notes: SortedNotes): readonly string[] {
  return [...result.errors.map(errorSentence), ...notes.ownOf(result), ...result.health.notes]
}

function suggestion(scenario: ScenarioComparison): readonly string[] {
  if (scenario.suggested === undefined) return []
  const { verdict, ratio } = scenario.suggested
  return [`The single run suggested ${verdictWord(verdict)} (${formatChange(ratio)}).`]
}

function foldUnchanged(
  scenarios: readonly ScenarioComparison[],
  comparison: Comparison,
  detail: Detail,
): string {
  if (scenarios.length === 0) return ''
  const within = formatPercent(comparison.rule.unchangedWithinPercent)
  const summary = `${scenarios.length} unchanged (surely within ${within} either way)`
  if (!detail.unchanged) return summary
  const rows = scenarios.flatMap((scenario) => scenarioRows(scenario, { ...detail, parts: false }))
  return details(summary, table(columns(comparison), rows))
}

function footer(comparison: Comparison): string {
  const { baseline, current } = comparison
  const side = (run: ComparedRun): string =>
    `${code(revisionLine(run.revision))} (run ${code(run.run)})`
  return [
    `${side(current)} beside baseline ${code(baseline.name)}: ${side(baseline)}.`,
    prose(ruleSentence(comparison)),
    prose(detectableSentence(comparison)),
    prose(`Measured on ${environmentLine(current.environment)}.`),
  ]
    .filter((line) => line !== '')
    .map((line) => `<sub>${line}</sub>`)
    .join('<br>\n')
}
