import type { LoadResult } from '../../model/run.ts'
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
import { blocks, type Column, list, table } from './blocks.ts'
import type { Detail } from './fit.ts'
import { code, prose } from './sanitise.ts'

const COLUMNS: readonly Column[] = [
  { heading: '', align: 'left' },
  ...LOAD_COLUMNS.map((heading): Column => ({ heading, align: 'right' })),
]

/** One scenario under load. @param mark what its status looks like */
export function loadBlock(result: LoadResult, mark: string, detail: Detail): string {
  const sentences = [
    scheduleSentence(result.profile),
    countsSentence(result.counts),
    throughputSentence(result),
    generatorSentence(result),
    ...result.health.notes,
  ].filter((text) => text !== '')
  return blocks([
    `**${mark}${code(result.scenario.key)}**`,
    list(sentences.map(prose)),
    table(COLUMNS, metricRows(result, detail)),
  ])
}

function metricRows({ metrics, stages }: LoadResult, detail: Detail): string[][] {
  const known = Object.entries(LOAD_METRICS).flatMap(([name, label]) => {
    const metric = metrics[name]
    return metric === undefined ? [] : [[label, ...loadCells(metric)]]
  })
  if (!detail.parts) return known
  const parts = stages.flatMap(({ name, metrics: { latency } }) =>
    latency === undefined ? [] : [[`↳ ${code(name)}`, ...loadCells(latency)]],
  )
  const own = Object.entries(metrics)
    .filter(([name]) => !(name in LOAD_METRICS) && name !== 'throughput')
    .map(([name, metric]) =>
      metric.total === undefined
        ? [code(name), ...loadCells(metric)]
        : [code(name), `${formatQuantity(metric.total, metric.unit)} in all`],
    )
  return [...known, ...parts, ...own]
}
