import { useMemo, useRef } from 'preact/hooks'
import { sourceLines } from '../../../../src/show/text/load-sources.ts'
import { TimeChart } from '../../charts/time-chart.tsx'
import type { TimeView } from '../../charts/zoom-view.ts'
import { Fold } from '../../parts/fold.tsx'
import type { SourceKind } from '../../../../src/model/run.ts'
import { shownName } from '../run/names.ts'
import type { WatchedSource } from './columns.ts'
import { type LaneCharts, sourceContent } from './lane-charts.ts'
import { groupSeries, type SeriesGroup } from './series-name.ts'

const KINDS: Readonly<Record<SourceKind, string>> = {
  process: 'its processes, from outside',
  node: 'inside its Node.js processes',
  redis: 'Redis',
  postgres: 'PostgreSQL',
}

/** What the targets took, a fold each source; the charts of one are made when it is opened. */
export function TargetCharts(props: { readonly charts: LaneCharts; readonly view: TimeView }) {
  const { charts, view } = props
  const sources = [...charts.columns.contents.sources.values()]
  const line = useLines(charts.lane.windows)
  if (sources.length === 0) return null
  return (
    <section aria-label="Targets">
      <h3 class="course-heading">Targets</h3>
      {sources.map((watched) => (
        <SourceFold
          key={`${watched.kind} ${watched.source}`}
          watched={watched}
          charts={charts}
          view={view}
          line={line(watched)}
        />
      ))}
    </section>
  )
}

/** How often what is said of sources is said anew while a run goes on. */
const SAID_EVERY_MS = 10_000

/** Each source's line, made anew now and then: it is of all windows. */
function useLines(windows: LaneCharts['lane']['windows']): (watched: WatchedSource) => string {
  const lines = useRef({ saidAtMs: Number.NaN, known: new Map<string, string>() })
  const atMs = windows.at(-1)?.startMs ?? 0
  if (!(Math.abs(atMs - lines.current.saidAtMs) < SAID_EVERY_MS)) {
    lines.current = { saidAtMs: atMs, known: new Map() }
  }
  return (watched) => {
    const key = `${watched.kind} ${watched.source}`
    const { known } = lines.current
    const line = known.get(key) ?? lineOf(watched, windows)
    known.set(key, line)
    return line
  }
}

/** Said of a source before anybody opens it. */
function lineOf({ source, kind }: WatchedSource, windows: LaneCharts['lane']['windows']): string {
  const own = windows.map((window) => ({
    ...window,
    sources: (window.sources ?? []).filter((each) => each.source === source && each.kind === kind),
  }))
  return sourceLines(own)[0]?.text ?? ''
}

function SourceFold(props: {
  readonly watched: WatchedSource
  readonly charts: LaneCharts
  readonly view: TimeView
  readonly line: string
}) {
  const { watched, charts, view, line } = props
  const { source, kind } = watched
  const title = (
    <>
      <strong>{shownName(source)}</strong>, {KINDS[kind]} <span class="muted">{line}</span>
    </>
  )
  return (
    <Fold title={title} isOpen={kind === 'node'}>
      {() =>
        groupSeries(kind, [...watched.series]).map((group) => (
          <SourceChart
            key={group.unit}
            watched={watched}
            group={group}
            charts={charts}
            view={view}
          />
        ))
      }
    </Fold>
  )
}

function SourceChart(props: {
  readonly watched: WatchedSource
  readonly group: SeriesGroup
  readonly charts: LaneCharts
  readonly view: TimeView
}) {
  const { watched, group, charts, view } = props
  const names = group.names.join(' ')
  const content = useMemo(() => sourceContent(charts, watched, group), [charts, names])
  return (
    <TimeChart
      name={`${shownName(watched.source)}: ${group.title}`}
      content={content}
      view={view}
      height={150}
    />
  )
}
