import { findBursts, findCauses } from '../judge/index.ts'
import type { LoadFindings } from '../model/load-findings.ts'
import type { Run } from '../model/run.ts'

/** What the timelines of a run's load tests tell, judged anew from the record: older records gain what judges learn. */
export function findingsOf(run: Run): readonly LoadFindings[] {
  return run.results
    .filter(({ profile }) => profile.kind === 'load')
    .map((result) => ({
      scenario: result.scenario.key,
      bursts: findBursts(result.timeline),
      causes: findCauses(result),
    }))
}
