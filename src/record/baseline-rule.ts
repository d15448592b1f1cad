import { usageError } from '../kernel/errors.ts'
import type { Run } from '../model/run.ts'

/** Why a run of each status is no baseline. */
const WHY: Readonly<Record<Exclude<Run['status'], 'complete'>, string>> = {
  aborted: 'it was interrupted',
  failed: 'a scenario in it failed',
  invalid: 'its generator did not keep up',
}

/** Only a complete run can be what others are judged by. @throws PlimsollError RUN_NOT_BASELINE */
export function requireBaselineStatus(run: Pick<Run, 'id' | 'status'>): void {
  if (run.status === 'complete') return
  throw usageError(
    'RUN_NOT_BASELINE',
    `Run ${run.id} can't become a baseline: ${WHY[run.status]} (${run.status})`,
    'Run it again to its end with `plimsoll run`, and use that run.',
  )
}
