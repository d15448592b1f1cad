import type { ScenarioComparison } from '../../model/comparison.ts'

/** What a scenario's own processes say of it, before the other scenarios of the run have their say. */
export interface Provisional {
  /** How often identical code would be called as this was; `undefined` where nothing could be judged. */
  readonly pValue: number | undefined
  /** @param survives whether a call of a change stands among the run's other scenarios */
  finish(survives: boolean): ScenarioComparison
}
