import type { DuetEvidence, DuetLaunch, Side } from '../../../model/duet.ts'
import type { PhasedSchedule } from '../../../model/load.ts'
import type { Calibration, LoadResult } from '../../../model/run.ts'
import { createRandom } from '../../../kernel/random.ts'
import { recordedSchedule } from '../engine/load-result.ts'
import type { LoadLane, LoadPlan } from '../engine/plan.ts'
import { type LaneEvent, type LoadOptions, measureLoad } from '../measure-load.ts'
import { scheduleDurationMs } from '../schedule/describe.ts'
import { failureIn } from './failure.ts'
import { type SliceStatistic, Slices } from './evidence.ts'
import { sliceLoad } from './slices.ts'

/** One round of a load against another revision: fresh instances of both sides, and the same load for each in turn. */

/** What a round does. */
export interface RoundPlan {
  /** 0-based. */
  readonly round: number
  /** Which side's instances were started first. */
  readonly first: Side
  /** What both sides get. */
  readonly phased: PhasedSchedule
  readonly sliceMs: number
  /** What each side is asked by; their schedules and phases are replaced. */
  readonly lanes: Readonly<Record<Side, LoadLane>>
  readonly common: Omit<LoadPlan, 'lanes'>
}

/** What a round measured. */
export interface LoadRound {
  /** As processes of a duet, by what is compared; `undefined` when too little was answered. */
  readonly launches: Readonly<Record<SliceStatistic, DuetLaunch | undefined>>
  /** Each side by itself. */
  readonly results: Readonly<Record<Side, LoadResult>>
  readonly failure: DuetEvidence['failure']
  /** Why nothing can be said, in words. */
  readonly obstacle: string | undefined
  readonly aborted: boolean
  readonly calibrations: readonly Calibration[]
}

/** Both sides share arrivals and inputs: the same requests, to the last one. */
const STREAM = 'both sides'

/** Carries out one round; the instances are the caller's. @throws PlimsollError as `measureLoad` does */
export async function measureRound(plan: RoundPlan, options: LoadOptions): Promise<LoadRound> {
  const { common, phased, sliceMs, round } = plan
  const random = createRandom(common.seed).split(`round/${round}`)
  const { schedules, pairs } = sliceLoad(phased, { sliceMs, random })
  const slices = new Slices(pairs)
  const sides: readonly [Side, Side] =
    plan.first === 'current' ? ['current', 'baseline'] : ['baseline', 'current']
  const laneOf = (side: Side): LoadLane => ({
    ...plan.lanes[side],
    ...schedules[side],
    stream: STREAM,
  })
  const { results, aborted, calibrations } = await measureLoad(
    { ...common, seed: random.seed, lanes: sides.map(laneOf) },
    {
      ...options,
      onEvent: (event) => {
        options.onEvent?.(event)
        if (event.kind !== 'window') return
        for (const [place, side] of sides.entries()) collect(slices, side, event.lanes[place])
      },
    },
  )
  const bySide = resultsBySide(
    results.map((result) => asAsked(result, phased)),
    sides,
  )
  const place = { launch: round, first: plan.first }
  return {
    launches: { p50: slices.launch('p50', place), p95: slices.launch('p95', place) },
    results: bySide,
    // Who has not yet answered when it is interrupted has not failed.
    failure: aborted ? undefined : failureIn(bySide),
    obstacle: obstacleIn(bySide),
    aborted,
    calibrations,
  }
}

function collect(slices: Slices, side: Side, lane: LaneEvent | undefined): void {
  if (lane === undefined) return
  const { startMs, tally } = lane.merged
  const stages = new Map([...tally.stages].map(([name, { histogram }]) => [name, histogram]))
  slices.add(side, { startMs, latency: tally.histograms.get('latency'), stages })
}

/**
 * Says what was asked for, and not how this round cut it: so that rounds can be put together. The time axis is the
 * round's, with the turns of the other side in it, and goes.
 */
function asAsked(result: LoadResult, { schedule, phases }: PhasedSchedule): LoadResult {
  const profile = {
    ...result.profile,
    schedule: recordedSchedule(schedule),
    phases,
    timeMs: scheduleDurationMs(schedule),
  }
  return { ...result, profile, timeline: [] }
}

function resultsBySide(
  [one, other]: readonly LoadResult[],
  [first]: readonly [Side, Side],
): Readonly<Record<Side, LoadResult>> {
  if (one === undefined || other === undefined) throw new RangeError('a side has no result')
  return first === 'current' ? { current: one, baseline: other } : { current: other, baseline: one }
}

/**
 * More late starts than this, and a round says too little. Both sides have them alike: they take no side, but a change
 * would be lost among them. (What a single run is judged by, 1 %, is for its 99th percentile.)
 */
const MOST_LATE = 0.2

function obstacleIn(results: Readonly<Record<Side, LoadResult>>): string | undefined {
  const { current, baseline } = results
  const isLate = ({ counts }: LoadResult): boolean => counts.late > MOST_LATE * counts.scheduled
  return [current, baseline].find(isLate)?.health.notes[0]
}
