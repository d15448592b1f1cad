import type { Random } from '../../kernel/random.ts'
import type { CauseReport } from '../../model/cause.ts'
import type { Result } from '../../model/run.ts'

/** How to look for causes; everything has a default. */
export interface CauseOptions {
  /** Rearranges timelines. Default: a stream of its own, always the same, so that a record has one report. */
  readonly random?: Random
}

/** What made a load test slow, from the windows of its timeline: what was watched, beside the latency of each. */
export function findCauses(_result: Result, _options: CauseOptions = {}): CauseReport {
  const summary = 'no clear cause: nothing was judged'
  return { verdict: 'none', summary, effect: null, ranked: [], notes: [] }
}
