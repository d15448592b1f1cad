import type { LoadFindings } from '../../model/load-findings.ts'
import type { Metric, Result, Run, StageResult } from '../../model/run.ts'
import { isLoadResult } from '../text/load.ts'
import { formatQuantity, formatSpread, formatTogether, MISSING } from '../text/quantity.ts'
import {
  commonNotes,
  environmentLine,
  errorSentence,
  revisionLine,
  runCounts,
  runDurationNs,
  type SortedNotes,
  sortNotes,
  statusSentence,
} from '../text/sentences.ts'
import { columnsOf, createInk, type Ink, type TerminalOptions } from './ansi.ts'
import { renderBudgets } from './budgets.ts'
import { loadLines, sharedTexts } from './load.ts'
import { sanitise } from './sanitise.ts'
import { BLANK, type Cell, type Column, cellRow, layOut, type Row, textRow } from './table.ts'
import { statusPaint } from './verdict.ts'

const COLUMNS: readonly Column[] = [
  { align: 'left', flexible: true },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
  { align: 'right' },
]
const HEADINGS = ['', 'p50', '± 95 %', 'p95', 'p99'] as const

interface View {
  readonly ink: Ink
  readonly verbose: boolean
  readonly notes: SortedNotes
}

/** How a run is shown. */
export interface RunLook extends TerminalOptions {
  /** Of load tests: what their timelines told. */
  readonly findings?: readonly LoadFindings[]
}

/** One run: each scenario with its stages, notes and errors, the budgets, and what was measured where. */
export function renderRun(run: Run, options: RunLook): string {
  const ink = createInk(options.color)
  const view = { ink, verbose: options.verbose === true, notes: sortNotes(run) }
  // A load test has few, and how near they came is news.
  const verbose = view.verbose || run.kind === 'load'
  const budgets = renderBudgets(run.budgets, { ...options, verbose })
  return [
    ...layOutResults(run, view, options),
    ...(budgets === '' ? [] : [budgets.trimEnd(), '']),
    ...layOut(COLUMNS, footer(run, ink), columnsOf(options)),
    '',
  ].join('\n')
}

/** Load tests have a page of their own. */
function layOutResults(run: Run, view: View, options: RunLook): readonly string[] {
  const width = columnsOf(options)
  const loads = run.results.filter(isLoadResult)
  const told = new Set<string>()
  const loadPages = loads.flatMap((result) => {
    const findings = options.findings?.find(({ scenario }) => scenario === result.scenario.key)
    const lines = loadLines(result, { ink: view.ink, width, findings, told })
    for (const text of sharedTexts(result, findings)) told.add(text)
    return lines
  })
  if (loads.length > 0 && loads.length === run.results.length) return loadPages
  const rows = [...tableRows(run, view), ...noteRows(view.notes, view.ink)]
  return [...loadPages, ...layOut(COLUMNS, rows, width)]
}

function tableRows(run: Run, view: View): Row[] {
  if (run.results.length === 0) return [textRow(0, 'Nothing was measured.', view.ink.yellow), BLANK]
  const headings = HEADINGS.map((text) => ({ text, paint: view.ink.dim }))
  const measured = run.results.filter((result) => !isLoadResult(result))
  const groups = Map.groupBy(measured, (result) => result.scenario.category)
  const body = [...groups].flatMap(([category, results]) => [
    textRow(0, sanitise(category) || 'no category', view.ink.bold),
    ...results.flatMap((result) => resultRows(result, view)),
    BLANK,
  ])
  return [cellRow(0, headings), ...body]
}

function resultRows(result: Result, view: View): Row[] {
  const { ink } = view
  return [
    scenarioRow(result, ink),
    ...result.stages.map((stage) => stageRow(stage, ink)),
    ...ownMetrics(result, view).map(([name, metric]) => metricRow(name, metric, ink)),
    ...result.errors.map((error) => textRow(6, sanitise(errorSentence(error)), ink.red)),
    ...view.notes.ownOf(result).map((note) => textRow(6, sanitise(note), ink.dim)),
    ...result.health.notes.map((note) => textRow(6, sanitise(note), ink.yellow)),
  ]
}

function scenarioRow(result: Result, ink: Ink): Row {
  const name = { text: sanitise(result.scenario.key) }
  const numbers = latencyCells(result.metrics['latency'], ink)
  if (result.status === 'ok') return cellRow(2, [name, ...numbers])
  const word = { text: result.status, paint: statusPaint(result.status, ink) }
  const measured = result.metrics['latency'] !== undefined
  if (!measured) return cellRow(2, [{ text: `✗ ${name.text}`, paint: word.paint }, word])
  const flagged = { text: `✗ ${name.text} (${result.status})`, paint: word.paint }
  return cellRow(2, [flagged, ...numbers])
}

function stageRow(stage: StageResult, ink: Ink): Row {
  const cells = latencyCells(stage.metrics['latency'], ink)
  return cellRow(4, [{ text: sanitise(stage.name), paint: ink.dim }, ...cells])
}

function ownMetrics(result: Result, view: View): readonly (readonly [string, Metric])[] {
  return Object.entries(result.metrics).filter(
    ([name, metric]) => name !== 'latency' && (metric.kind !== undefined || view.verbose),
  )
}

/** A counter is its total; every other metric is a distribution. */
function metricRow(name: string, metric: Metric, ink: Ink): Row {
  const label = {
    text: `${sanitise(name)}${metric.kind === 'counter' ? ' (total)' : ''}`,
    paint: ink.dim,
  }
  if (metric.total === undefined) return cellRow(4, [label, ...latencyCells(metric, ink)])
  return cellRow(4, [label, { text: formatQuantity(metric.total, metric.unit) }])
}

function latencyCells(metric: Metric | undefined, ink: Ink): Cell[] {
  if (metric === undefined) return [{ text: MISSING, paint: ink.dim }]
  const { p50, p95, p99, unit } = metric
  const [middle = MISSING, high = MISSING, top = MISSING] = formatTogether([p50, p95, p99], unit)
  return [
    { text: middle, paint: ink.bold },
    { text: formatSpread(p50, metric.medianCi95), paint: ink.dim },
    { text: high },
    { text: top },
  ]
}

function noteRows(notes: SortedNotes, ink: Ink): Row[] {
  const rows = commonNotes(notes).map((note) => textRow(0, sanitise(note), ink.dim))
  return rows.length === 0 ? [] : [...rows, BLANK]
}

function footer(run: Run, ink: Ink): Row[] {
  const status = statusSentence(run)
  const took = formatQuantity(runDurationNs(run), 'ns')
  return [
    textRow(
      0,
      `Run ${sanitise(run.id)} ${run.status}: ${runCounts(run)}, ${took}`,
      statusPaint(run.status, ink),
    ),
    ...(status === '' ? [] : [textRow(0, status, ink.yellow)]),
    ...(run.note === '' ? [] : [textRow(0, sanitise(run.note))]),
    textRow(0, sanitise(revisionLine(run.revision)), ink.dim),
    textRow(0, sanitise(environmentLine(run.environment)), ink.dim),
  ]
}
