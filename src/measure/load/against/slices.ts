import type { Random } from '../../../kernel/random.ts'
import type { Side } from '../../../model/duet.ts'
import type { LoadPhase, LoadSchedule, PhasedSchedule } from '../../../model/load.ts'
import { scheduleDurationMs } from '../schedule/describe.ts'

/**
 * One load for two sides, in short slices: each slice of the schedule is played twice, once for each side, in random
 * order. A side's own schedule stands still while the other's slice is played, so that both get the same arrivals, to
 * the last one, and meet the same machine.
 *
 *   asked      | 1 | 2 | 3 |
 *   current    | 1     2         3 |
 *   baseline   |    1      2  3    |
 */

/** One slice, as both sides get it. */
export interface SlicePair {
  /** Which side gets it first. */
  readonly first: Side
  /** Of the schedule that was asked for. */
  readonly fromMs: number
  /** From the start of the run. */
  readonly startMs: Readonly<Record<Side, number>>
  readonly durationMs: number
  /** Whether it counts. */
  readonly steady: boolean
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

/** Cuts a load into slices for two sides; the last one may be shorter. */
export function sliceLoad(
  { schedule, phases }: PhasedSchedule,
  { sliceMs, random }: SliceOptions,
): SlicedLoad {
  const totalMs = scheduleDurationMs(schedule)
  const pairs = Array.from({ length: Math.ceil(totalMs / sliceMs) }, (_, index): SlicePair => {
    const fromMs = index * sliceMs
    const durationMs = Math.min(sliceMs, totalMs - fromMs)
    const first: Side = random.below(2) === 0 ? 'current' : 'baseline'
    const later = 2 * fromMs + durationMs
    return {
      first,
      fromMs,
      startMs: {
        current: first === 'current' ? 2 * fromMs : later,
        baseline: first === 'baseline' ? 2 * fromMs : later,
      },
      durationMs,
      steady: isSteady(phases, fromMs, durationMs),
    }
  })
  const of = (side: Side): PhasedSchedule => ({
    schedule: scheduleOf(schedule, pairs, side),
    phases: phasesOf(pairs, side),
  })
  return { schedules: { current: of('current'), baseline: of('baseline') }, pairs }
}

/** Without any steady phase, everything is steady. */
function isSteady(phases: readonly LoadPhase[], fromMs: number, durationMs: number): boolean {
  const steady = phases.filter((phase) => phase.steady)
  if (steady.length === 0) return true
  const toMs = fromMs + durationMs
  return steady.some((phase) => phase.startMs <= fromMs && toMs <= phase.startMs + phase.durationMs)
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
  return pairs.flatMap(({ first, fromMs, durationMs }) => {
    const own = cut(lines, fromMs, fromMs + durationMs)
    const still: Line = { durationMs, from: 0, to: 0 }
    return first === side ? [...own, still] : [still, ...own]
  })
}

/** The part of a sequence of lines between two times. */
function cut(lines: readonly Line[], fromMs: number, toMs: number): readonly Line[] {
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

/** The end of a replay is its last arrival, which belongs to the last slice. */
function replayed(
  arrivalsMs: readonly number[],
  pairs: readonly SlicePair[],
  side: Side,
): readonly number[] {
  return pairs.flatMap(({ fromMs, startMs, durationMs }, index) => {
    const toMs = index === pairs.length - 1 ? Number.POSITIVE_INFINITY : fromMs + durationMs
    return arrivalsMs
      .filter((atMs) => atMs >= fromMs && atMs < toMs)
      .map((atMs) => startMs[side] + (atMs - fromMs))
  })
}
