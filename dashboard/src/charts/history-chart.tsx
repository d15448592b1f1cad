import { useEffect, useRef, useState } from 'preact/hooks'
import { HISTORY_HEIGHT_PX, type HistoryContent, HistoryPlot } from './history-chart-plot.ts'
import './history-chart.css'

/** What a chart of a history is. */
export interface HistoryChartProps {
  /** Of the series. */
  readonly name: string
  /** What it shows, in a sentence. */
  readonly summary: string
  readonly content: HistoryContent
  /** The point that is looked at. */
  readonly at: number
  /** That of the run that the address names. */
  readonly pinned: number | undefined
  /** A point in words: what is said as the keyboard gets there. */
  readonly textOf: (index: number) => string
  readonly onPoint: (index: number) => void
  readonly onPin: (index: number) => void
}

/** How much of what is seen a key leaves. */
const ZOOM_STEP = 2

/**
 * The points of a series with their levels, and a slider beneath that goes from run to run: arrows and Home and End as
 * in any slider, Enter to pin, + and − to zoom, 0 for all.
 */
export function HistoryChart(props: HistoryChartProps) {
  const { name, summary, content, at, pinned, textOf, onPoint, onPin } = props
  const host = useRef<HTMLDivElement>(null)
  const [isZoomed, setZoomed] = useState(false)
  const plot = usePlot(host, props, setZoomed)
  useEffect(() => plot?.point({ at, pinned }), [plot, at, pinned, content])
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = keyActions[event.key]
    if (act === undefined || plot === undefined || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    act(plot, at)
  }
  const last = content.timesMs.length - 1
  return (
    <div class="history-chart">
      <div
        ref={host}
        class="history-chart-host"
        style={{ height: `${HISTORY_HEIGHT_PX}px` }}
        role="img"
        aria-label={`${name}, run by run. ${summary}`}
      />
      <div class="history-chart-slider">
        <input
          type="range"
          min={0}
          max={last}
          step={1}
          value={at}
          aria-label={`Run in the history of ${name}`}
          aria-valuetext={textOf(at)}
          title="Arrows go from run to run, Enter pins one, + and − zoom, 0 shows all"
          onInput={({ currentTarget }) => onPoint(Number(currentTarget.value))}
          onKeyDown={(event) => {
            if (event.key === 'Enter') onPin(at)
            else onKeyDown(event)
          }}
        />
        {isZoomed ? (
          <button type="button" class="small" onClick={() => plot?.showAll()}>
            Show all runs
          </button>
        ) : null}
      </div>
    </div>
  )
}

const keyActions: Readonly<Record<string, (plot: HistoryPlot, at: number) => void>> = {
  '+': (plot, at) => plot.zoom(1 / ZOOM_STEP, at),
  '=': (plot, at) => plot.zoom(1 / ZOOM_STEP, at),
  '-': (plot, at) => plot.zoom(ZOOM_STEP, at),
  '0': (plot) => plot.showAll(),
}

/** The plot lives as long as the component. */
function usePlot(
  host: { readonly current: HTMLDivElement | null },
  props: HistoryChartProps,
  onZoom: (isZoomed: boolean) => void,
): HistoryPlot | undefined {
  const [plot, setPlot] = useState<HistoryPlot>()
  const newest = useRef(props)
  newest.current = props
  useEffect(() => {
    if (host.current === null) return undefined
    const made = new HistoryPlot(host.current, newest.current.content, {
      onPoint: (index) => newest.current.onPoint(index),
      onPin: (index) => newest.current.onPin(index),
      onZoom,
    })
    setPlot(made)
    return () => made[Symbol.dispose]()
  }, [])
  useEffect(() => plot?.update(props.content), [plot, props.content])
  return plot
}
