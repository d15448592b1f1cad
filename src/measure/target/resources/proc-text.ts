/** What Linux says of a process in `/proc`, from its text. Pure: proc(5) is the source of every position here. */

/** The fields of `/proc/<pid>/stat` that are used. */
export interface ProcStat {
  readonly pid: number
  /** The name of its program, at most 15 characters. */
  readonly name: string
  /** `R`, `S`, `D`, `T` … `Z` = ended, and not yet waited for. */
  readonly state: string
  readonly parent: number
  readonly group: number
  readonly session: number
  /** User and system time of all of its threads, and of its children that have ended and were waited for. */
  readonly cpuTicks: number
  readonly threads: number
  /** When it started, since the machine did: with the id it names a process for good. */
  readonly startTicks: number
  readonly rssPages: number
}

/** Linux counts in ticks of 1/100 s for programs (`USER_HZ`), whatever the kernel's own tick. */
export const TICK_MS = 10

/** Fields behind the name, counted from the state (field 3 of proc(5)). */
const FIELD = {
  parent: 1,
  group: 2,
  session: 3,
  userTicks: 11,
  systemTicks: 12,
  childUserTicks: 13,
  childSystemTicks: 14,
  threads: 17,
  startTicks: 19,
  rssPages: 21,
} as const

/** From `/proc/<pid>/stat`; `undefined` when the text is none (the process ended while it was read). */
export function parseStat(text: string): ProcStat | undefined {
  // The name in brackets may hold anything, brackets and line breaks too.
  const [open, close] = [text.indexOf('('), text.lastIndexOf(')')]
  const fields = text.slice(close + 2).split(' ')
  const at = (field: keyof typeof FIELD): number => Number(fields[FIELD[field]])
  if (open < 0 || close < open || !Number.isInteger(at('rssPages'))) return undefined
  return {
    pid: Number(text.slice(0, open)),
    name: text.slice(open + 1, close),
    state: fields[0] ?? '',
    parent: at('parent'),
    group: at('group'),
    session: at('session'),
    cpuTicks: at('userTicks') + at('systemTicks') + at('childUserTicks') + at('childSystemTicks'),
    threads: at('threads'),
    startTicks: at('startTicks'),
    rssPages: at('rssPages'),
  }
}

/**
 * Memory of a process with what it shares divided among those who share it, in bytes, from `/proc/<pid>/smaps_rollup`;
 * `undefined` when it does not say.
 */
export function parsePssBytes(text: string): number | undefined {
  return kilobytes(/^Pss:\s+(\d+) kB$/m.exec(text))
}

/** The size of a page in bytes, from `/proc/<pid>/smaps`; `undefined` when it does not say. */
export function parsePageBytes(text: string): number | undefined {
  return kilobytes(/^KernelPageSize:\s+(\d+) kB$/m.exec(text))
}

/**
 * How long a thread was ready to run and had no CPU, in ns, from its `schedstat` (Documentation/scheduler/sched-stats of the
 * kernel: time on a CPU, time waiting for one, time slices); `undefined` when it does not say.
 */
export function parseCpuWaitNs(text: string): number | undefined {
  const found = /^\d+ (\d+) \d+/.exec(text)
  return found === null ? undefined : Number(found[1])
}

/** The ids in `/proc/<pid>/task/<tid>/children`. */
export function parseChildren(text: string): readonly number[] {
  return text.split(' ').filter(Boolean).map(Number)
}

/** Whether what a file descriptor leads to (`/proc/<pid>/fd/<n>`) is a socket. */
export const isSocketLink = (target: string): boolean => target.startsWith('socket:')

function kilobytes(found: RegExpExecArray | null): number | undefined {
  return found?.[1] === undefined ? undefined : Number(found[1]) * 1024
}
