import type { LoadFindings } from '../../model/load-findings.ts'
import type { ReportInput } from '../../model/ports.ts'
import type { Metric, Result, Run } from '../../model/run.ts'
import { isLoadResult } from '../text/load.ts'
import {
  formatCount,
  formatQuantity,
  formatSpread,
  formatTogether,
  MISSING,
} from '../text/quantity.ts'
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
import { countBudgets } from '../text/verdicts.ts'
import { blocks, type Column, details, list, table } from './blocks.ts'
import { budgetBlock } from './budgets.ts'
import type { Detail } from './fit.ts'
import { loadBlock } from './load.ts'
import { code, prose } from './sanitise.ts'

const COLUMNS: readonly Column[] = [
  { heading: 'scenario', align: 'left' },
  { heading: 'p50', align: 'right' },
  { heading: '± 95 %', align: 'right' },
  { heading: 'p95', align: 'right' },
  { heading: 'p99', align: 'right' },
]

const MARKS: Readonly<Record<Result['status'], string>> = {
  ok: '',
  failed: '🔴 failed: ',
  invalid: '🟡 invalid: ',
}

/** A run on its own: failures first, then every scenario by category, budgets, and where it was measured. */
export function runMarkdown(
  { run, findings = [] }: Pick<ReportInput, 'run' | 'findings'>,
  detail: Detail,
): string {
  const foundIn = ({ scenario: { key } }: Result): LoadFindings | undefined =>
    findings.find(({ scenario }) => scenario === key)
  const shown = run.results.slice(0, detail.scenarios)
  const omitted = run.results.length - shown.length
  const notes = sortNotes(run)
  const budgets = budgetBlock(run.budgets, detail.scenarios)
  const isLoad = run.kind === 'load'
  return blocks([
    headline(run),
    prose(statusSentence(run)),
    // What a load is held against comes first: its numbers are long.
    isLoad ? budgets : '',
    list(
      run.results
        .filter((result) => !isLoadResult(result))
        .flatMap(errorItems)
        .slice(0, detail.scenarios),
    ),
    ...shown
      .filter(isLoadResult)
      .map((result) =>
        loadBlock(result, MARKS[result.status], { ...detail, findings: foundIn(result) }),
      ),
    ...byCategory(shown).map(([category, results]) => categoryBlock(category, results, detail)),
    run.results.length === 0 ? 'Nothing was measured.' : '',
    omitted > 0 ? `… and ${formatCount(omitted)} more.` : '',
    isLoad ? '' : budgets,
    detail.parts && !isLoad ? notesBlock(run, notes) : '',
    footer(run),
    detail.omission,
  ])
}

function headline(run: Run): string {
  const budgets = countBudgets(run.budgets)
  const took = formatQuantity(runDurationNs(run), 'ns')
  const counts = [runCounts(run), ...(budgets === '' ? [] : [`budgets ${budgets}`]), took]
  return `## plimsoll: ${title(run)}\n\n**${counts.join(' · ')}**`
}

function title(run: Run): string {
  if (run.status === 'failed') return '🔴 failed run'
  if (run.status !== 'complete') return `🟡 ${run.status} run`
  const broken = run.budgets.some((budget) => budget.verdict === 'broken')
  return broken ? '🔴 budget broken' : 'complete run'
}

/** Those that are not load tests, which have a block each. */
function byCategory(results: readonly Result[]): readonly (readonly [string, Result[]])[] {
  const measured = results.filter((result) => !isLoadResult(result))
  return [...Map.groupBy(measured, ({ scenario }) => scenario.category)]
}

function categoryBlock(category: string, results: readonly Result[], detail: Detail): string {
  const rows = results.flatMap((result) => resultRows(result, detail))
  return `**${code(category)}**\n\n${table(COLUMNS, rows)}`
}

function resultRows(result: Result, detail: Detail): readonly (readonly string[])[] {
  const name = MARKS[result.status] + code(result.scenario.key)
  const row = [name, ...metricCells(result.metrics['latency'])]
  if (!detail.parts) return [row]
  return [
    row,
    ...result.stages.map((stage) => [
      `↳ ${code(stage.name)}`,
      ...metricCells(stage.metrics['latency']),
    ]),
    ...Object.entries(result.metrics)
      .filter(([, metric]) => metric.kind !== undefined)
      .map(([metricName, metric]) => [`↳ ${code(metricName)}`, ...metricCells(metric)]),
  ]
}

/** A counter is its total; every other metric is a distribution. */
function metricCells(metric: Metric | undefined): readonly string[] {
  if (metric === undefined) return [MISSING, MISSING, MISSING, MISSING]
  const { p50, p95, p99, unit, total } = metric
  if (total !== undefined) return [`${formatQuantity(total, unit)} in all`, '', '', '']
  const [middle = MISSING, high = MISSING, top = MISSING] = formatTogether([p50, p95, p99], unit)
  return [middle, formatSpread(p50, metric.medianCi95), high, top]
}

function errorItems(result: Result): readonly string[] {
  return result.errors.map(
    (error) => `🔴 ${code(result.scenario.key)}: ${prose(errorSentence(error))}`,
  )
}

function notesBlock(run: Run, notes: SortedNotes): string {
  const own = run.results.flatMap((result) =>
    [...notes.ownOf(result), ...result.health.notes].map(
      (note) => `${code(result.scenario.key)}: ${prose(note)}`,
    ),
  )
  return details('Notes', list([...commonNotes(notes).map(prose), ...own]))
}

function footer(run: Run): string {
  const note = run.note === '' ? [] : [prose(run.note)]
  const lines = [
    ...note,
    `Run ${code(run.id)} of ${code(revisionLine(run.revision))}.`,
    prose(`Measured on ${environmentLine(run.environment)}.`),
  ]
  return lines.map((line) => `<sub>${line}</sub>`).join('<br>\n')
}
