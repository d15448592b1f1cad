import type { ScenarioComparison, Verdict } from '../../model/comparison.ts'
import type { ChangeLimits } from '../rule.ts'
import { percentText } from '../words.ts'

/** A verdict, and why. */
interface Said {
  readonly verdict: Verdict
  readonly reason: string
}

/** For a scenario's comparison: its noise floor, where that is what it was judged by. */
export const floorIn = ({
  noiseFloorPercent,
}: ChangeLimits): Pick<ScenarioComparison, 'noiseFloorPercent'> =>
  noiseFloorPercent === undefined ? {} : { noiseFloorPercent }

/**
 * What was said of a scenario, with what its noise floor has to do with it: where that is what raised the tolerance, the
 * reason says so; where it is beyond what `unchanged` promises, nothing can be shown unchanged.
 */
export function withNoiseFloor<T extends Said>(said: T, limits: ChangeLimits): T {
  const { noiseFloorPercent, unchangedWithinPercent } = limits
  if (noiseFloorPercent === undefined || said.reason === '') return said
  const floor = `the noise floor of this scenario is ${percentText(noiseFloorPercent)}`
  if (noiseFloorPercent <= unchangedWithinPercent) {
    return { ...said, reason: `${said.reason}; ${floor}` }
  }
  const unseen = `${floor}, so that smaller changes can't be seen here`
  if (said.verdict !== 'unchanged') return { ...said, reason: `${said.reason}; ${unseen}` }
  const short = `nor that it is unchanged within ${percentText(unchangedWithinPercent)}`
  return { ...said, verdict: 'inconclusive', reason: `${unseen}, ${short}` }
}
