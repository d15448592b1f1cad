import { TICK_MS, type ProcStat } from './proc-text.ts'
import {
  countSockets,
  readChildren,
  readCpuWaitNs,
  readDescriptors,
  readPageBytes,
  readPssBytes,
  readStat,
} from './proc.ts'

/** What the processes of a target use, together. */
export interface ResourceSample {
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly atMs: number
  /** CPU time since the sample before, as a share of one core: 1.5 is a core and a half. Absent in the first. */
  readonly cpuShare?: number
  /**
   * Share of the time since the sample before in which a first thread was ready to run and no CPU was free for it, 0–1: that
   * of the process that waited most. Absent in the first, and where the kernel does not tell.
   */
  readonly cpuWaitShare?: number
  /** What they hold in memory; what they share counts for each of them. */
  readonly rssBytes: number
  /** The same with what they share divided among them. Only in some samples: the kernel has to add it up. */
  readonly pssBytes?: number
  /** Open file descriptors. Absent where the system does not let us look. */
  readonly descriptors?: number
  /** Those that are sockets. Only in some samples when there are many: each has to be looked at. */
  readonly sockets?: number
  readonly threads: number
  readonly processes: number
}

/** Memory is added up in every tenth sample, and so are sockets when they are many. */
const SPARING = 10

/** So many descriptors are looked at in every sample: some 3 µs each. */
const FEW_DESCRIPTORS = 1000

/** Why nothing can be read of other processes here; `undefined` when it can. */
export function resourceObstacle(platform: NodeJS.Platform = process.platform): string | undefined {
  if (platform === 'linux') return undefined
  return `resources of processes are read from /proc, which ${platform} does not have`
}

/** Reads the resources of a process and all that it started, again and again. */
export class ResourceSampler {
  readonly #root: number
  readonly #pageBytes: number
  #samples = 0
  #before: { readonly ticks: number; readonly atMs: number } | undefined
  #waits: { readonly nsOf: ReadonlyMap<number, number>; readonly atMs: number } | undefined

  /** @param root the id of the process that started the others */
  constructor(root: number) {
    this.#root = root
    this.#pageBytes = readPageBytes() ?? 4096
  }

  /** `undefined` when the process has ended, or this is not Linux. */
  sample(): ResourceSample | undefined {
    if (resourceObstacle() !== undefined) return undefined
    const stats = readTree(this.#root)
    if (stats.length === 0) return undefined
    const isSparing = this.#samples++ % SPARING === 0
    return {
      atMs: Date.now(),
      ...this.#cpuShare(stats),
      ...this.#cpuWaitShare(stats),
      rssBytes: sum(stats, ({ rssPages }) => rssPages) * this.#pageBytes,
      ...(isSparing ? pssOf(stats) : {}),
      ...descriptorsOf(stats, isSparing),
      threads: sum(stats, ({ threads }) => threads),
      processes: stats.length,
    }
  }

  /**
   * The time of a child that has ended passes to whoever waited for it, so that the sum over the tree only grows, unless
   * something has left the tree.
   */
  #cpuShare(stats: readonly ProcStat[]): { readonly cpuShare?: number } {
    const now = { ticks: sum(stats, ({ cpuTicks }) => cpuTicks), atMs: performance.now() }
    const before = this.#before
    this.#before = now
    if (before === undefined) return {}
    const cpuMs = Math.max(0, now.ticks - before.ticks) * TICK_MS
    return { cpuShare: cpuMs / (now.atMs - before.atMs) }
  }

  #cpuWaitShare(stats: readonly ProcStat[]): { readonly cpuWaitShare?: number } {
    const waits = stats.flatMap(({ pid }) => {
      const waitedNs = readCpuWaitNs(pid)
      return waitedNs === undefined ? [] : [[pid, waitedNs] as const]
    })
    const now = { nsOf: new Map(waits), atMs: performance.now() }
    const before = this.#waits
    this.#waits = now
    if (before === undefined || waits.length === 0) return {}
    const tookNs = (now.atMs - before.atMs) * 1e6
    const shares = waits.map(([pid, ns]) => (ns - (before.nsOf.get(pid) ?? ns)) / tookNs)
    return { cpuWaitShare: Math.min(1, Math.max(0, ...shares)) }
  }
}

/** A process and what it started, as far as it runs; the root first. */
function readTree(root: number): readonly ProcStat[] {
  const stats: ProcStat[] = []
  const pids = [root]
  for (let pid = pids.pop(); pid !== undefined; pid = pids.pop()) {
    const stat = readStat(pid)
    if (stat === undefined) continue
    stats.push(stat)
    pids.push(...readChildren(pid))
  }
  return stats
}

function pssOf(stats: readonly ProcStat[]): { readonly pssBytes?: number } {
  const pssBytes = total(stats.map(({ pid }) => orNothing(pid, readPssBytes(pid))))
  return pssBytes === undefined ? {} : { pssBytes }
}

function descriptorsOf(
  stats: readonly ProcStat[],
  isSparing: boolean,
): { readonly descriptors?: number; readonly sockets?: number } {
  const each = stats.map(({ pid }) => ({ pid, names: readDescriptors(pid) }))
  const descriptors = total(each.map(({ pid, names }) => orNothing(pid, names?.length)))
  if (descriptors === undefined) return {}
  if (descriptors > FEW_DESCRIPTORS && !isSparing) return { descriptors }
  return { descriptors, sockets: sum(each, ({ pid, names }) => countSockets(pid, names ?? [])) }
}

/** A process that has ended meanwhile uses nothing; of one that is there and can't be looked at, nothing is known. */
function orNothing(pid: number, value: number | undefined): number | undefined {
  return value ?? (readStat(pid) === undefined ? 0 : undefined)
}

/** `undefined` when one of them is: a sum without it would be a guess. */
function total(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce<number | undefined>(
    (all, value) => (all === undefined || value === undefined ? undefined : all + value),
    0,
  )
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((all, item) => all + of(item), 0)
}
