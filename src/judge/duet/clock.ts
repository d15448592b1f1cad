import type { DuetLaunch } from '../../model/duet.ts'
import type { ProcessReading } from './processes.ts'
import type { ClockChoice } from './rule.ts'

/** Which clock a scenario is judged by, and whether it can be trusted. */
export interface ChosenClock {
  readonly clock: 'wall' | 'cpu'
  /** Of each process. */
  readonly readings: readonly ProcessReading[]
  readonly trust: ClockTrust
  /** Share of the wall time in which the thread did not run, 0–1. */
  readonly offCpu: number
}

/**
 * `sound`: wall and CPU time tell the same, or waiting is part of the work. `taken`: the core was taken from a
 * scenario that computes; CPU time holds, as long as wall time does not speak against it. `unexplained`: time passed
 * that no clock can assign.
 */
export type ClockTrust = 'sound' | 'taken' | 'unexplained'

/** An idle event loop for more of the time than this: the scenario waits. */
const WAITS_WHEN_IDLE = 0.015
/** Off its core for more of the time than this, and by its own doing: it waits without the event loop seeing it. */
const BLOCKS_WHEN_OFF_CPU = 0.03
/** Where each iteration blocks, it gives up its core about once; half of that, in case only one side does. */
const SWITCHES_PER_ITERATION = 0.25
/** Off its core for more of the time than this: wall time is far above CPU time. */
const FAR_ABOVE = 0.25

/** Decides from what was measured in all processes together, so that one odd process does not decide. */
export function chooseClock(launches: readonly DuetLaunch[], choice: ClockChoice): ChosenClock {
  const wall = wallReadings(launches)
  const cpu = launches.flatMap(({ cpu: reading, first }) =>
    reading === null ? [] : [{ ...reading, first }],
  )
  const spent = spentBy(launches)
  const offCpu = spent.wallNs > 0 ? Math.max(0, 1 - spent.cpuNs / spent.wallNs) : 0
  const byWall: ChosenClock = { clock: 'wall', readings: wall, trust: 'sound', offCpu }
  if (choice === 'wall' || cpu.length < launches.length) return byWall
  const byCpu: ChosenClock = { clock: 'cpu', readings: cpu, trust: 'sound', offCpu }
  if (choice === 'cpu') return byCpu
  if (waits(spent, offCpu)) return byWall
  if (offCpu <= FAR_ABOVE) return byCpu
  const taken = spent.involuntarySwitches > spent.voluntarySwitches
  return { ...byCpu, trust: taken ? 'taken' : 'unexplained' }
}

/** Of each process, by the wall clock. */
export const wallReadings = (launches: readonly DuetLaunch[]): readonly ProcessReading[] =>
  launches.map(({ wall, first }) => ({ ...wall, first }))

interface Spent {
  readonly wallNs: number
  readonly cpuNs: number
  readonly idleNs: number
  readonly voluntarySwitches: number
  readonly involuntarySwitches: number
  /** Of both sides. */
  readonly iterations: number
}

function spentBy(launches: readonly DuetLaunch[]): Spent {
  const total = (read: (launch: DuetLaunch) => number): number =>
    launches.reduce((sum, launch) => sum + read(launch), 0)
  return {
    wallNs: total(({ spent }) => spent.wallNs),
    cpuNs: total(({ spent }) => spent.cpuNs),
    idleNs: total(({ spent }) => spent.idleNs),
    voluntarySwitches: total(({ spent }) => spent.voluntarySwitches),
    involuntarySwitches: total(({ spent }) => spent.involuntarySwitches),
    iterations: total(({ pairs, batchSize }) => 2 * pairs * batchSize),
  }
}

function waits(spent: Spent, offCpu: number): boolean {
  if (spent.idleNs > WAITS_WHEN_IDLE * spent.wallNs) return true
  return (
    offCpu > BLOCKS_WHEN_OFF_CPU &&
    spent.voluntarySwitches >= SWITCHES_PER_ITERATION * spent.iterations &&
    spent.voluntarySwitches > spent.involuntarySwitches
  )
}
