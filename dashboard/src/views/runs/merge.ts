import type { RunList, RunSummary } from '../../../../src/model/page.ts'
import { type ListedRun, listedRun } from './search.ts'

/** The list as its pages come in: older ones behind, what is new in front. */

/** An older page behind those that are known. */
export function appended(known: readonly ListedRun[], page: RunList): readonly ListedRun[] {
  const ids = new Set(known.map(({ run }) => run.id))
  const added = page.runs.filter(({ id }) => !ids.has(id))
  return added.length === 0 ? known : [...known, ...added.map(listedRun)]
}

/**
 * The newest page in front of those that are known: as far back as it reaches, it is the truth. `undefined` = it doesn't
 * reach back to any of them, so that what lies between has to be read.
 */
export function renewed(
  known: readonly ListedRun[],
  page: RunList,
): readonly ListedRun[] | undefined {
  if (page.next === null) return page.runs.map((run) => kept(known, run))
  const oldest = page.runs.at(-1)
  const end = known.findIndex(({ run }) => run.id === oldest?.id)
  if (end === -1) return undefined
  const moved = new Set(page.runs.flatMap(({ baselines }) => baselines))
  const newest = known.slice(0, end + 1)
  const rest = known.slice(end + 1).map((listed) => without(listed, moved))
  return [...page.runs.map((run) => kept(newest, run)), ...rest]
}

/** What is known already stays the same object, so that nothing is made ready or drawn twice. */
function kept(known: readonly ListedRun[], run: RunSummary): ListedRun {
  const found = known.find((listed) => listed.run.id === run.id)
  return found !== undefined && JSON.stringify(found.run) === JSON.stringify(run)
    ? found
    : listedRun(run)
}

/** A baseline is of one run: one that points to a newer run now has left the older one. */
function without(listed: ListedRun, moved: ReadonlySet<string>): ListedRun {
  const { baselines } = listed.run
  if (!baselines.some((name) => moved.has(name))) return listed
  return listedRun({ ...listed.run, baselines: baselines.filter((name) => !moved.has(name)) })
}
