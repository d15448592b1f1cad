import { readFileSync } from 'node:fs'
import type { DuetLaunch } from '../../../model/duet.ts'

/** What is read before and after the measured part. */
export interface ThreadState {
  readonly idleNs: number
  readonly voluntarySwitches: number
  readonly involuntarySwitches: number
}

/** Of this thread. */
export function threadState(): ThreadState {
  return { idleNs: performance.eventLoopUtilization().idle * 1e6, ...switches() }
}

/** What passed between two states; times inside the samples come from the samples. */
export function spentBetween(
  before: ThreadState,
  after: ThreadState,
  inSamples: { readonly wallNs: number; readonly cpuNs: number },
): DuetLaunch['spent'] {
  return {
    ...inSamples,
    idleNs: after.idleNs - before.idleNs,
    voluntarySwitches: after.voluntarySwitches - before.voluntarySwitches,
    involuntarySwitches: after.involuntarySwitches - before.involuntarySwitches,
  }
}

/** Linux tells them for a thread; elsewhere they are those of the whole process, its compiler threads included. */
function switches(): Omit<ThreadState, 'idleNs'> {
  if (process.platform !== 'linux') {
    const { voluntaryContextSwitches, involuntaryContextSwitches } = process.resourceUsage()
    return {
      voluntarySwitches: voluntaryContextSwitches,
      involuntarySwitches: involuntaryContextSwitches,
    }
  }
  const status = readFileSync('/proc/thread-self/status', 'utf8')
  const count = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+)$`, 'm').exec(status)?.[1] ?? 0)
  return {
    voluntarySwitches: count('voluntary_ctxt_switches'),
    involuntarySwitches: count('nonvoluntary_ctxt_switches'),
  }
}
