import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, readlinkSync, watch } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** Processes that tests know by their id alone: what a scenario's process started, and that process itself. */

/** Longest wait for one of them. */
const PATIENCE_MS = 15_000

/** The id that a process writes into a file, in a folder that exists, as soon as it is there. */
export async function pidIn(file: string): Promise<number> {
  const watcher = watch(dirname(file))
  const signal = AbortSignal.timeout(PATIENCE_MS)
  try {
    while (!existsSync(file) || readFileSync(file, 'utf8') === '') {
      await once(watcher, 'change', { signal })
    }
  } finally {
    watcher.close()
  }
  return Number(readFileSync(file, 'utf8'))
}

/** Whether a process ends in time. Nothing tells when one that is not a child of one's own does, so it is looked for. */
export async function goes(pid: number): Promise<boolean> {
  const until = Date.now() + PATIENCE_MS
  while (Date.now() < until) {
    if (!isThere(pid)) return true
    await delay(20)
  }
  process.kill(pid, 'SIGKILL')
  return false
}

/** Whether a process runs; one that has ended and that nobody has waited for does not. */
export function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  return !isZombie(pid)
}

/** Ids of processes that work in a folder, also once it has been removed. */
export function workingIn(folder: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder) && isThere(pid)
      } catch {
        return false
      }
    })
}

/** In a container whose first process waits for nobody, orphans stay in the table. */
function isZombie(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
