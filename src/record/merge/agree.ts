import { type PlimsollError, usageError } from '../../kernel/errors.ts'
import type { Revision, Run } from '../../model/run.ts'

/** Whether runs may be merged at all: only what was measured of one revision, in one way, on one kind of machine. */

/** @throws PlimsollError MERGE_TOO_FEW, MERGE_TWICE, MERGE_REVISIONS, MERGE_ENVIRONMENTS, MERGE_KINDS */
export function requireMergeable(runs: readonly Run[]): void {
  const [first, ...others] = runs
  if (first === undefined || others.length === 0) {
    throw usageError(
      'MERGE_TOO_FEW',
      `Merging needs two runs or more, not ${runs.length}`,
      'Name the runs to merge: plimsoll merge RUN RUN',
    )
  }
  requireOnce(runs)
  for (const other of others) {
    const problem = difference(first, other)
    if (problem !== undefined) throw problem
  }
}

/** A run that was merged before counts as those it was merged from. */
function requireOnce(runs: readonly Run[]): void {
  const seen = new Set<string>()
  for (const id of runs.flatMap(({ id, mergedFrom }) =>
    mergedFrom.length > 0 ? mergedFrom : [id],
  )) {
    if (seen.has(id)) {
      const hint = 'Name each run once, and none that another of them was merged from.'
      throw usageError('MERGE_TWICE', `Run ${id} would be counted twice`, hint)
    }
    seen.add(id)
  }
}

function difference(one: Run, other: Run): PlimsollError | undefined {
  const differs = (what: string, values: readonly [string, string]): string =>
    `Runs ${one.id} and ${other.id} are of different ${what}: ${values.join(' and ')}`
  const revisions = [revisionName(one.revision), revisionName(other.revision)] as const
  if (revisions[0] !== revisions[1]) {
    const hint =
      'Merge runs of one commit; to set two commits side by side, use `plimsoll compare`.'
    return usageError('MERGE_REVISIONS', differs('revisions', revisions), hint)
  }
  if (one.revision?.dirty === true) {
    const hint =
      'Commit first, then measure: changes that are not committed can differ between two runs unseen.'
    const message = `Runs ${one.id} and ${other.id} had uncommitted changes, so they can't be told to be of one revision`
    return usageError('MERGE_REVISIONS', message, hint)
  }
  const [here, there] = [one.environment.fingerprint, other.environment.fingerprint]
  if (here !== there) {
    const hint = 'Merge runs of one environment: times of unlike machines do not add up.'
    return usageError('MERGE_ENVIRONMENTS', differs('environments', [here, there]), hint)
  }
  if (one.kind === other.kind) return undefined
  const hint = 'Merge benchmarks with benchmarks, and load tests with load tests.'
  return usageError('MERGE_KINDS', differs('kinds', [one.kind, other.kind]), hint)
}

function revisionName(revision: Revision | null): string {
  if (revision === null) return 'no revision'
  return revision.dirty ? `${revision.commit} with local changes` : revision.commit
}
