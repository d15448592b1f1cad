import type { RunHeader, Store } from '../model/ports.ts'
import type { Run, RunKind } from '../model/run.ts'
import type { Project } from './project.ts'
import { noRuns, runNotFound } from './errors.ts'

/** The run that a command means. */

/** Kinds of which the newest run is meant where none is named: duets leave runs too, one of each side. */
const SHOWN_KINDS: readonly RunKind[] = ['bench', 'load']

/**
 * By id or the beginning of one; without one, the newest benchmark, or, where there is none, the newest load test.
 * @throws PlimsollError RUN_NOT_FOUND, RUN_AMBIGUOUS, NO_RUNS
 */
export function findRun(project: Project, store: Store, id?: string): Promise<Run> {
  return findRunOf([['bench'], ['load']], { project, store, id })
}

/** Likewise; without an id the newest run that can be shown, also of a load test. */
export function findShownRun(project: Project, store: Store, id?: string): Promise<Run> {
  return findRunOf([SHOWN_KINDS], { project, store, id })
}

interface Wanted {
  readonly project: Project
  readonly store: Store
  readonly id: string | undefined
}

/** @param kinds those that are meant, and those that are meant where there is none of them */
async function findRunOf(
  kinds: readonly (readonly RunKind[])[],
  { project, store, id }: Wanted,
): Promise<Run> {
  if (id !== undefined && id !== 'latest') {
    const run = await store.load(id.toUpperCase())
    if (run === undefined) throw runNotFound(id)
    return run
  }
  for (const meant of kinds) {
    const headers = await Promise.all(meant.map((kind) => store.list({ kind, limit: 1 })))
    const newest = headers.flat().toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1))[0]
    const run = newest === undefined ? undefined : await store.load(newest.id)
    if (run !== undefined) return run
  }
  throw noRuns(project.settings.store)
}

/** What the store holds, newest first. */
export function listRuns(store: Store, limit: number): Promise<readonly RunHeader[]> {
  return store.list({ limit })
}
