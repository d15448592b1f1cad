import type { ProcStat } from '../resources/proc-text.ts'
import { readAllStats, readEnvironment, readWorkingFolder } from '../resources/proc.ts'

/**
 * Which processes belong to a target: the command and its descendants, all of their process groups and sessions, whatever
 * carries the target's mark in its environment, and whatever works in a folder that is the target's alone. Each way alone
 * loses some: PostgreSQL gives every backend a session of its own and overwrites its environment, a daemon leaves its
 * parent, a shell makes groups.
 */

/** A variable that a target and all that it starts carry; a target that runs plimsoll itself must not trip over it. */
export const MARK = 'PLIMSOLL_INTERNAL_TARGET_MARK'

/** What is known of a target. */
export interface TargetMarks {
  /** The id of the command's process, which leads a group and a session of its own. */
  readonly root: number
  /** The value of {@link MARK}. */
  readonly mark: string
  /** Folders that are the target's alone: what works inside one of them belongs to it. */
  readonly folders: readonly string[]
}

/**
 * The processes of a target. One that was found is remembered until it ends: once its parent is gone, a process in a
 * session of its own would be known by nothing but that.
 */
export class Members {
  readonly target: TargetMarks
  /** By id. */
  #found: ReadonlyMap<number, ProcStat> = new Map()

  constructor(target: TargetMarks) {
    this.target = target
  }

  /** Ids of those that run; empty where there is no `/proc`. */
  find(): readonly number[] {
    const { root } = this.target
    const stats = readAllStats()
    const carries = (stat: ProcStat): boolean => this.#isKnown(stat) || isMarked(stat, this.target)
    const ids = new Set(membersAmong(stats, root, carries))
    this.#found = new Map(stats.filter(({ pid }) => ids.has(pid)).map((stat) => [stat.pid, stat]))
    return [...ids]
  }

  /** The id alone may be another's by now. */
  #isKnown({ pid, startTicks }: ProcStat): boolean {
    return this.#found.get(pid)?.startTicks === startTicks
  }
}

function isMarked({ pid }: ProcStat, { mark, folders }: TargetMarks): boolean {
  if (readEnvironment(pid)?.split('\0').includes(`${MARK}=${mark}`) === true) return true
  const place = folders.length === 0 ? undefined : readWorkingFolder(pid)
  return place !== undefined && folders.some((folder) => `${place}/`.startsWith(`${folder}/`))
}

/**
 * Those of the processes that belong to the target. Pure.
 * @param carries whether a process is marked as the target's; asked only of those that nothing else tells
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
