import type { Budget } from '../../../../src/model/budget.ts'
import type { LoadFindings } from '../../../../src/model/load-findings.ts'
import type { LiveLane } from '../../../../src/model/page.ts'
import type { Mark } from '../../../../src/model/run.ts'

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

/** A load test over time: schedule, throughput, latency, errors, targets, generator, stages, all zoomed together. */
export function LoadCourse({ lanes }: LoadCourseProps) {
  return <p class="muted">{lanes.length} scenarios</p>
}
