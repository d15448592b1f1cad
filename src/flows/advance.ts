import { PlimsollError } from '../kernel/errors.ts'
import type { Comparison } from '../model/comparison.ts'
import type { Run } from '../model/run.ts'
import { mayAdvance } from '../judge/index.ts'
import { setBaseline } from './baselines.ts'
import type { Project } from './project.ts'

/** `check --advance`: the baseline moves to a run that nothing speaks against. */

/** What was checked, and what came of it. */
export interface Checked {
  /** As recorded. */
  readonly run: Run
  readonly comparison: Comparison | undefined
  /** What kept it from being judged. */
  readonly failures: readonly PlimsollError[]
  /** What was asked for; none = everything. */
  readonly filters: readonly string[]
}

/** What became of the baseline. */
export interface Advanced {
  /** Whether it advanced, and why (not). */
  readonly sentence: string
  /** The failures, without a missing baseline where there is one now. */
  readonly failures: readonly PlimsollError[]
}

/** Points the branch's baseline at the run, or says why not. */
export async function advanceBaseline(project: Project, checked: Checked): Promise<Advanced> {
  const { run, comparison, failures, filters } = checked
  const obstacle = failures.find(({ code }) => code !== 'NO_BASELINE')
  const partial = filters.length > 0
  const { advances, reason } = mayAdvance({ run, comparison, failure: obstacle?.message, partial })
  if (!advances) return { sentence: `The baseline stays where it is: ${reason}.`, failures }
  try {
    const request = { run: run.id, reason: '', portable: false }
    const { baseline } = await setBaseline(project, request)
    const sentence = `Baseline '${baseline.name}' advances to run ${run.id}: ${reason}.`
    return { sentence, failures: [] }
  } catch (thrown) {
    if (!(thrown instanceof PlimsollError)) throw thrown
    const sentence = `The baseline stays where it is: ${thrown.message}; ${thrown.hint}.`
    return { sentence, failures }
  }
}
