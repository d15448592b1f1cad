import { readFileSync } from 'node:fs'

/** CPU time of the whole machine since it started. */
export interface CpuTimes {
  /** Monotonic time of the reading. */
  readonly atMs: number
  /** All cores, all programs. */
  readonly busyMs: number
  /** Taken by the hypervisor. */
  readonly stealMs: number
}

/** Linux counts in ticks of 1/100 s for programs (`USER_HZ`), whatever the kernel's own tick. */
const TICK_MS = 10

/** From `/proc/stat`; `undefined` where there is none (other systems, some containers). */
export function readCpuTimes(): CpuTimes | undefined {
  const line = firstLine('/proc/stat')
  if (line === undefined || !line.startsWith('cpu ')) return undefined
  // cpu user nice system idle iowait irq softirq steal …: proc_stat(5)
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return {
    atMs: performance.now(),
    busyMs: (user + nice + system + irq + softirq) * TICK_MS,
    stealMs: steal * TICK_MS,
  }
}

function firstLine(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').split('\n', 1)[0]
  } catch {
    return undefined
  }
}
