import type { LoadFindings } from '../../model/load-findings.ts'
import type { LoadResult, Metric } from '../../model/run.ts'
import { causeLines } from '../text/load-causes.ts'
import { burstSentences } from '../text/load-errors.ts'
import { remedyOf } from '../text/load-remedies.ts'
import { sourceLines } from '../text/load-sources.ts'
import {
  countsSentence,
  generatorSentence,
  LOAD_COLUMNS,
  LOAD_METRICS,
  loadCells,
  scheduleSentence,
  STAGE_COLUMNS,
  stageCells,
  throughputSentence,
} from '../text/load.ts'
import { formatQuantity } from '../text/quantity.ts'
import { errorSentence } from '../text/sentences.ts'
import type { Ink, Paint } from './ansi.ts'
import { timelineLines } from './load-timeline.ts'
import { sanitise } from './sanitise.ts'
import { type Cell, type Column, cellRow, layOut, type Row, wrapText } from './table.ts'
import { statusPaint } from './verdict.ts'

/** How a load test is shown. */
export interface LoadLook {
  readonly ink: Ink
  readonly width: number
  /** What its timeline told; `undefined` = nobody asked. */
  readonly findings: LoadFindings | undefined
  /** Lines that stand beneath another scenario of the run already: those that are loaded at once share their targets. */
  readonly told: ReadonlySet<string>
}

/**
 * One scenario under load: how it was driven, what became of the iterations, how long they took, how that went over
 * time, what went wrong, what the targets took, whether the generator kept up, and what made it slow.
 */
export function loadLines(result: LoadResult, look: LoadLook): readonly string[] {
  return paragraphs([
    headLines(result, look),
    metricTable(result, look),
    stageTable(result, look),
    timelineLines(result, look),
    errorLines(result, look),
    sourcesOf(result, look),
    healthLines(result, look),
    causesOf(look),
  ])
}

/** With a blank line behind each that holds anything. */
const paragraphs = (parts: readonly (readonly string[])[]): readonly string[] =>
  parts.flatMap((lines) => (lines.length > 0 ? [...lines, ''] : []))

const INDENT = 2

function said(text: string, { width }: LoadLook, paint?: Paint, indent = INDENT): string[] {
  if (text === '') return []
  return wrapText({ indent, text, hang: 2, ...(paint === undefined ? {} : { paint }) }, width)
}

function headLines(result: LoadResult, look: LoadLook): readonly string[] {
  const { scenario, status } = result
  const { ink } = look
  const name = sanitise(scenario.key)
  const heading = status === 'ok' ? name : `✗ ${name} (${status})`
  return [
    ...said(heading, look, status === 'ok' ? ink.bold : statusPaint(status, ink), 0),
    ...said(scheduleSentence(result.profile), look, ink.dim),
    ...said(countsSentence(result.counts), look),
    ...said(throughputSentence(result), look),
  ]
}

const columns = (count: number): readonly Column[] => [
  { align: 'left', flexible: true },
  ...Array.from({ length: count }, (): Column => ({ align: 'right' })),
]

const headings = (first: string, names: readonly string[], { ink }: LoadLook): Row =>
  cellRow(
    INDENT,
    [first, ...names].map((text) => ({ text, paint: ink.dim })),
  )

function metricTable({ metrics }: LoadResult, look: LoadLook): readonly string[] {
  const known = Object.entries(LOAD_METRICS).flatMap(([name, label]) =>
    metricRow(label, metrics[name], look),
  )
  const own = Object.entries(metrics)
    .filter(([name]) => !(name in LOAD_METRICS) && name !== 'throughput')
    .flatMap(([name, metric]) => metricRow(sanitise(name), metric, look))
  if (known.length + own.length === 0) return []
  const rows = [headings('', LOAD_COLUMNS, look), ...known, ...own]
  return layOut(columns(LOAD_COLUMNS.length), rows, look.width)
}

function metricRow(label: string, metric: Metric | undefined, { ink }: LoadLook): readonly Row[] {
  if (metric === undefined) return []
  const cells: readonly Cell[] =
    metric.total === undefined
      ? loadCells(metric).map((text) => ({ text }))
      : [{ text: formatQuantity(metric.total, metric.unit) }]
  return [cellRow(INDENT, [{ text: label, paint: ink.dim }, ...cells])]
}

/** What part of the latency each stage is. */
function stageTable(result: LoadResult, look: LoadLook): readonly string[] {
  if (result.stages.length === 0) return []
  const rows = result.stages.map((stage) =>
    cellRow(INDENT, [
      { text: sanitise(stage.name), paint: look.ink.dim },
      ...stageCells(result, stage).map((text) => ({ text })),
    ]),
  )
  const all = [headings('stage', STAGE_COLUMNS, look), ...rows]
  return layOut(columns(STAGE_COLUMNS.length), all, look.width)
}

/** Each code with an example, what to try, and when it came in bursts. */
function errorLines({ errors }: LoadResult, look: LoadLook): readonly string[] {
  return errors.flatMap((error) => [
    ...said(sanitise(errorSentence(error)), look, look.ink.red),
    ...said(remedyOf(error) ?? '', look, undefined, INDENT * 2),
    ...burstSentences(error, look.findings?.bursts ?? []).flatMap((text) =>
      said(text, look, look.ink.dim, INDENT * 2),
    ),
  ])
}

function sourcesOf(result: LoadResult, look: LoadLook): readonly string[] {
  return sourceTexts(result)
    .filter((text) => !look.told.has(text))
    .flatMap((text) => said(text, look))
}

const sourceTexts = ({ timeline }: LoadResult): readonly string[] =>
  sourceLines(timeline).map(({ source, text }) => `${sanitise(source)}: ${text}`)

/** What is told once for all scenarios of a run. */
export const sharedTexts = (
  result: LoadResult,
  findings: LoadFindings | undefined,
): readonly string[] => [...sourceTexts(result), ...(causeLines(findings?.causes)?.evidence ?? [])]

function healthLines(result: LoadResult, look: LoadLook): readonly string[] {
  const { ink } = look
  const { health, notes } = result
  return [
    ...said(generatorSentence(result), look, health.generator === 'ok' ? ink.dim : ink.yellow),
    ...health.notes.flatMap((note) => said(sanitise(note), look, ink.yellow)),
    ...notes.flatMap(({ message }) => said(sanitise(message), look, ink.dim)),
  ]
}

function causesOf(look: LoadLook): readonly string[] {
  const lines = causeLines(look.findings?.causes)
  if (lines === undefined) return []
  return [
    ...said(`What made it slow: ${sanitise(lines.summary)}`, look, look.ink.bold),
    ...lines.evidence.flatMap((text, index) =>
      look.told.has(text)
        ? []
        : said(`${index + 1}. ${sanitise(text)}`, look, undefined, INDENT * 2),
    ),
  ]
}
