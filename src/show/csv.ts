import type { ScenarioComparison } from '../model/comparison.ts'
import type { Renderer } from '../model/ports.ts'
import type { Metric, Result } from '../model/run.ts'
import { methodOf } from './text/judged.ts'
import { isLoadResult } from './text/load.ts'
import { visibleLine } from './text/visible.ts'

/**
 * CSV by RFC 4180: one row a metric of a scenario or stage, numbers raw. The numbers of a row are in the unit that its
 * `unit` column names. Where there is a comparison, `latency` rows carry its verdict; scenarios that were removed get a
 * row of their own.
 *
 * A text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-` or `@`, after blanks or not) gets a
 * leading apostrophe, as OWASP advises; numbers are left alone.
 */

type Value = string | number | null | undefined

interface Line {
  readonly run: string
  readonly result: Result | undefined
  readonly judged: ScenarioComparison | undefined
  readonly stage: string
  readonly name: string
  readonly metric: Metric | undefined
  /** Of iterations; where there is no metric. */
  readonly count?: number
}

const COLUMNS: Readonly<Record<string, (line: Line) => Value>> = {
  run: (line) => line.run,
  category: (line) => line.result?.scenario.category ?? line.judged?.category,
  scenario: (line) => line.result?.scenario.key ?? line.judged?.key,
  stage: (line) => line.stage,
  metric: (line) => line.name,
  status: (line) => line.result?.status,
  unit: (line) => line.metric?.unit ?? (line.count === undefined ? undefined : 'count'),
  iterations: (line) => line.metric?.count,
  samples: (line) => line.metric?.samples,
  iterations_per_sample: (line) => line.metric?.batchSize,
  min_in_unit: (line) => line.metric?.min,
  mean_in_unit: (line) => line.metric?.mean,
  stddev_in_unit: (line) => line.metric?.stddev,
  p50_in_unit: (line) => line.metric?.p50,
  p90_in_unit: (line) => line.metric?.p90,
  p95_in_unit: (line) => line.metric?.p95,
  p99_in_unit: (line) => line.metric?.p99,
  p999_in_unit: (line) => line.metric?.p999,
  max_in_unit: (line) => line.metric?.max,
  p50_low_95_in_unit: (line) => line.metric?.medianCi95?.[0],
  p50_high_95_in_unit: (line) => line.metric?.medianCi95?.[1],
  total_in_unit: (line) => line.metric?.total ?? line.count,
  verdict: (line) => verdictOf(line)?.verdict,
  ratio_current_to_baseline: (line) => verdictOf(line)?.ratio,
  ratio_low: (line) => verdictOf(line)?.interval?.[0],
  ratio_high: (line) => verdictOf(line)?.interval?.[1],
  method: (line) => wholeOf(line)?.method,
  judged_by_clock: (line) => wholeOf(line)?.clock,
  judged_launches: (line) => wholeOf(line)?.launches.current,
  suggested_verdict: (line) => wholeOf(line)?.suggested?.verdict,
}

/** Raw numbers for spreadsheets and scripts. */
export const csvRenderer: Renderer = {
  format: 'csv',
  fileName: 'report.csv',
  render: ({ run, comparison }) => {
    const judged = new Map(
      comparison?.scenarios.map((each) => [
        each.key,
        { ...each, method: methodOf(each, comparison) },
      ]),
    )
    const measured = new Set(run.results.map((result) => result.scenario.key))
    const lines = [
      ...run.results.flatMap((result) =>
        resultLines(run.id, result, judged.get(result.scenario.key)),
      ),
      ...[...judged.values()]
        .filter((each) => !measured.has(each.key))
        .map((each) => emptyLine(run.id, undefined, each)),
    ]
    const rows = lines.map((line) => Object.values(COLUMNS).map((value) => sanitise(value(line))))
    return `${[Object.keys(COLUMNS), ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`
  },
}

/** Also in full width, which some spreadsheets read as the same. */
const FORMULA = /^\s*[=+\-@＝＋－＠]/

/** One cell: acting characters made visible, formulas disarmed, quoted where RFC 4180 asks for it. */
export function sanitise(value: Value): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  const text = visibleLine(value)
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function resultLines(run: string, result: Result, judged: ScenarioComparison | undefined): Line[] {
  const lines = [
    ...metricLines({ run, result, judged, stage: '' }, result.metrics),
    ...result.stages.flatMap((stage) =>
      metricLines({ run, result, judged, stage: stage.name }, stage.metrics),
    ),
    ...(isLoadResult(result) ? countLines(run, result, judged) : []),
  ]
  return lines.length > 0 ? lines : [emptyLine(run, result, judged)]
}

function metricLines(
  about: Omit<Line, 'name' | 'metric'>,
  metrics: Readonly<Record<string, Metric>>,
): Line[] {
  return Object.entries(metrics).map(([name, metric]) => ({ ...about, name, metric }))
}

const COUNTED = [
  'scheduled',
  'started',
  'completed',
  'failed',
  'rejected',
  'late',
  'dropped',
] as const

/** What became of the iterations of a load test, a row each: `failed` with its total. */
function countLines(run: string, result: Result, judged: ScenarioComparison | undefined): Line[] {
  const about = { run, result, judged, stage: '', metric: undefined }
  return COUNTED.map((name) => ({ ...about, name, count: result.counts[name] }))
}

function emptyLine(
  run: string,
  result: Result | undefined,
  judged: ScenarioComparison | undefined,
): Line {
  return { run, result, judged, stage: '', name: judged?.metric ?? 'latency', metric: undefined }
}

/** The scenario's comparison, in the row that its verdict stands in. */
const wholeOf = (line: Line): ScenarioComparison | undefined =>
  verdictOf(line) === line.judged ? line.judged : undefined

/** What was said of the scenario, stage or own metric that a row is about. */
function verdictOf(
  line: Line,
): Pick<ScenarioComparison, 'verdict' | 'ratio' | 'interval'> | undefined {
  const { judged, stage, name } = line
  if (stage !== '') {
    return name === 'latency' ? judged?.stages.find((part) => part.name === stage) : undefined
  }
  if (name === judged?.metric) return judged
  return judged?.metrics.find((part) => part.name === name)
}
