import type { SourceKind, Window } from '../../model/run.ts'
import { formatCount, formatPercent, formatQuantity } from './quantity.ts'
import { coresText } from './load.ts'

/** What was watched beside a load, one line each: what it took on average, and at most. */

/** One source. */
export interface SourceLine {
  readonly source: string
  readonly text: string
}

interface Series {
  readonly name: string
  /** What the line calls it. */
  readonly label: string
}

const series = (name: string, label: string): Series => ({ name, label })

/** The series that tell most, by kind: a line has room for a few. */
const HEADLINES: Readonly<Record<SourceKind, readonly Series[]>> = {
  process: [
    series('cpuCores', 'CPU'),
    series('rssBytes', 'memory'),
    series('sockets', 'sockets'),
    series('descriptors', 'descriptors'),
  ],
  node: [
    series('eventLoopUtilization', 'loop busy'),
    series('eventLoopDelayP99Ms', 'loop delay p99'),
    series('gcMs', 'GC'),
    series('heapUsedBytes', 'heap'),
  ],
  redis: [
    series('operationsPerSecond', 'operations'),
    series('connectedClients', 'clients'),
    series('usedMemoryBytes', 'memory'),
    series('cpuCores', 'CPU'),
  ],
  postgres: [
    series('transactionsPerSecond', 'transactions'),
    series('activeConnections', 'active connections'),
    series('waitingLocks', 'waiting for locks'),
    series('cacheHitShare', 'cache hits'),
  ],
}

/** One line a source and kind, in the order in which they were first seen. */
export function sourceLines(timeline: readonly Window[]): readonly SourceLine[] {
  const readings = timeline.flatMap(({ durationMs, sources = [] }) =>
    sources.map((reading) => ({ ...reading, durationMs })),
  )
  const groups = Map.groupBy(readings, ({ source, kind }) => `${kind} ${source}`)
  return [...groups.values()].flatMap((own) => {
    const [first] = own
    if (first === undefined) return []
    const parts = HEADLINES[first.kind].flatMap((each) => seriesText(each, own))
    return parts.length === 0 ? [] : [{ source: first.source, text: parts.join(', ') }]
  })
}

interface Read {
  readonly durationMs: number
  readonly values: Readonly<Record<string, number>>
}

/** `CPU 0.84 cores (peak 1.6)`. */
function seriesText({ name, label }: Series, readings: readonly Read[]): readonly string[] {
  const known = readings.flatMap(({ durationMs, values }) => {
    const value = values[name]
    return value === undefined ? [] : [{ durationMs, value }]
  })
  if (known.length === 0) return []
  const totalMs = known.reduce((sum, { durationMs }) => sum + durationMs, 0)
  const mean =
    known.reduce((sum, { value, durationMs }) => sum + value * durationMs, 0) / Math.max(1, totalMs)
  const peak = Math.max(...known.map(({ value }) => value))
  const [meanText, peakText] = [amountText(name, mean), amountText(name, peak)]
  return [`${label} ${meanText}${peakOf(meanText, peakText)}`]
}

/** ` (peak 1.6)`: with its unit only where that is another one; nothing for a level that hardly moves. */
function peakOf(meanText: string, peakText: string): string {
  if (meanText === peakText) return ''
  const [[, unit = ''], [amount = '', other = '']] = [meanText.split(' '), peakText.split(' ')]
  return ` (peak ${unit === other ? amount : peakText})`
}

/** A series' name says its unit. */
function amountText(name: string, value: number): string {
  if (name.endsWith('Cores')) return coresText(value)
  if (name.endsWith('Bytes')) return formatQuantity(value, 'bytes')
  if (name === 'gcMs') return `${formatQuantity(value * 1e6, 'ns')}/s`
  if (name.endsWith('Ms')) return formatQuantity(value * 1e6, 'ns')
  if (name.endsWith('PerSecond')) return formatQuantity(value, 'perSecond')
  if (/(?:Share|Utilization)$/.test(name)) return formatPercent(100 * value)
  return formatCount(value)
}
