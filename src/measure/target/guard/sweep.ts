import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { targetMembers, type TargetMarks } from './members.ts'

/** Ends what is left of a target. */

/** Killed processes are gone within milliseconds; one in an uninterruptible call of the system may take longer. */
const PATIENCE_MS = 5_000

/** To look through all processes takes milliseconds: what does not end at once is looked at less and less often. */
const FIRST_PAUSE_MS = 10
const LONGEST_PAUSE_MS = 160

/** Kills every process of a target, again and again until none is left: one may be starting another meanwhile. */
export async function sweep(target: TargetMarks): Promise<void> {
  if (process.platform === 'win32') {
    await killTreeOnWindows(target.root)
    return
  }
  const isKilled = (): boolean => {
    signalAll(target, 'SIGKILL')
    return !isLeft(target)
  }
  await becomes(isKilled, PATIENCE_MS)
}

/** Waits until nothing of a target runs any more, at most as long as is said. @returns whether something still runs */
export async function isLeftAfter(target: TargetMarks, patienceMs: number): Promise<boolean> {
  return !(await becomes(() => !isLeft(target), patienceMs))
}

/** Nothing tells when processes end that are not one's own children: they are looked for. */
async function becomes(isSo: () => boolean, patienceMs: number): Promise<boolean> {
  const until = performance.now() + patienceMs
  for (let pauseMs = FIRST_PAUSE_MS; !isSo(); pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const leftMs = until - performance.now()
    if (leftMs <= 0) return false
    await delay(Math.min(pauseMs, leftMs))
  }
  return true
}

/** Removes folders with all that is in them; one that can't be removed is left. */
export async function removeFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {})
  }
}

/** Sends a signal to every process of a target. */
export function signalAll(target: TargetMarks, signal: NodeJS.Signals): void {
  signalGroup(target.root, signal)
  for (const pid of targetMembers(target)) trySignal(pid, signal)
}

/** Sends a signal to the group that a process leads; on Windows, which has none, to the process. */
export function signalGroup(root: number, signal: NodeJS.Signals): boolean {
  return trySignal(process.platform === 'win32' ? root : -root, signal)
}

function isLeft(target: TargetMarks): boolean {
  // Elsewhere only the group can be asked; one in which nobody has waited for the dead still answers.
  if (process.platform !== 'linux') return trySignal(-target.root, 0)
  return targetMembers(target).length > 0
}

/** @returns whether there was someone to send it to */
function trySignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    return false
  }
}

async function killTreeOnWindows(root: number): Promise<void> {
  const killer = spawn('taskkill', ['/PID', String(root), '/T', '/F'], { stdio: 'ignore' })
  await once(killer, 'close').catch(() => {})
}
