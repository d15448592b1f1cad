import type { ComponentChildren } from 'preact'
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks'
import { signal } from '@preact/signals'
import type { ChartContent } from './time-chart-content.ts'
import { TimeLegend } from './time-chart-legend.tsx'
import { TimePlot } from './time-chart-plot.ts'
import { chartSummary } from './time-chart-summary.ts'
import { TimeTable } from './time-chart-table.tsx'
import type { TimeView } from './zoom-view.ts'
import './time-chart.css'

/** What a chart over time is. */
export interface TimeChartProps {
  /** Its heading, and what it is called for those who can't see it. */
  readonly name: string
  readonly content: ChartContent
  /** Shared by all charts of an axis. */
  readonly view: TimeView
  /** In CSS px. */
  readonly height?: number
  /** What it shows, in a sentence; absent = made of the numbers. */
  readonly summary?: string
  /** Instead of the list of lines. */
  readonly legend?: ComponentChildren
  /** Instead of the table of points. */
  readonly table?: ComponentChildren
  /** Beside the heading. */
  readonly note?: string
}

const USUAL_HEIGHT_PX = 200
const NEVER = signal(false)

/** Lines over time. Zoomed and read together with all others of its view. */
export function TimeChart(props: TimeChartProps) {
  const { name, content, view, height = USUAL_HEIGHT_PX, note } = props
  const id = useId()
  const host = useRef<HTMLDivElement>(null)
  const plot = usePlot(host, props)
  const summary = useMemo(() => props.summary ?? chartSummary(content), [props.summary, content])
  return (
    <figure class="time-chart" aria-labelledby={`${id}-name`}>
      <figcaption>
        <h3 id={`${id}-name`}>{name}</h3>
        {note === undefined ? null : <span class="muted">{note}</span>}
      </figcaption>
      <div class="time-chart-body">
        <div
          ref={host}
          class="time-chart-host"
          style={{ height: `${height}px` }}
          tabIndex={0}
          role="img"
          aria-label={`${name}, over time. ${summary}`}
        />
        {props.legend ?? (
          <TimeLegend content={content} view={view} isNear={plot?.isNear ?? NEVER} />
        )}
      </div>
      {props.table ?? <TimeTable name={name} content={content} view={view} />}
    </figure>
  )
}

/** The plot lives as long as the component and its view. */
function usePlot(
  host: { readonly current: HTMLDivElement | null },
  { content, view, height = USUAL_HEIGHT_PX }: TimeChartProps,
): TimePlot | undefined {
  const [plot, setPlot] = useState<TimePlot>()
  useEffect(() => {
    if (host.current === null) return undefined
    const made = new TimePlot(host.current, view, { content, height })
    setPlot(made)
    return () => made[Symbol.dispose]()
  }, [view])
  useEffect(() => plot?.update(content, height), [plot, content, height])
  return plot
}
