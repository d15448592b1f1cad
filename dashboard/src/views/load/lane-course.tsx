import { useMemo } from 'preact/hooks'
import type { ErrorBurst, LoadFindings } from '../../../../src/model/load-findings.ts'
import type { Mark } from '../../../../src/model/run.ts'
import { HeatMap } from '../../charts/heat-map.tsx'
import { TimeChart } from '../../charts/time-chart.tsx'
import type { ChartContent } from '../../charts/time-chart-content.ts'
import type { TimeView } from '../../charts/zoom-view.ts'
import { ShowButton } from './cause-panel.tsx'
import { WindowColumns } from './columns.ts'
import type { CourseLane } from './course.tsx'
import { healthContents } from './health-charts.ts'
import {
  bytesContent,
  errorsContent,
  type LaneCharts,
  latencyContent,
  ownContents,
  partsContent,
  stagesContent,
  throughputContent,
  usersContent,
} from './lane-charts.ts'
import { PhaseStrip, SceneKey } from './phase-strip.tsx'
import { sceneOf, withBursts } from './scene.ts'
import { TargetCharts } from './target-charts.tsx'

const NO_BURSTS: readonly ErrorBurst[] = []
/** Bursts that have a button. */
const TOLD = 6

/** The charts of one scenario. */
export function LaneCourse(props: {
  readonly lane: CourseLane
  readonly marks: readonly Mark[]
  readonly findings: LoadFindings | undefined
  readonly view: TimeView
}) {
  const { lane, marks, findings, view } = props
  const { phases, windows } = lane
  const columns = useMemo(() => new WindowColumns(), [])
  const scene = useMemo(() => sceneOf({ phases, marks, findings }), [phases, marks, findings])
  // Before anything reads it: columns grow in place.
  useMemo(() => columns.take(windows), [windows])
  const charts = useMemo((): LaneCharts => ({ lane, columns, scene }), [windows, scene])
  const bursts = findings?.bursts ?? NO_BURSTS
  return (
    <>
      <PhaseStrip phases={phases} view={view} />
      <SceneKey scene={scene} />
      <Chart name="Schedule and throughput" of={throughputContent} charts={charts} view={view} />
      <Chart name="Users" of={usersContent} charts={charts} view={view} height={100} />
      <HeatMap
        name="Latency, every iteration"
        windows={windows}
        xs={columns.xs}
        view={view}
        scene={scene}
      />
      <Chart name="Latency" of={latencyContent} charts={charts} view={view} height={240} />
      <ErrorsChart charts={charts} view={view} bursts={bursts} />
      <Chart name="Stages: mean time" of={stagesContent} charts={charts} view={view} />
      <Chart name="Waits and connections" of={partsContent} charts={charts} view={view} />
      <TargetCharts charts={charts} view={view} />
      <HealthCharts charts={charts} view={view} />
      <Chart name="Bytes" of={bytesContent} charts={charts} view={view} height={140} />
      <OwnCharts charts={charts} view={view} />
    </>
  )
}

interface ChartsProps {
  readonly charts: LaneCharts
  readonly view: TimeView
}

/** A chart, where there is anything to draw. */
function Chart(
  props: ChartsProps & {
    readonly name: string
    readonly of: (charts: LaneCharts) => ChartContent | undefined
    readonly height?: number
  },
) {
  const { name, of, charts, view, height } = props
  const content = useMemo(() => of(charts), [charts])
  if (content === undefined) return null
  return (
    <TimeChart
      name={name}
      content={content}
      view={view}
      {...(height === undefined ? {} : { height })}
    />
  )
}

function ErrorsChart(props: ChartsProps & { readonly bursts: readonly ErrorBurst[] }) {
  const { charts, view, bursts } = props
  const content = useMemo(() => {
    const found = errorsContent(charts)
    return found === undefined ? undefined : { ...found, scene: withBursts(charts.scene, bursts) }
  }, [charts, bursts])
  if (content === undefined) return null
  const largest = bursts.toSorted((one, other) => other.count - one.count).slice(0, TOLD)
  return (
    <>
      <TimeChart name="Errors by code" content={content} view={view} height={160} />
      {largest.length === 0 ? null : (
        <p class="toolbar">
          <span>Bursts:</span>
          {largest.map((burst) => (
            <ShowButton
              key={`${burst.code} ${burst.startMs}`}
              stretch={burst}
              view={view}
              what={`burst of ${burst.code}`}
            />
          ))}
        </p>
      )}
    </>
  )
}

function HealthCharts({ charts, view }: ChartsProps) {
  const contents = useMemo(() => healthContents(charts), [charts])
  return (
    <>
      {contents.map(({ name, content }) => (
        <TimeChart key={name} name={name} content={content} view={view} height={140} />
      ))}
    </>
  )
}

function OwnCharts({ charts, view }: ChartsProps) {
  const contents = useMemo(() => ownContents(charts), [charts])
  return (
    <>
      {contents.map(({ name, content }) => (
        <TimeChart key={name} name={name} content={content} view={view} height={140} />
      ))}
    </>
  )
}
