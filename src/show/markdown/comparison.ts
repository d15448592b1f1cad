import type {
  ComparedRun,
  Comparison,
  PartComparison,
  ProfileComparison,
  ScenarioComparison,
  Verdict,
} from '../../model/comparison.ts'
import type { Run } from '../../model/run.ts'
import {
  foldSentence,
  functionPlace,
  functionTimes,
  isDuetRun,
  NO_FUNCTION,
  PROFILE_HEADING,
  sayingsOf,
  shortBasis,
  sideText,
} from '../text/judged.ts'
import { formatChange, formatChangeInterval, formatTogether, plural } from '../text/quantity.ts'
import {
  commonNotes,
  detectableSentence,
  environmentLine,
  formatConfidence,
  revisionLine,
  ruleSentence,
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
  const view = viewOf(comparison, shown, detail)
  return blocks([
    headline(comparison, run),
    prose(statusSentence(run)),
    list([...comparison.notes, ...commonNotes(sortNotes(run))].map(prose)),
    table(
      columns(comparison, view),
      shown.flatMap((scenario) => scenarioRows(scenario, view)),
    ),
    shown.length < telling.length ? `… and ${telling.length - shown.length} more.` : '',
    reasons(shown, comparison, run),
    detail.parts ? profiles(shown) : '',
    budgetBlock([...run.budgets, ...comparison.budgets], detail.scenarios),
    foldUnchanged(unchanged, comparison, detail),
    footer(comparison, run),
    detail.omission,
  ])
}

function headline(comparison: Comparison, run: Run): string {
  const budgets = countBudgets([...run.budgets, ...comparison.budgets])
  const counts = [countVerdicts(comparison.scenarios), ...(budgets ? [`budgets ${budgets}`] : [])]
  const title = `${MARKS[comparison.verdict]} ${verdictWord(comparison.verdict)}`
  return `## plimsoll: ${title}\n\n**${counts.join(' · ')}**`
}

/** Columns that only some comparisons have. */
interface View {
  readonly comparison: Comparison
  readonly parts: boolean
  /** By which clock, in how many processes. */
  readonly basis: boolean
  /** What the single run had suggested. */
  readonly suggested: boolean
}

const viewOf = (
  comparison: Comparison,
  shown: readonly ScenarioComparison[],
  { parts }: Pick<Detail, 'parts'>,
): View => ({
  comparison,
  parts,
  basis: shown.some((scenario) => shortBasis(scenario, comparison) !== ''),
  suggested: shown.some(({ suggested }) => suggested !== undefined),
})

function columns({ rule }: Comparison, { basis, suggested }: View): readonly Column[] {
  return [
    { heading: 'verdict', align: 'left' },
    { heading: 'scenario', align: 'left' },
    { heading: 'baseline', align: 'right' },
    { heading: 'current', align: 'right' },
    { heading: 'change', align: 'right' },
    { heading: `${formatConfidence(rule.confidence)} interval`, align: 'right' },
    ...(basis ? [{ heading: 'judged by', align: 'left' } as const] : []),
    ...(suggested ? [{ heading: 'the single run suggested', align: 'left' } as const] : []),
  ]
}

function scenarioRows(scenario: ScenarioComparison, view: View): readonly (readonly string[])[] {
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
    ...(view.basis ? [shortBasis(scenario, view.comparison)] : []),
    ...(view.suggested ? [suggestedCell(scenario)] : []),
  ]
  return [row, ...(view.parts ? tellingParts(scenario).map(partRow) : [])]
}

function suggestedCell({ suggested }: ScenarioComparison): string {
  if (suggested === undefined) return ''
  const { verdict, ratio } = suggested
  return ratio === null ? verdictWord(verdict) : `${verdictWord(verdict)}, ${formatChange(ratio)}`
}

function partRow(part: PartComparison): readonly string[] {
  return [
    `↳ ${MARKS[part.verdict]} ${verdictWord(part.verdict)}`,
    `↳ ${code(part.name)}`,
    ...partTimes(part),
    ...changeCells(part, ''),
  ]
}

/** Of both sides, where a duet measured them. */
function partTimes({ baselineNs, currentNs }: PartComparison): readonly string[] {
  if (baselineNs === undefined || currentNs === undefined) return ['', '']
  return formatTogether([baselineNs, currentNs], 'ns')
}

/** Two empty cells where nothing was compared. */
function changeCells(
  { ratio, interval }: Pick<PartComparison, 'ratio' | 'interval'>,
  stress: string,
): readonly string[] {
  if (ratio === null) return ['', '']
  return [stress + formatChange(ratio) + stress, formatChangeInterval(interval)]
}

/** Why each scenario was judged as it was, and what went wrong in it. */
function reasons(
  scenarios: readonly ScenarioComparison[],
  comparison: Comparison,
  run: Run,
): string {
  const results = new Map(run.results.map((each) => [each.scenario.key, each]))
  const notes = sortNotes(run)
  const items = scenarios
    .map((scenario) => {
      const result = results.get(scenario.key)
      const said = sayingsOf({ scenario, comparison, result, notes }).map(({ text }) => text)
      const lines = said.length === 0 && !isUnchanged(scenario) ? [scenario.reason] : said
      return { scenario, lines }
    })
    .filter(({ lines }) => lines.length > 0)
    .map(
      ({ scenario, lines }) => `${code(scenario.key)}: ${lines.map(prose).map(sentence).join(' ')}`,
    )
  return details(`Why: ${plural(items.length, 'scenario')} explained`, list(items))
}

const isUnchanged = ({ verdict }: ScenarioComparison): boolean => verdict === 'unchanged'

/** The functions that the profiles of both sides name. */
function profiles(scenarios: readonly ScenarioComparison[]): string {
  const profiled = scenarios.flatMap(({ key, profile }) =>
    profile === undefined ? [] : [profileItem(key, profile)],
  )
  const summary = `Where the time went: ${plural(profiled.length, 'scenario')} profiled`
  return details(
    summary,
    blocks(profiled.length === 0 ? [] : [PROFILE_HEADING, list(profiled)]).trim(),
  )
}

function profileItem(key: string, { files, functions }: ProfileComparison): string {
  const items = functions.map((each) => {
    const place = functionPlace(each)
    return `${code(each.name)}${place === '' ? '' : ` (${code(place)})`}: ${functionTimes(each)}`
  })
  const kept = `Profiles: ${code(files.baseline)}, ${code(files.current)}`
  const lines = [...(items.length === 0 ? [NO_FUNCTION] : items), kept]
  return [code(key), ...lines.map((line) => `  - ${line}`)].join('\n')
}

/** Reasons and notes end without a full stop, so that they can stand alone; in a row they need one. */
const sentence = (text: string): string => (/(^|[.!?])$/.test(text) ? text : `${text}.`)

function foldUnchanged(
  scenarios: readonly ScenarioComparison[],
  comparison: Comparison,
  detail: Detail,
): string {
  if (scenarios.length === 0) return ''
  const summary = foldSentence(scenarios, comparison)
  if (!detail.unchanged) return summary
  const view = viewOf(comparison, scenarios, { parts: false })
  const rows = scenarios.flatMap((scenario) => scenarioRows(scenario, view))
  return details(summary, table(columns(comparison, view), rows))
}

function footer(comparison: Comparison, run: Run): string {
  return [
    sidesLine(comparison, run),
    prose(ruleSentence(comparison)),
    prose(detectableSentence(comparison)),
    prose(`Measured on ${environmentLine(comparison.current.environment)}.`),
  ]
    .filter((line) => line !== '')
    .map((line) => `<sub>${line}</sub>`)
    .join('<br>\n')
}

function sidesLine({ baseline, current }: Comparison, run: Run): string {
  if (isDuetRun(run)) return `${code(sideText(current))} beside ${code(sideText(baseline))}.`
  const side = ({ revision, run: id }: ComparedRun): string =>
    `${code(revisionLine(revision))} (run ${code(id)})`
  return `${side(current)} beside baseline ${code(baseline.name)}: ${side(baseline)}.`
}
