import type { ErrorCount } from '../../../model/run.ts'
import type { LoadLane } from './plan.ts'

/** What ended a load test before its time, and whose it was, where that is known. */
export interface RunFailure {
  readonly error: ErrorCount
  /** The lane's place in the plan. */
  readonly lane?: number
}

/** The same for the result of one lane: it ended all of them, so all of them tell, and those beside it say whose it was. */
export function laneFailures(
  failures: readonly RunFailure[],
  lanes: readonly LoadLane[],
  place: number,
): readonly ErrorCount[] {
  return failures.map(({ error, lane }) => {
    const other = lane === undefined || lane === place ? undefined : lanes[lane]
    if (other === undefined) return error
    return { ...error, example: `${other.identity.key}: ${error.example}` }
  })
}
