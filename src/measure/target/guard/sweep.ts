import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { Members } from './members.ts'

/** Ends what is left of a target. */

/** Killed processes are gone within milliseconds; one in an uninterruptible call of the system may take longer. */
const PATIENCE_MS = 5_000

/** To look through all processes takes milliseconds: what does not end at once is looked at less and less often. */
const FIRST_PAUSE_MS = 10
const LONGEST_PAUSE_MS = 160

/** Kills every process of a target, again and again until none is left. */
export async function sweep(members: Members): Promise<void> {
  if (process.platform === 'win32') {
    await killTreeOnWindows(members.target.root)
    return
  }
  const isKilled = (): boolean => {
    freeze(members)
    signalAll(members, 'SIGKILL')
    return !isLeft(members)
  }
  await becomes(isKilled, PATIENCE_MS)
}

/** Rounds in which a target may start something that was not there in the round before. */
const FREEZING_ROUNDS = 10

/**
 * Stops every process of a target where it stands: none can start another any more, or end and leave its children with
 * nothing that tells whose they are.
 */
function freeze(members: Members): void {
  const frozen = new Set<number>()
  signalGroup(members.target.root, 'SIGSTOP')
  for (let round = 0; round < FREEZING_ROUNDS; round++) {
    const running = members.find().filter((pid) => !frozen.has(pid))
    if (running.length === 0) return
    for (const pid of running) {
      trySignal(pid, 'SIGSTOP')
      frozen.add(pid)
    }
  }
}

/** Waits until nothing of a target runs any more, at most as long as is said. @returns whether something still runs */
export async function isLeftAfter(members: Members, patienceMs: number): Promise<boolean> {
  return !(await becomes(() => !isLeft(members), patienceMs))
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

/** Sends a signal to every process of a target; who they are is found out before the first may end of it. */
export function signalAll(members: Members, signal: NodeJS.Signals): void {
  const pids = members.find()
  signalGroup(members.target.root, signal)
  for (const pid of pids) trySignal(pid, signal)
}

/** Sends a signal to the group that a process leads; on Windows, which has none, to the process. */
export function signalGroup(root: number, signal: NodeJS.Signals): boolean {
  return trySignal(process.platform === 'win32' ? root : -root, signal)
}

function isLeft(members: Members): boolean {
  // Elsewhere only the group can be asked; one in which nobody has waited for the dead still answers.
  if (process.platform !== 'linux') return trySignal(-members.target.root, 0)
  return members.find().length > 0
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
