import type { Random } from '../../../kernel/random.ts'
import type { Side } from '../../../model/duet.ts'
import type { LoadPhase, LoadSchedule, PhasedSchedule } from '../../../model/load.ts'
import { WINDOW_MS } from '../engine/parts.ts'
import { scheduleDurationMs } from '../schedule/describe.ts'

/**
 * One load for two sides, in short slices: each slice of the schedule is played twice, once for each side, in random
 * order. A side's own schedule stands still while the other's slice is played, so that both get the same arrivals, to
 * the last one, and meet the same machine. A slice begins with a window of the record, and where the load becomes steady,
 * or ceases to be: what a window holds is of one slice, and what counts of one kind.
 *
 *   asked      | 1 | 2 | 3 |
 *   current    | 1     2         3 |
 *   baseline   |    1      2  3    |
 */

/** One slice, as both sides get it. */
export interface SlicePair {
  /** Which side gets it first. */
  readonly first: Side
  /** What it plays of the schedule that was asked for. */
  readonly asked: Stretch
  /** From the start of the run. */
  readonly startMs: Readonly<Record<Side, number>>
  /** Of a side's turn: whole windows, in which nothing is asked any more when the slice is over. */
  readonly durationMs: number
  /** Whether it counts. */
  readonly steady: boolean
}

/** A part of a schedule. */
interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

/** A load in slices. */
export interface SlicedLoad {
  readonly schedules: Readonly<Record<Side, PhasedSchedule>>
  readonly pairs: readonly SlicePair[]
}

/** How to cut. */
export interface SliceOptions {
  readonly sliceMs: number
  readonly random: Random
}

/** What a side's schedule is called while the other side has its turn. */
const TURN_OF_THE_OTHER = 'other side'

/** Cuts a load into slices for two sides; the last one of what is steady, or is not, may be shorter. */
export function sliceLoad(
  { schedule, phases }: PhasedSchedule,
  { sliceMs, random }: SliceOptions,
): SlicedLoad {
  let endMs = 0
  const pairs = slicesOf(phases, scheduleDurationMs(schedule), sliceMs).map((asked): SlicePair => {
    const first: Side = random.below(2) === 0 ? 'current' : 'baseline'
    const durationMs = wholeWindowsMs(asked)
    const [sooner, later] = [endMs, endMs + durationMs]
    endMs = later + durationMs
    return {
      first,
      asked,
      startMs: {
        current: first === 'current' ? sooner : later,
        baseline: first === 'baseline' ? sooner : later,
      },
      durationMs,
      steady: isSteady(phases, asked),
    }
  })
  const of = (side: Side): PhasedSchedule => ({
    schedule: scheduleOf(schedule, pairs, side),
    phases: phasesOf(pairs, side),
  })
  return { schedules: { current: of('current'), baseline: of('baseline') }, pairs }
}

function slicesOf(
  phases: readonly LoadPhase[],
  totalMs: number,
  sliceMs: number,
): readonly Stretch[] {
  const changes = phases
    .filter(({ steady }, index) => steady !== phases[index - 1]?.steady)
    .map(({ startMs }) => startMs)
    .filter((atMs) => atMs > 0 && atMs < totalMs)
  const ends = [...changes, totalMs]
  return [0, ...changes].flatMap((startMs, index) => {
    const endMs = ends[index] ?? totalMs
    return Array.from({ length: Math.ceil((endMs - startMs) / sliceMs) }, (_, place): Stretch => {
      const fromMs = startMs + place * sliceMs
      return { fromMs, toMs: Math.min(fromMs + sliceMs, endMs) }
    })
  })
}

/** Less of a window than this is nothing but rounding. */
const ROUNDING = 1e-6

const wholeWindowsMs = ({ fromMs, toMs }: Stretch): number =>
  WINDOW_MS * Math.max(1, Math.ceil((toMs - fromMs) / WINDOW_MS - ROUNDING))

/** Without any steady phase, everything is steady. */
function isSteady(phases: readonly LoadPhase[], { fromMs }: Stretch): boolean {
  const steady = phases.filter((phase) => phase.steady)
  if (steady.length === 0) return true
  return steady.some(
    ({ startMs, durationMs }) => startMs <= fromMs && fromMs < startMs + durationMs,
  )
}

function phasesOf(pairs: readonly SlicePair[], side: Side): readonly LoadPhase[] {
  return pairs.flatMap(({ first, startMs, durationMs, steady }, index): readonly LoadPhase[] => {
    const other = side === 'current' ? 'baseline' : 'current'
    const own = { name: `slice ${index + 1}`, startMs: startMs[side], durationMs, steady }
    const pause = { name: TURN_OF_THE_OTHER, startMs: startMs[other], durationMs, steady: false }
    return first === side ? [own, pause] : [pause, own]
  })
}

function scheduleOf(schedule: LoadSchedule, pairs: readonly SlicePair[], side: Side): LoadSchedule {
  switch (schedule.kind) {
    case 'open': {
      const lines = schedule.stages.map(({ durationMs, fromPerSecond: from, toPerSecond: to }) => {
        return { durationMs, from, to }
      })
      const stages = inTurns(lines, pairs, side).map(({ durationMs, from, to }) => {
        return { durationMs, fromPerSecond: from, toPerSecond: to }
      })
      return { ...schedule, stages }
    }
    case 'closed': {
      const lines = schedule.stages.map(({ durationMs, fromUsers: from, toUsers: to }) => {
        return { durationMs, from, to }
      })
      const stages = inTurns(lines, pairs, side).map(({ durationMs, from, to }) => {
        return { durationMs, fromUsers: from, toUsers: to }
      })
      return { ...schedule, stages }
    }
    case 'replay':
      return { ...schedule, arrivalsMs: replayed(schedule.arrivalsMs, pairs, side) }
  }
}

/** A stretch in which a rate, or a number of users, goes in a straight line. */
interface Line {
  readonly durationMs: number
  readonly from: number
  readonly to: number
}

/** The side's own slices, with nothing while the other has its turn. */
function inTurns(lines: readonly Line[], pairs: readonly SlicePair[], side: Side): readonly Line[] {
  return pairs.flatMap(({ first, asked, durationMs }) => {
    const own = [...cut(lines, asked), ...stillFor(durationMs - (asked.toMs - asked.fromMs))]
    const other = stillFor(durationMs)
    return first === side ? [...own, ...other] : [...other, ...own]
  })
}

const stillFor = (durationMs: number): readonly Line[] =>
  durationMs > 0 ? [{ durationMs, from: 0, to: 0 }] : []

/** The part of a sequence of lines between two times. */
function cut(lines: readonly Line[], { fromMs, toMs }: Stretch): readonly Line[] {
  let endMs = 0
  return lines.flatMap((line): readonly Line[] => {
    const startMs = endMs
    endMs += line.durationMs
    const begin = Math.max(fromMs, startMs)
    const end = Math.min(toMs, endMs)
    if (end <= begin) return []
    const [from, to] = [levelAt(line, begin - startMs), levelAt(line, end - startMs)]
    return [{ durationMs: end - begin, from, to }]
  })
}

const levelAt = ({ durationMs, from, to }: Line, atMs: number): number =>
  from + ((to - from) * atMs) / durationMs

/** In one pass over both, which ascend: recordings are long. The end of a replay is its last arrival, of the last slice. */
function replayed(
  arrivalsMs: readonly number[],
  pairs: readonly SlicePair[],
  side: Side,
): readonly number[] {
  let place = 0
  return arrivalsMs.flatMap((atMs) => {
    while (place < pairs.length - 1 && atMs >= (pairs[place]?.asked.toMs ?? 0)) place++
    const pair = pairs[place]
    return pair === undefined ? [] : [pair.startMs[side] + (atMs - pair.asked.fromMs)]
  })
}
