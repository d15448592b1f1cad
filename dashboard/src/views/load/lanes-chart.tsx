import { useMemo } from 'preact/hooks'
import type { Mark } from '../../../../src/model/run.ts'
import { lookOf } from '../../charts/axis-ink.ts'
import { TimeChart } from '../../charts/time-chart.tsx'
import type { ChartContent } from '../../charts/time-chart-content.ts'
import type { TimeView } from '../../charts/zoom-view.ts'
import { shownName } from '../run/names.ts'
import type { CourseLane } from './course.tsx'
import { chartMarks } from './scene.ts'

/** Scenarios that share a load, side by side: how much each completed. */
export function LanesChart(props: {
  readonly lanes: readonly CourseLane[]
  readonly marks: readonly Mark[]
  readonly view: TimeView
}) {
  const { lanes, marks, view } = props
  const content = useMemo(
    () => lanesContent(lanes, marks),
    [marks, ...lanes.map(({ windows }) => windows)],
  )
  return <TimeChart name="Completed, by scenario" content={content} view={view} height={160} />
}

/** Lanes have windows of their own, of the same lengths: what one lacks is a gap. */
function lanesContent(lanes: readonly CourseLane[], marks: readonly Mark[]): ChartContent {
  const starts = new Set(lanes.flatMap(({ windows }) => windows.map(({ startMs }) => startMs)))
  const ordered = [...starts].toSorted((one, other) => one - other)
  const middles = new Map<number, number>()
  const series = lanes.map(({ scenario, windows }, index) => {
    const rates = new Map<number, number>()
    for (const { startMs, durationMs, completed } of windows) {
      rates.set(startMs, (1000 * completed) / Math.max(durationMs, 1000))
      middles.set(startMs, startMs + durationMs / 2)
    }
    const values = ordered.map((startMs) => rates.get(startMs) ?? null)
    return { name: shownName(scenario.key), look: lookOf(index), values }
  })
  return {
    xs: ordered.map((startMs) => middles.get(startMs) ?? startMs),
    series,
    unit: 'perSecond',
    scene: { bands: [], marks: chartMarks(marks) },
  }
}
