import { useEffect, useMemo, useState } from 'preact/hooks'
import { groupThousands } from '../../../src/kernel/change.ts'
import type { Window } from '../../../src/model/run.ts'
import { formatPercent, formatQuantity } from '../../../src/show/text/quantity.ts'
import { ink } from './axis-ink.ts'
import { timeText } from './axis-time.ts'
import {
  binRange,
  heatCells,
  type HeatStretch,
  heatThresholds,
  lowestOf,
} from './heat-map-cells.ts'
import { heatColours, heatPainting } from './heat-map-paint.ts'
import { binsIn, readBins } from './heat-map-read.ts'
import { TimeChart } from './time-chart.tsx'
import type { ChartScene } from './time-chart-content.ts'
import type { TimeView } from './zoom-view.ts'
import './heat-map.css'

/** Columns by which the fullest cell is found. */
const SCALE_COLUMNS = 400

/** How many iterations took how long, over time: what percentiles hide is seen here. */
export function HeatMap(props: {
  readonly name: string
  readonly windows: readonly Window[]
  /** Middles of the windows. */
  readonly xs: readonly number[]
  readonly view: TimeView
  readonly scene: ChartScene
}) {
  const { name, windows, xs, view, scene } = props
  const readSoFar = useBins(windows, view)
  const stretches = useMemo(
    () => windows.map((window): HeatStretch => ({ ...spanOfWindow(window), bins: binsIn(window) })),
    [windows, readSoFar],
  )
  const heat = useMemo(() => heatOf(stretches), [stretches])
  const content = useMemo(
    () => ({
      xs,
      series: [],
      unit: 'ns' as const,
      scale: 'log' as const,
      scene,
      painting: heatPainting(heat),
    }),
    [heat, scene],
  )
  return (
    <TimeChart
      name={name}
      content={content}
      view={view}
      height={240}
      summary={summaryOf(stretches)}
      legend={<HeatLegend most={heat.most} />}
      table={null}
      note="how many took how long; darker or brighter is more"
    />
  )
}

const spanOfWindow = ({ startMs, durationMs }: Window) => ({ startMs, durationMs })

/** Reads the windows' histograms bit by bit. @returns goes up whenever there is more to draw */
function useBins(windows: readonly Window[], view: TimeView): number {
  const [readSoFar, setRead] = useState(0)
  useEffect(() => {
    const over = new AbortController()
    const onRead = (): void => setRead((before) => before + 1)
    const isBusy = (): boolean => view.isMoving.peek()
    void readBins(windows, { signal: over.signal, onRead, isBusy })
    return () => over.abort()
  }, [windows])
  return readSoFar
}

function heatOf(stretches: readonly HeatStretch[]) {
  const range = binRange(stretches) ?? [50, 80]
  const last = stretches.at(-1)
  const grid = {
    fromMs: stretches[0]?.startMs ?? 0,
    toMs: last === undefined ? 1 : last.startMs + last.durationMs,
    columns: Math.min(SCALE_COLUMNS, Math.max(1, stretches.length)),
    lowest: range[0],
    highest: range[1],
  }
  const most = heatCells(stretches, grid).reduce((so, cell) => Math.max(so, cell), 0)
  return { stretches, range, most }
}

/** Steps of colour, each with what it stands for. */
function HeatLegend({ most }: { readonly most: number }) {
  // Read, so that it is drawn anew in another theme's colours.
  void ink('heat-low')
  const thresholds = heatThresholds(most)
  const colours = heatColours()
  return (
    <ul class="time-legend heat-legend" aria-label="Iterations a second in one cell">
      <li class="when">iterations /s in a cell</li>
      {thresholds.map((threshold, step) => (
        <li key={step}>
          <svg class="heat-sign" viewBox="0 0 10 10" aria-hidden="true">
            <rect width="10" height="10" fill={`rgb(${(colours[step] ?? []).join(' ')})`} />
          </svg>
          <span>{step === 0 ? 'fewer' : `from ${twoDigits(threshold)}`}</span>
        </li>
      ))}
    </ul>
  )
}

const twoDigits = (value: number): string => groupThousands(String(Number(value.toPrecision(2))))

/** In words: where most were, and the slowest. */
function summaryOf(stretches: readonly HeatStretch[]): string {
  const counts = new Map<number, number>()
  let [total, slowest, slowestMs] = [0, Number.NEGATIVE_INFINITY, 0]
  for (const { bins, startMs } of stretches) {
    if (bins === undefined || bins.total === 0) continue
    total += bins.total
    for (const [index, count] of bins.counts.entries()) {
      if (count > 0) counts.set(bins.first + index, (counts.get(bins.first + index) ?? 0) + count)
    }
    const highest = bins.first + bins.counts.length - 1
    if (highest > slowest) [slowest, slowestMs] = [highest, startMs]
  }
  if (total === 0) return 'Nothing completed yet.'
  const [fullest, count] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most))
  const [from, to] = [lowestOf(fullest), lowestOf(fullest + 1)].map((ns) =>
    formatQuantity(ns, 'ns'),
  )
  const share = formatPercent((100 * count) / total)
  return `${share} of iterations took ${from} to ${to}; the slowest, at ${timeText(slowestMs)}, took up to ${formatQuantity(lowestOf(slowest + 1), 'ns')}.`
}
