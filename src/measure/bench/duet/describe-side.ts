import type { Side } from '../../../model/duet.ts'
import { calibrate } from '../engine/calibration.ts'
import { describeLaunch } from '../engine/describe-launch.ts'
import type { RecordedStage } from '../engine/stages.ts'
import type { LaunchMeasurement } from '../launch/protocol.ts'
import type { Player } from './player.ts'
import type { DuetSample, SamplePair } from './readings.ts'

/** What the pairs were taken with. */
export interface PairsPlan {
  readonly timeNs: number
  readonly warmUpNs: number
  readonly batchSize: number
  /** Of both sides together. */
  readonly eventLoopUtilization: number
}

/**
 * One side's samples as a launch, so that a duet leaves runs like any other. Collections and heap are shared by the two
 * sides, so neither side is charged with them.
 */
export function describeSide(
  player: Player,
  pairs: readonly SamplePair[],
  plan: PairsPlan,
): LaunchMeasurement {
  const { driver, side } = player
  const { batchSize, timeNs, warmUpNs } = plan
  const wall = timesOf(pairs, side, ({ wallNs }) => wallNs)
  const iterationNs = wall.toSorted()[wall.length >> 1] ?? 0
  const iterations = pairs.length * batchSize
  return describeLaunch({
    mode: driver.isAsync ? 'async' : 'sync',
    plan: { iterationNs, batchSize, timeNs },
    main: {
      wall,
      cpu: timesOf(pairs, side, ({ cpuNs }) => cpuNs),
      heap: new Float64Array(),
      iterations,
      eventLoopUtilization: plan.eventLoopUtilization,
      notes: [],
    },
    tail: new Float64Array(),
    collections: { count: 0, ms: 0 },
    warm: { iterationNs, tookNs: warmUpNs, notes: [] },
    stages: driver.stages.recorded().map((stage) => perIteration(stage, batchSize)),
    own: driver.own.recorded(),
    slowest: driver.slowest,
    calibration: calibrate(),
  })
}

const timesOf = (
  pairs: readonly SamplePair[],
  side: Side,
  read: (sample: DuetSample) => number,
): Float64Array => Float64Array.from(pairs, (pair) => read(pair[side]))

/** A sample has several iterations, and a stage was summed over them. */
const perIteration = (stage: RecordedStage, batchSize: number): RecordedStage => ({
  ...stage,
  samples: stage.samples.map((sample) => sample / batchSize),
})
