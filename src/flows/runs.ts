import type { RunHeader, Store } from '../model/ports.ts'
import type { Run } from '../model/run.ts'
import type { Project } from './project.ts'
import { noRuns, runNotFound } from './errors.ts'

/** The run that a command means. */

/** By id or the beginning of one; without one, the newest benchmark: duets leave runs too, which are no baselines.  @throws PlimsollError RUN_NOT_FOUND, RUN_AMBIGUOUS, NO_RUNS */
export async function findRun(project: Project, store: Store, id?: string): Promise<Run> {
  if (id !== undefined && id !== 'latest') {
    const run = await store.load(id.toUpperCase())
    if (run === undefined) throw runNotFound(id)
    return run
  }
  const [newest] = await store.list({ kind: 'bench', limit: 1 })
  const run = newest === undefined ? undefined : await store.load(newest.id)
  if (run === undefined) throw noRuns(project.settings.store)
  return run
}

/** What the store holds, newest first. */
export function listRuns(store: Store, limit: number): Promise<readonly RunHeader[]> {
  return store.list({ limit })
}
