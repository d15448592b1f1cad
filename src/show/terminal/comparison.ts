import type {
  ComparedRun,
  Comparison,
  PartComparison,
  ScenarioComparison,
} from '../../model/comparison.ts'
import type { Result, Run } from '../../model/run.ts'
import {
  foldSentence,
  functionSentence,
  isDuetRun,
  NO_FUNCTION,
  PROFILE_HEADING,
  type Saying,
  sayingsOf,
  sideText,
} from '../text/judged.ts'
import {
  formatChange,
  formatChangeInterval,
  formatQuantity,
  formatTogether,
} from '../text/quantity.ts'
import {
  commonNotes,
  detectableSentence,
  environmentLine,
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
import {
  BLANK,
  type Cell,
  type Column,
  cellRow,
  layOut,
  type Row,
  textRow,
  wrapText,
} from './table.ts'
import { verdictLook } from './verdict.ts'

const COLUMNS: readonly Column[] = [
  { align: 'left', flexible: true },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
]

interface View {
  readonly ink: Ink
  readonly verbose: boolean
  readonly comparison: Comparison
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
  const view = {
    ink,
    verbose: options.verbose === true,
    comparison,
    results,
    notes: sortNotes(run),
  }
  const width = columnsOf(options)
  const budgets = renderBudgets([...run.budgets, ...comparison.budgets], options)
  return [
    ...sides(comparison, run, ink).flatMap((side) => sideLines(side, width)),
    '',
    ...layOut(COLUMNS, [...headings(comparison, view), ...groups(comparison, view)], width),
    ...(budgets === '' ? [] : [budgets.trimEnd(), '']),
    ...layOut(COLUMNS, footer(comparison, run, view), width),
    '',
  ].join('\n')
}

interface SideLine {
  readonly label: string
  readonly text: string
  readonly paint: Paint
}

function sides({ current, baseline }: Comparison, run: Run, ink: Ink): readonly SideLine[] {
  const side = (label: string, text: string): SideLine => ({
    label,
    text: sanitise(text),
    paint: ink.dim,
  })
  if (isDuetRun(run)) {
    return [side('baseline', sideText(baseline)), side('current', sideText(current))]
  }
  const recorded = ({ revision, run: id }: ComparedRun): string =>
    `${revisionLine(revision)}, run ${id}`
  return [
    side('baseline', `${baseline.name}: ${recorded(baseline)}`),
    side('current', recorded(current)),
  ]
}

const LABEL_COLUMNS = 10

/** Wrapped, never cut: a revision is no use in parts. */
function sideLines({ label, text, paint }: SideLine, width: number): readonly string[] {
  return wrapText({ indent: 0, text }, width - LABEL_COLUMNS).map((line, index) =>
    index === 0
      ? paint(label) + ' '.repeat(LABEL_COLUMNS - label.length) + line
      : ' '.repeat(LABEL_COLUMNS) + line,
  )
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
  const folded = `${look.sign} ${foldSentence(group.scenarios, comparison)}`
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
  const isMeasured = scenario.baselineNs !== null || scenario.currentNs !== null
  const times = isMeasured ? [{ text: baseline }, { text: current }] : []
  const cells = [{ text: sanitise(scenario.key) }, ...times]
  const telling = tellingParts(scenario)
  const shown = (part: PartComparison): boolean => view.verbose || telling.includes(part)
  return [
    cellRow(2, [...cells, ...changeCells(scenario, look.paint, ink)]),
    ...scenario.stages.filter(shown).map((stage) => partRow(stage, stageTimes(result, stage), ink)),
    ...scenario.metrics.filter(shown).map((metric) => partRow(metric, ['', ''], ink)),
    ...sayingsOf({ ...view, scenario, result }).map(({ kind, text }) =>
      textRow(6, sanitise(text), sayingPaint(kind, ink)),
    ),
    ...profileRows(scenario, ink),
  ]
}

function sayingPaint(kind: Saying['kind'], ink: Ink): Paint {
  if (kind === 'plain') return ink.dim
  return kind === 'error' ? ink.red : ink.yellow
}

/** The functions that the profiles of both sides name. */
function profileRows({ profile }: ScenarioComparison, ink: Ink): Row[] {
  if (profile === undefined) return []
  if (profile.functions.length === 0) return [textRow(6, NO_FUNCTION, ink.dim)]
  return [
    textRow(6, PROFILE_HEADING, ink.dim),
    ...profile.functions.map((each) => textRow(8, sanitise(functionSentence(each)))),
  ]
}

function partRow(part: PartComparison, [baseline, current]: Times, ink: Ink): Row {
  const look = verdictLook(part.verdict, ink)
  const name: Cell = { text: `${look.sign} ${sanitise(part.name)}`, paint: look.paint }
  const cells = [name, { text: baseline }, { text: current }]
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

type Times = readonly [baseline: string, current: string]

/** A duet measured both sides; against a stored run the current one is known. */
function stageTimes(result: Result | undefined, part: PartComparison): Times {
  if (part.baselineNs !== undefined && part.currentNs !== undefined) {
    const [baseline = '', current = ''] = formatTogether([part.baselineNs, part.currentNs], 'ns')
    return [baseline, current]
  }
  const stage = result?.stages.find((each) => each.name === part.name)
  const latency = stage?.metrics['latency']
  return ['', latency === undefined ? '' : formatQuantity(latency.p50, latency.unit)]
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
