import type { ProcStat } from '../resources/proc-text.ts'
import { readAllStats, readEnvironment } from '../resources/proc.ts'

/**
 * Which processes belong to a target: the command and its descendants, all of their process groups and sessions, and
 * whatever carries the target's mark in its environment. Each way alone loses some: PostgreSQL gives every backend a
 * session of its own and overwrites its environment, a daemon leaves its parent, a shell makes groups.
 */

/** A variable that a target and all that it starts carry; a target that runs plimsoll itself must not trip over it. */
export const MARK = 'PLIMSOLL_INTERNAL_TARGET_MARK'

/** What is known of a target. */
export interface TargetMarks {
  /** The id of the command's process, which leads a group and a session of its own. */
  readonly root: number
  /** The value of {@link MARK}. */
  readonly mark: string
}

/** Ids of the processes of a target that run; empty where there is no `/proc`. */
export function targetMembers(target: TargetMarks): readonly number[] {
  const entry = `${MARK}=${target.mark}`
  const carries = ({ pid }: ProcStat): boolean =>
    readEnvironment(pid)?.split('\0').includes(entry) ?? false
  return membersAmong(readAllStats(), target.root, carries)
}

/**
 * Those of the processes that belong to the target. Pure.
 * @param carries whether a process carries the target's mark; asked only of those that nothing else tells
 */
export function membersAmong(
  stats: readonly ProcStat[],
  root: number,
  carries: (stat: ProcStat) => boolean,
): readonly number[] {
  const known = new Set([root])
  const found = new Set<ProcStat>()
  const take = (stat: ProcStat): void => {
    found.add(stat)
    // Ids of groups and sessions are ids of processes: one set holds them all.
    for (const id of [stat.pid, stat.group, stat.session]) known.add(id)
  }
  const isKin = ({ pid, parent, group, session }: ProcStat): boolean =>
    [pid, parent, group, session].some((id) => known.has(id))
  const spread = (): void => {
    let before: number
    do {
      before = found.size
      for (const stat of stats) if (!found.has(stat) && isKin(stat)) take(stat)
    } while (found.size > before)
  }
  spread()
  for (const stat of stats) if (!found.has(stat) && carries(stat)) take(stat)
  spread()
  return [...found].map(({ pid }) => pid)
}
