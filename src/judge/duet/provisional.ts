import type { ScenarioComparison } from '../../model/comparison.ts'

/**
 * The p-value that enters among the other scenarios: that of a call, and 1 of anything else. What is shown unchanged may
 * be surely off by half a percent, and would be taken for a discovery that makes room for doubtful ones.
 */
export function pValueAsked(
  { verdict }: Pick<ScenarioComparison, 'verdict'>,
  { pValue }: { readonly pValue: number },
): number {
  return verdict === 'regressed' || verdict === 'improved' ? pValue : 1
}

/** What a scenario's own processes say of it, before the other scenarios of the run have their say. */
export interface Provisional {
  /** How often identical code would be called as this was; `undefined` where nothing could be judged. */
  readonly pValue: number | undefined
  /** @param survives whether a call of a change stands among the run's other scenarios */
  finish(survives: boolean): ScenarioComparison
}
