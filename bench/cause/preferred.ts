import { writeFileSync } from 'node:fs'
import { readChildren } from '../../src/measure/target/resources/proc.ts'

/** As `nice` has it; −20 to 19. */
const NICENESS = '-15'

/**
 * Has Linux prefer a process and all that it started to those of others, so that a machine which others use is not what is
 * measured. Beside each other they are as they were. Only root may; else nothing happens. A session is a group of its own to
 * the scheduler (sched(7), autogroup), so that `nice` alone says nothing about others.
 */
export function prefer(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, NICENESS)
  } catch {
    // Not allowed, no such groups, or gone.
  }
  for (const child of readChildren(pid)) prefer(child)
}
