import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { groupThousands } from '../../../kernel/change.ts'
import { usageError } from '../../../kernel/errors.ts'
import type { Note } from '../../../model/run.ts'
import type { ResolvedLane, ResolvedPlan } from '../engine/plan.ts'
import { laneUsers } from '../schedule/lane.ts'
import { shareOf, WHOLE_LOAD } from '../schedule/share.ts'

/** Connections are open files, of which a process may have so many: asked before anything is started. */

/**
 * Files that a worker has open without any connection, and some for what a scenario or a reconnect opens. (33 were
 * counted with Node 24 on Linux: pipes, the event loops of both threads, the channel, the loader.)
 */
const OWN_DESCRIPTORS = 48

/** The most files that a worker may have open; Infinity = no limit, or none that can be read. */
export function descriptorLimit(): number {
  // Node raises its soft limit to the hard one as it starts, and children inherit it: this process's is theirs.
  const limit = Number(limitsFile() ?? askShell())
  return Number.isNaN(limit) ? Number.POSITIVE_INFINITY : limit
}

/** @throws PlimsollError TOO_MANY_CONNECTIONS (exit 2) */
export function requireDescriptors(plan: ResolvedPlan, limit: number = descriptorLimit()): void {
  const connections = inFirstWorker(plan, ({ work, connections: all }) =>
    work.kind === 'exchange' ? all : 0,
  )
  const needed = connections + OWN_DESCRIPTORS
  if (needed <= limit) return
  throw usageError(
    'TOO_MANY_CONNECTIONS',
    `${counted(connections)} connections of one worker need some ${counted(needed)} open files, and a process may have ${counted(limit)} here`,
    `raise the limit in the shell that starts it (ulimit -n ${needed}), use more --workers (each has the limit to itself), or fewer --connections`,
  )
}

/** What code opens nobody knows before; a user is likely to have a connection. */
export function descriptorNotes(
  plan: ResolvedPlan,
  limit: number = descriptorLimit(),
): readonly Note[] {
  const users = inFirstWorker(plan, ({ work, schedule, mix }) =>
    work.kind === 'code' && schedule.kind === 'closed'
      ? laneUsers(schedule.stages, mix, WHOLE_LOAD).length
      : 0,
  )
  if (users + OWN_DESCRIPTORS <= limit) return []
  const message = `one worker had ${counted(users)} users, and may have ${counted(limit)} open files: if each makes a connection of its own, those beyond fail (ulimit -n, or more --workers)`
  return [{ code: 'MORE_USERS_THAN_FILES', message }]
}

/** No worker has more of anything than the first. */
function inFirstWorker({ lanes }: ResolvedPlan, countOf: (lane: ResolvedLane) => number): number {
  return lanes.reduce((sum, lane) => {
    return sum + shareOf(countOf(lane), { worker: 0, workers: lane.workers })
  }, 0)
}

/** The soft limit. */
function limitsFile(): string | undefined {
  try {
    return /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
  } catch {
    return undefined
  }
}

/** Where there is no such file. Windows has no such limit. */
function askShell(): string | undefined {
  if (process.platform === 'win32') return undefined
  try {
    return execFileSync('/bin/sh', ['-c', 'ulimit -n'], { encoding: 'utf8', timeout: 5_000 })
  } catch {
    return undefined
  }
}

const counted = (count: number): string => groupThousands(String(count))
