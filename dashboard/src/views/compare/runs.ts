import type { Result, Run } from '../../../../src/model/run.ts'
import type { Loaded } from '../../source/use-document.ts'

/** Both runs whole, as far as they are there: what a comparison does not carry, such as distributions. */
export interface Runs {
  readonly current: Loaded<Run>
  readonly baseline: Loaded<Run>
}

export const runOf = (loaded: Loaded<Run>): Run | undefined =>
  loaded.state === 'ready' ? loaded.document : undefined

/** What a run measured of a scenario. */
export const resultIn = (loaded: Loaded<Run>, key: string): Result | undefined =>
  runOf(loaded)?.results.find(({ scenario }) => scenario.key === key)
