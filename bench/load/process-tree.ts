import { readChildren, readStat } from '../../src/measure/target/resources/proc.ts'
import { TICK_MS } from '../../src/measure/target/resources/proc-text.ts'

/** A process and all that it started and that still runs. Linux only. */
export function treeOf(root: number): readonly number[] {
  return [root, ...readChildren(root).flatMap(treeOf)]
}

/** CPU time of all of them so far, user and system; of what has ended, too, if it was waited for. */
export function cpuSecondsOf(root: number): number {
  const ticks = treeOf(root).map((pid) => readStat(pid)?.cpuTicks ?? 0)
  return (ticks.reduce((sum, each) => sum + each, 0) * TICK_MS) / 1000
}
