import type { LoadResult, Metric } from '../../model/run.ts'
import {
  countsSentence,
  generatorSentence,
  LOAD_COLUMNS,
  LOAD_METRICS,
  loadCells,
  scheduleSentence,
  throughputSentence,
} from '../text/load.ts'
import { formatQuantity } from '../text/quantity.ts'
import { errorSentence } from '../text/sentences.ts'
import type { Ink, Paint } from './ansi.ts'
import { sanitise } from './sanitise.ts'
import { BLANK, type Cell, type Column, cellRow, type Row, textRow } from './table.ts'
import { statusPaint } from './verdict.ts'

/** The columns of {@link loadRows}. */
export const LOAD_TABLE: readonly Column[] = [
  { align: 'left', flexible: true },
  ...LOAD_COLUMNS.map((): Column => ({ align: 'right' })),
]

/** One scenario under load: how it was driven, what became of the iterations, how long they took, and who was the limit. */
export function loadRows(result: LoadResult, ink: Ink): readonly Row[] {
  const { scenario, status, health } = result
  const name = sanitise(scenario.key)
  const said = status === 'ok' ? name : `✗ ${name} (${status})`
  return [
    textRow(0, said, status === 'ok' ? ink.bold : statusPaint(status, ink)),
    textRow(2, scheduleSentence(result.profile), ink.dim),
    textRow(2, countsSentence(result.counts)),
    ...sentenceRows(throughputSentence(result)),
    ...metricRows(result, ink),
    ...result.errors.map((error) => textRow(2, sanitise(errorSentence(error)), ink.red)),
    ...sentenceRows(generatorSentence(result), health.generator === 'ok' ? ink.dim : ink.yellow),
    ...health.notes.map((note) => textRow(2, sanitise(note), ink.yellow)),
    ...result.notes.map(({ message }) => textRow(2, sanitise(message), ink.dim)),
    BLANK,
  ]
}

const sentenceRows = (text: string, paint?: Paint): readonly Row[] =>
  text === '' ? [] : [textRow(2, text, paint)]

function metricRows({ metrics, stages }: LoadResult, ink: Ink): readonly Row[] {
  const known = Object.entries(LOAD_METRICS).flatMap(([name, label]) =>
    metricRow(2, label, metrics[name], ink),
  )
  if (known.length === 0) return []
  const headings = ['', ...LOAD_COLUMNS].map((text) => ({ text, paint: ink.dim }))
  const parts = stages.flatMap((stage) =>
    metricRow(4, sanitise(stage.name), stage.metrics['latency'], ink),
  )
  const own = Object.entries(metrics)
    .filter(([name]) => !(name in LOAD_METRICS) && name !== 'throughput')
    .flatMap(([name, metric]) => metricRow(2, sanitise(name), metric, ink))
  return [BLANK, cellRow(0, headings), ...known, ...parts, ...own, BLANK]
}

function metricRow(
  indent: number,
  label: string,
  metric: Metric | undefined,
  ink: Ink,
): readonly Row[] {
  if (metric === undefined) return []
  const cells: readonly Cell[] =
    metric.total === undefined
      ? loadCells(metric).map((text) => ({ text }))
      : [{ text: formatQuantity(metric.total, metric.unit) }]
  return [cellRow(indent, [{ text: label, paint: ink.dim }, ...cells])]
}
