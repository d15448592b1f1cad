import type { LoadFindings } from '../../model/load-findings.ts'
import type { LoadResult } from '../../model/run.ts'
import { causeLines } from '../text/load-causes.ts'
import { burstSentences } from '../text/load-errors.ts'
import { sourceLines } from '../text/load-sources.ts'
import {
  countsSentence,
  generatorSentence,
  LOAD_COLUMNS,
  LOAD_METRICS,
  loadCells,
  markSentence,
  scheduleSentence,
  STAGE_COLUMNS,
  stageCells,
  throughputSentence,
} from '../text/load.ts'
import { courseLines } from '../text/load-course.ts'
import { formatQuantity } from '../text/quantity.ts'
import { errorSentence } from '../text/sentences.ts'
import { blocks, type Column, details, list, table } from './blocks.ts'
import type { Detail } from './fit.ts'
import { code, prose } from './sanitise.ts'

const columnsOf = (first: string, headings: readonly string[]): readonly Column[] => [
  { heading: first, align: 'left' },
  ...headings.map((heading): Column => ({ heading, align: 'right' })),
]

/** Errors of a failed load that are said before anything is folded. */
const ERRORS_FIRST = 3

/** How much of a load test is shown, and what its timeline told. */
export interface LoadDetail extends Detail {
  readonly findings: LoadFindings | undefined
}

/** One scenario under load: what a reader of a pull request asks first, the rest folded. @param mark of its status */
export function loadBlock(result: LoadResult, mark: string, detail: LoadDetail): string {
  const { health, marks = [] } = result
  const causes = causeLines(detail.findings?.causes)
  const sentences = [
    scheduleSentence(result.profile),
    countsSentence(result.counts),
    throughputSentence(result),
    ...(health.generator === 'ok' ? [] : [generatorSentence(result)]),
    ...health.notes,
    // Why it was ended, or that it was interrupted, stands in its notes.
    ...marks.filter(({ kind }) => kind === 'death').map(markSentence),
    ...result.notes.map(({ message }) => message),
    ...(result.status === 'failed' ? result.errors.slice(0, ERRORS_FIRST).map(errorSentence) : []),
    ...(causes === undefined ? [] : [`What made it slow: ${causes.summary}`]),
  ].filter((text) => text !== '')
  return blocks([
    `**${mark}${code(result.scenario.key)}**`,
    list(sentences.map(prose)),
    table(columnsOf('', LOAD_COLUMNS), metricRows(result)),
    ...(detail.parts ? folded(result, detail) : []),
  ]).trimEnd()
}

function folded(result: LoadResult, { findings }: LoadDetail): readonly string[] {
  const evidence = causeLines(findings?.causes)?.evidence ?? []
  const beside = [
    ...sourceLines(result.timeline).map(({ source, text }) => `${source}: ${text}`),
    ...(result.health.generator === 'ok' ? [generatorSentence(result)] : []),
  ].filter((text) => text !== '')
  return [
    details('Stages', table(columnsOf('stage', STAGE_COLUMNS), stageRows(result))),
    details('Over time', fence(courseLines(result))),
    details('Errors', list(errorItems(result, findings))),
    details('Why: the likeliest causes, with their evidence', list(evidence.map(prose))),
    details('Targets and generator', list(beside.map(prose))),
  ]
}

const fence = (lines: readonly string[]): string =>
  lines.length === 0 ? '' : ['```text', ...lines, '```'].join('\n')

function metricRows({ metrics }: LoadResult): readonly (readonly string[])[] {
  const known = Object.entries(LOAD_METRICS).flatMap(([name, label]) => {
    const metric = metrics[name]
    return metric === undefined ? [] : [[label, ...loadCells(metric)]]
  })
  const own = Object.entries(metrics)
    .filter(([name]) => !(name in LOAD_METRICS) && name !== 'throughput')
    .map(([name, metric]) =>
      metric.total === undefined
        ? [code(name), ...loadCells(metric)]
        : [code(name), `${formatQuantity(metric.total, metric.unit)} in all`],
    )
  return [...known, ...own]
}

const stageRows = (result: LoadResult): readonly (readonly string[])[] =>
  result.stages.map((stage) => [code(stage.name), ...stageCells(result, stage)])

function errorItems({ errors }: LoadResult, findings: LoadFindings | undefined): readonly string[] {
  return errors.flatMap((error) => [
    prose(errorSentence(error)),
    ...burstSentences(error, findings?.bursts ?? []).map((text) => `↳ ${prose(text)}`),
  ])
}
