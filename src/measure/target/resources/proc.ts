import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import {
  isSocketLink,
  type ProcStat,
  parseChildren,
  parseCpuWaitNs,
  parsePageBytes,
  parsePssBytes,
  parseStat,
} from './proc-text.ts'

/**
 * Reads `/proc`. Synchronous: these files are made of memory, and a read takes some 15 µs, where one through the thread
 * pool takes several times that. Whatever can't be read (it ended, or belongs to another user) is `undefined`.
 */

/** One process; `undefined` when it is gone or has ended. */
export function readStat(pid: number): ProcStat | undefined {
  const text = readText(`/proc/${pid}/stat`)
  const stat = text === undefined ? undefined : parseStat(text)
  return stat === undefined || stat.state === 'Z' || stat.state === 'X' ? undefined : stat
}

/** Every process that runs. */
export function readAllStats(): readonly ProcStat[] {
  const pids = namesIn('/proc')?.filter((name) => /^\d+$/.test(name)) ?? []
  return pids.flatMap((pid) => readStat(Number(pid)) ?? [])
}

/** Ids of what a process started and that still runs. */
export function readChildren(pid: number): readonly number[] {
  const threads = namesIn(`/proc/${pid}/task`) ?? []
  return threads.flatMap((thread) =>
    parseChildren(readText(`/proc/${pid}/task/${thread}/children`) ?? ''),
  )
}

/** The environment that a process was started with, one `NAME=value` after the other, each ended by a zero byte. */
export const readEnvironment = (pid: number): string | undefined => readText(`/proc/${pid}/environ`)

/** The folder it works in; of one that has been removed, where it was. */
export function readWorkingFolder(pid: number): string | undefined {
  const folder = linkOf(`/proc/${pid}/cwd`)
  return folder === '' ? undefined : folder.replace(/ \(deleted\)$/, '')
}

/** How long its first thread has waited for a CPU, in ns. */
export function readCpuWaitNs(pid: number): number | undefined {
  const text = readText(`/proc/${pid}/schedstat`)
  return text === undefined ? undefined : parseCpuWaitNs(text)
}

/** In bytes. */
export function readPssBytes(pid: number): number | undefined {
  const text = readText(`/proc/${pid}/smaps_rollup`)
  return text === undefined ? undefined : parsePssBytes(text)
}

/** The machine's own, in bytes: 4,096 on most, up to 65,536 on some. */
export function readPageBytes(): number | undefined {
  const text = readText('/proc/self/smaps')
  return text === undefined ? undefined : parsePageBytes(text)
}

/** Names of its open file descriptors. */
export const readDescriptors = (pid: number): readonly string[] | undefined =>
  namesIn(`/proc/${pid}/fd`)

/** How many of these descriptors are sockets, of whatever kind. */
export function countSockets(pid: number, descriptors: readonly string[]): number {
  let sockets = 0
  for (const name of descriptors) {
    if (isSocketLink(linkOf(`/proc/${pid}/fd/${name}`))) sockets++
  }
  return sockets
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function namesIn(path: string): readonly string[] | undefined {
  try {
    return readdirSync(path)
  } catch {
    return undefined
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
