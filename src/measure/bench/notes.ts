import type { Note } from '../../model/run.ts'
import { detectModes } from '../../stats/index.ts'
import type { LaunchMeasurement } from './launch/protocol.ts'

/** What a reader should know of a scenario's launches. */

/** A synchronous scenario whose wall time exceeds its CPU time by so much waited, or was preempted. */
const WALL_OVER_CPU = 1.2

/** As fast as an empty loop: the compiler may have removed the work. */
const EMPTY_LOOP_NS = 0.6

/** Notes on the launches of one scenario, each code once. */
export function noteLaunches(launches: readonly LaunchMeasurement[]): Note[] {
  const medians = launches.flatMap(({ launch }) => launch.metrics['latency']?.p50 ?? [])
  return [
    ...warmUpNotes(launches),
    ...modesNote(medians),
    ...waitingNote(launches),
    ...emptyLoopNote(medians),
    ...tailNote(launches),
    ...cpuClockNote(launches),
  ]
}

/** What launches noted themselves, with how many of them did. */
function warmUpNotes(launches: readonly LaunchMeasurement[]): Note[] {
  const byCode = Map.groupBy(
    launches.flatMap(({ notes }) => notes),
    ({ code }) => code,
  )
  return [...byCode].map(([code, notes]) => ({
    code,
    message: `in ${notes.length} of ${launches.length} launches: ${notes[0]?.message ?? ''}`,
  }))
}

function modesNote(medians: readonly number[]): Note[] {
  if (medians.length < 3 || medians.some((value) => value <= 0)) return []
  const modes = detectModes(medians)
  if (modes.length < 2) return []
  const described = modes.map(
    ({ centre, share }) => `${Math.round(share * 100)} % near ${showNs(centre)}`,
  )
  return [
    {
      code: 'LAUNCHES_IN_MODES',
      message: `launches fall into distinct modes (${described.join(', ')}): the compiler settles on different code from process to process`,
    },
  ]
}

function waitingNote(launches: readonly LaunchMeasurement[]): Note[] {
  const ratios = launches.flatMap(({ mode, launch }) => {
    const wall = launch.metrics['latency']?.mean
    const cpu = launch.metrics['cpu']?.mean
    return mode === 'sync' && wall !== undefined && cpu !== undefined && cpu > 0 ? [wall / cpu] : []
  })
  const typical = ratios.toSorted((a, b) => a - b)[ratios.length >> 1]
  if (typical === undefined || typical < WALL_OVER_CPU) return []
  return [
    {
      code: 'WALL_EXCEEDS_CPU',
      message: `wall time is ${typical.toFixed(2)} × the CPU time of its thread: it waits, or the machine gave its time to others`,
    },
  ]
}

function emptyLoopNote(medians: readonly number[]): Note[] {
  if (medians.length === 0 || Math.max(...medians) > EMPTY_LOOP_NS) return []
  return [
    {
      code: 'AS_FAST_AS_AN_EMPTY_LOOP',
      message:
        'as fast as an empty loop: the compiler may have removed the work; return a value that depends on it, and vary the input with a feeder',
    },
  ]
}

/** A single timing moves in steps of about 10 ns and costs some 50 ns, give or take as much. */
const BELOW_THE_CLOCK_NS = 50

function tailNote(launches: readonly LaunchMeasurement[]): Note[] {
  const fast = launches.filter(({ launch: { metrics } }) => {
    return metrics['tail'] !== undefined && (metrics['latency']?.p50 ?? 0) < BELOW_THE_CLOCK_NS
  })
  if (fast.length === 0) return []
  return [
    {
      code: 'TAIL_BELOW_THE_CLOCK',
      message:
        'an iteration takes less time than reading the clock: percentiles above p50 are those of the clock as much as of the scenario',
    },
  ]
}

function cpuClockNote(launches: readonly LaunchMeasurement[]): Note[] {
  if (launches.length === 0 || launches.some(({ launch }) => launch.metrics['cpu'] !== undefined))
    return []
  return [
    {
      code: 'CPU_CLOCK_TOO_COARSE',
      message:
        'the CPU clock of this machine moves in steps too coarse to measure with: no CPU time was recorded',
    },
  ]
}

function showNs(value: number): string {
  const units = [
    ['s', 1e9],
    ['ms', 1e6],
    ['µs', 1e3],
  ] as const
  const [unit, size] = units.find(([, least]) => value >= least) ?? ['ns', 1]
  return `${(value / size).toPrecision(3)} ${unit}`
}
