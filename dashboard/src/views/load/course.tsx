import { useEffect, useMemo } from 'preact/hooks'
import type { Budget } from '../../../../src/model/budget.ts'
import type { LoadFindings } from '../../../../src/model/load-findings.ts'
import type { LiveLane } from '../../../../src/model/page.ts'
import type { Mark } from '../../../../src/model/run.ts'
import type { Stretch } from '../../charts/zoom.ts'
import { followAddress } from '../../charts/zoom-address.ts'
import { ZoomBar } from '../../charts/zoom-bar.tsx'
import { KEYS_SENTENCE, pressed } from '../../charts/zoom-keys.ts'
import { TimeView } from '../../charts/zoom-view.ts'
import { CausePanel } from './cause-panel.tsx'
import { chosenLane, LaneChoice } from './lane-choice.tsx'
import { LaneCourse } from './lane-course.tsx'
import { LanesChart } from './lanes-chart.tsx'
import './course.css'

/**
 * One scenario on the time axis. While it runs, give a new object with a longer `windows`: those that were given before
 * must be the same objects, so that each is read once. Windows may go at the front.
 */
export interface CourseLane extends LiveLane {
  /** Its part of the schedule, 0–1; absent = all of it. */
  readonly share?: number
  /** Its limits are drawn as lines. */
  readonly budget?: Budget
}

/** Everything that is drawn over one time axis. */
export interface LoadCourseProps {
  readonly lanes: readonly CourseLane[]
  /** Of all lanes. */
  readonly marks?: readonly Mark[]
  /** By scenario; of a run that is under way there are none yet. */
  readonly causes?: readonly LoadFindings[]
  /** The axis reaches to here at least, in ms from the start of the schedule; absent = to the end of the last window. */
  readonly reachMs?: number
}

const NO_MARKS: readonly Mark[] = []

/** A load test over time: schedule, throughput, latency, errors, targets, generator, stages, all zoomed together. */
export function LoadCourse({ lanes, marks = NO_MARKS, causes = [], reachMs = 0 }: LoadCourseProps) {
  const view = useTimeView(wholeOf(lanes, reachMs))
  const lane = chosenLane(lanes)
  if (lane === undefined || lanes.every(({ windows }) => windows.length === 0)) {
    return <p class="muted">Nothing has been measured yet: the first window is a second long.</p>
  }
  const findings = causes.find(({ scenario }) => scenario === lane.scenario.key)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || !pressed(view, event)) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <section
      class="course"
      aria-label="Over time"
      aria-description={KEYS_SENTENCE}
      onKeyDown={onKeyDown}
    >
      <ZoomBar view={view} />
      {lanes.length > 1 ? <LanesChart lanes={lanes} marks={marks} view={view} /> : null}
      {lanes.length > 1 ? <LaneChoice lanes={lanes} chosen={lane} /> : null}
      <CausePanel findings={findings} view={view} />
      <LaneCourse
        key={lane.scenario.key}
        lane={lane}
        marks={marks}
        findings={findings}
        view={view}
      />
    </section>
  )
}

function useTimeView(whole: Stretch): TimeView {
  const view = useMemo(() => new TimeView(), [])
  // Before anything is drawn: charts begin with the axis as it is.
  useMemo(() => view.reach(whole), [whole.fromMs, whole.toMs])
  useEffect(() => {
    const stop = followAddress(view)
    return () => {
      stop()
      view[Symbol.dispose]()
    }
  }, [view])
  return view
}

/** From the first window that is kept to the last one of any lane. */
function wholeOf(lanes: readonly CourseLane[], reachMs: number): Stretch {
  const starts = lanes.flatMap(({ windows }) => windows[0]?.startMs ?? [])
  const ends = lanes.flatMap(({ windows }) => {
    const last = windows.at(-1)
    return last === undefined ? [] : [last.startMs + last.durationMs]
  })
  const fromMs = Math.min(...starts, Number.MAX_SAFE_INTEGER)
  const toMs = Math.max(reachMs, ...ends)
  return starts.length === 0 ? { fromMs: 0, toMs: 1000 } : { fromMs, toMs }
}
