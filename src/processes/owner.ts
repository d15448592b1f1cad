import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readFile, readlink } from 'node:fs/promises'
import { hostname } from 'node:os'

/**
 * Names of folders that belong to one process, so that another one can tell whether their owner still lives:
 *
 *     <process id>-<when it started>-<machine>-<random>
 *
 * The name says it all, since a file beside the folder would be missing for a moment. Process ids are given again, and
 * a folder may be shared by containers that each have a process 7; hence the start and the machine.
 */

const NAME = /^(\d+)-([0-9a-f]{8})-([0-9a-f]{8})-[0-9a-f]{8}/

/** The folder of an owner on another machine is left alone this long. */
const FOREIGN_LIFETIME_MS = 24 * 3600 * 1000

/** A new name that belongs to this process. */
export async function ownName(): Promise<string> {
  const [start, machine] = await Promise.all([startOf(process.pid), machineMark()])
  return `${process.pid}-${start ?? '0'.repeat(8)}-${machine}-${randomBytes(4).toString('hex')}`
}

/**
 * Whether the owner of a name is known to be gone; `false` for names that are not ours.
 * @param ageMs since it was last changed, for owners that can't be looked for
 */
export async function isAbandoned(name: string, ageMs: number): Promise<boolean> {
  const [whole, pid, start, machine] = NAME.exec(name) ?? []
  if (whole === undefined || pid === undefined) return false
  if (machine !== (await machineMark())) return ageMs > FOREIGN_LIFETIME_MS
  return isGone(Number(pid)) || (await startOf(Number(pid))) !== start
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return false
  } catch (thrown) {
    // EPERM: it is there, and another user's.
    return Reflect.get(Object(thrown), 'code') === 'ESRCH'
  }
}

/** A mark of when a process started; where nothing tells, it is the same for all. `undefined` = no such process. */
async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return linuxStartOf(pid)
  if (process.platform === 'win32') return '0'.repeat(8)
  const started = await psStartOf(pid)
  return started === '' ? undefined : markOf(started)
}

/** The 22nd field of `/proc/<pid>/stat`, in clock ticks since the machine started; a zombie is gone. proc(5) */
async function linuxStartOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The name in brackets may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, started] = [fields[0], fields[19]]
  return started === undefined || state === 'Z' || state === 'X' ? undefined : markOf(started)
}

function psStartOf(pid: number): Promise<string> {
  const options = { timeout: 5_000, env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } }
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'lstart=', '-p', String(pid)], options, (error, stdout) =>
      resolve(error === null ? stdout.trim() : ''),
    )
  })
}

/** Two processes with the same mark see the same process ids. */
async function machineMark(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '')
  return markOf([hostname(), boot.trim(), namespace].join('\n'))
}

const markOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8)
