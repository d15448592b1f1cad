import type { ChartUnit } from '../../charts/axis.ts'
import type { SourceKind } from '../../../../src/model/run.ts'

/** Series of targets say their units in their names; a chart has one unit, and a reader wants words. */

/** What a series' values become on a chart. */
export interface SeriesMeaning {
  readonly unit: ChartUnit
  /** From the unit of the name to that of the chart. */
  readonly factor: number
  /** `event loop delay p99`. */
  readonly label: string
}

interface Ending {
  readonly pattern: RegExp
  readonly unit: ChartUnit
  readonly factor: number
}

/** The first that fits. */
const ENDINGS: readonly Ending[] = [
  { pattern: /Cores$/, unit: 'cores', factor: 1 },
  { pattern: /BytesPerSecond$/, unit: 'bytesPerSecond', factor: 1 },
  { pattern: /Bytes$/, unit: 'bytes', factor: 1 },
  // Time in each second, as measured over the window.
  { pattern: /^gcMs$/, unit: 'timePerSecond', factor: 1e6 },
  { pattern: /PerSecond$/, unit: 'perSecond', factor: 1 },
  { pattern: /Ms$/, unit: 'ns', factor: 1e6 },
  { pattern: /(?:Share|Utilization)$/, unit: 'percent', factor: 100 },
  { pattern: /Percent$/, unit: 'percent', factor: 1 },
]
const OTHERS: Ending = { pattern: /$/, unit: 'count', factor: 1 }
/** What is left of the name is enough, since the unit stands on the axis. */
const SAID_BY_UNIT = /(?:Cores|BytesPerSecond|PerSecond|Bytes|Ms|Share|Percent)$/

/** `eventLoopDelayP99Ms` → ns, `event loop delay p99`. */
export function meaningOf(name: string): SeriesMeaning {
  const { unit, factor } = ENDINGS.find(({ pattern }) => pattern.test(name)) ?? OTHERS
  return { unit, factor, label: labelOf(name) }
}

const WHOLE: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  rss: 'RSS',
  pss: 'PSS',
  gc: 'GC',
  pg: 'pg',
  io: 'I/O',
}

function labelOf(name: string): string {
  const stem = name.replace(SAID_BY_UNIT, '')
  const words = (stem === '' ? name : stem)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(' ')
    .map((word) => WHOLE[word.toLowerCase()] ?? word.toLowerCase())
  return words.join(' ')
}

/** Series that are drawn on one chart. */
export interface SeriesGroup {
  readonly unit: ChartUnit
  /** `CPU`, `Memory`, `Times` … */
  readonly title: string
  /** In the order of reading. */
  readonly names: readonly string[]
}

const TITLES: Readonly<Record<ChartUnit, string>> = {
  cores: 'CPU',
  percent: 'Shares',
  ns: 'Times',
  timePerSecond: 'Garbage collection',
  bytes: 'Memory',
  perSecond: 'Rates',
  count: 'Counts',
  bytesPerSecond: 'Bytes',
}

/** Of a Node.js process these two charts are of its event loop, nearly always. */
const NODE_TITLES: Readonly<Partial<Record<ChartUnit, string>>> = {
  percent: 'Event loop and shares',
  ns: 'Event loop delay and times',
}

/** One chart a unit, what tells most first. */
export function groupSeries(kind: SourceKind, names: readonly string[]): readonly SeriesGroup[] {
  const units = Object.keys(TITLES) as readonly ChartUnit[]
  const byUnit = Map.groupBy(names, (name) => meaningOf(name).unit)
  return units.flatMap((unit) => {
    const own = byUnit.get(unit)
    if (own === undefined) return []
    const title = (kind === 'node' ? NODE_TITLES[unit] : undefined) ?? TITLES[unit]
    return [{ unit, title, names: own }]
  })
}
