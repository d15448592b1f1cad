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
  formatQuantity,
  formatTogether,
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
  type VerdictGroup,
  verdictWord,
} from '../text/verdicts.ts'
import { columnsOf, createInk, type Ink, type Paint, type TerminalOptions } from './ansi.ts'
import { renderBudgets } from './budgets.ts'
import { sanitise } from './sanitise.ts'
import { BLANK, type Cell, type Column, cellRow, layOut, type Row, textRow } from './table.ts'
import { verdictLook } from './verdict.ts'

const COLUMNS: readonly Column[] = [
  { align: 'left', flexible: true },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
]

const SIDE_COLUMNS: readonly Column[] = [{ align: 'left' }, { align: 'left', flexible: true }]

interface View {
  readonly ink: Ink
  readonly verbose: boolean
  readonly results: ReadonlyMap<string, Result>
  readonly notes: SortedNotes
}

/** One run beside another: verdicts worst first, the unchanged folded, budgets, the rule in words, the verdict. */
export function renderComparison(
  comparison: Comparison,
  run: Run,
  options: TerminalOptions,
): string {
  const ink = createInk(options.color)
  const results = new Map(run.results.map((result) => [result.scenario.key, result]))
  const view = { ink, verbose: options.verbose === true, results, notes: sortNotes(run.results) }
  const width = columnsOf(options)
  const budgets = renderBudgets([...run.budgets, ...comparison.budgets], options)
  return [
    ...layOut(SIDE_COLUMNS, sides(comparison, ink), width),
    '',
    ...layOut(COLUMNS, [...headings(comparison, view), ...groups(comparison, view)], width),
    ...(budgets === '' ? [] : [budgets.trimEnd(), '']),
    ...layOut(COLUMNS, footer(comparison, run, view), width),
    '',
  ].join('\n')
}

function sides({ current, baseline }: Comparison, ink: Ink): Row[] {
  const side = (label: string, run: ComparedRun, name: string): Row =>
    cellRow(0, [
      { text: label, paint: ink.dim },
      { text: sanitise(`${name}${revisionLine(run.revision)}, run ${run.run}`) },
    ])
  return [side('baseline', baseline, `${baseline.name}: `), side('current', current, '')]
}

function headings({ scenarios, rule }: Comparison, view: View): Row[] {
  if (!view.verbose && !scenarios.some(isTelling)) return []
  const interval = `${formatConfidence(rule.confidence)} interval`
  const texts = ['', 'baseline', 'current', 'change', interval]
  return [
    cellRow(
      0,
      texts.map((text) => ({ text, paint: view.ink.dim })),
    ),
  ]
}

function groups(comparison: Comparison, view: View): Row[] {
  return groupByVerdict(comparison.scenarios).flatMap((group) => [
    ...groupRows(group, comparison, view),
    BLANK,
  ])
}

function groupRows(group: VerdictGroup, comparison: Comparison, view: View): Row[] {
  const look = verdictLook(group.verdict, view.ink)
  const word = verdictWord(group.verdict)
  const shown = view.verbose ? group.scenarios : group.scenarios.filter(isTelling)
  const scenarios = shown.flatMap((scenario) => scenarioRows(scenario, view))
  if (group.verdict !== 'unchanged') {
    return [textRow(0, `${look.sign} ${word}`, look.paint), ...scenarios]
  }
  const within = formatPercent(comparison.rule.unchangedWithinPercent)
  const folded = `${look.sign} ${group.scenarios.length} ${word} (surely within ${within} either way)`
  return [textRow(0, folded, look.paint), ...scenarios]
}

function scenarioRows(scenario: ScenarioComparison, view: View): Row[] {
  const { ink } = view
  const result = view.results.get(scenario.key)
  const look = verdictLook(scenario.verdict, ink)
  const [baseline = '', current = ''] = formatTogether(
    [scenario.baselineNs, scenario.currentNs],
    'ns',
  )
  const cells = [{ text: sanitise(scenario.key) }, { text: baseline }, { text: current }]
  const telling = tellingParts(scenario)
  const shown = (part: PartComparison): boolean => view.verbose || telling.includes(part)
  return [
    cellRow(2, [...cells, ...changeCells(scenario, look.paint, ink)]),
    ...scenario.stages
      .filter(shown)
      .map((stage) => partRow(stage, stageCurrent(result, stage), ink)),
    ...scenario.metrics.filter(shown).map((metric) => partRow(metric, '', ink)),
    ...suggestion(scenario, ink),
    ...explanation(scenario, ink),
    ...(result === undefined ? [] : resultRows(result, view)),
  ]
}

/** What the run itself has to say of the scenario. */
function resultRows(result: Result, { ink, notes }: View): Row[] {
  return [
    ...result.errors.map((error) => textRow(6, sanitise(errorSentence(error)), ink.red)),
    ...notes.ownOf(result).map((note) => textRow(6, sanitise(note), ink.dim)),
    ...result.health.notes.map((note) => textRow(6, sanitise(note), ink.yellow)),
  ]
}

function partRow(part: PartComparison, current: string, ink: Ink): Row {
  const look = verdictLook(part.verdict, ink)
  const name: Cell = { text: `${look.sign} ${sanitise(part.name)}`, paint: look.paint }
  const cells = [name, { text: '' }, { text: current }]
  return cellRow(4, [...cells, ...changeCells(part, look.paint, ink)])
}

/** Empty where nothing was compared. */
function changeCells(
  { ratio, interval }: Pick<PartComparison, 'ratio' | 'interval'>,
  paint: Paint,
  ink: Ink,
): Cell[] {
  if (ratio === null) return []
  return [
    { text: formatChange(ratio), paint },
    { text: formatChangeInterval(interval), paint: ink.dim },
  ]
}

function stageCurrent(result: Result | undefined, part: PartComparison): string {
  const stage = result?.stages.find((each) => each.name === part.name)
  const latency = stage?.metrics['latency']
  return latency === undefined ? '' : formatQuantity(latency.p50, latency.unit)
}

function suggestion(scenario: ScenarioComparison, ink: Ink): Row[] {
  const { suggested } = scenario
  if (suggested === undefined) return []
  const change = `${formatChange(suggested.ratio)}, ${formatChangeInterval(suggested.interval)}`
  return [
    textRow(6, `The single run suggested ${verdictWord(suggested.verdict)} (${change}).`, ink.dim),
  ]
}

/** The word says it all. */
const SELF_EXPLAINING: ReadonlySet<Verdict> = new Set(['unchanged', 'added', 'removed'])

function explanation(scenario: ScenarioComparison, ink: Ink): Row[] {
  if (SELF_EXPLAINING.has(scenario.verdict)) return []
  const detectable = scenario.smallestDetectablePercent
  const rows = [textRow(6, sanitise(scenario.reason), ink.dim)]
  if (scenario.verdict !== 'inconclusive' || detectable === null) return rows
  return [...rows, textRow(6, `Smallest detectable change: ${formatPercent(detectable)}.`, ink.dim)]
}

function footer(comparison: Comparison, run: Run, { ink, notes }: View): Row[] {
  const detectable = detectableSentence(comparison)
  const look = verdictLook(comparison.verdict, ink)
  const budgets = countBudgets([...run.budgets, ...comparison.budgets])
  const counts = `${countVerdicts(comparison.scenarios)}${budgets === '' ? '' : `; budgets: ${budgets}`}`
  return [
    ...[statusSentence(run), ...comparison.notes]
      .filter((note) => note !== '')
      .map((note) => textRow(0, sanitise(note), ink.yellow)),
    ...commonNotes(notes).map((note) => textRow(0, sanitise(note), ink.dim)),
    textRow(0, ruleSentence(comparison), ink.dim),
    ...(detectable === '' ? [] : [textRow(0, detectable, ink.dim)]),
    textRow(0, sanitise(environmentLine(comparison.current.environment)), ink.dim),
    BLANK,
    textRow(0, `${look.sign} ${verdictWord(comparison.verdict)}: ${counts}`, (text) =>
      ink.bold(look.paint(text)),
    ),
  ]
}
