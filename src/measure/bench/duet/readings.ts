import type { ClockReading, DuetStage } from '../../../model/duet.ts'
import { MAD_TO_STDDEV, mad, median, sorted } from '../../../stats/index.ts'
import type { StageTime } from '../engine/driver.ts'

/** What one sample of one side took, per iteration. */
export interface DuetSample {
  readonly wallNs: number
  /** Of this thread. */
  readonly cpuNs: number
  /** Summed over the sample's iterations. */
  readonly stages: readonly StageTime[]
}

/** One sample of each side, taken one right after the other. */
export interface SamplePair<S = DuetSample> {
  readonly current: S
  readonly baseline: S
}

/** Standard deviation of a median ÷ that of a mean, for normal values: √(π/2). */
const MEDIAN_TO_MEAN = Math.sqrt(Math.PI / 2)

/**
 * What a clock says of all pairs: the median of their ratios (EVIDENCE: on identical code its error is 2/3 of that of a
 * ratio of medians, half of that of minima). `null` when a clock that stood still leaves no ratio.
 */
export function readClock<S>(
  pairs: readonly SamplePair<S>[],
  read: (sample: S) => number | undefined,
): ClockReading | null {
  const times = pairs.flatMap(({ current, baseline }): readonly (readonly [number, number])[] => {
    const [now, before] = [read(current) ?? 0, read(baseline) ?? 0]
    return now > 0 && before > 0 ? [[now, before]] : []
  })
  // A clock that often stands still within a sample is too coarse for it.
  if (times.length === 0 || times.length < pairs.length / 2) return null
  const logs = sorted(times.map(([now, before]) => Math.log(now / before)))
  return {
    ratio: Math.exp(median(logs)),
    logStandardError: (MEDIAN_TO_MEAN * MAD_TO_STDDEV * mad(logs)) / Math.sqrt(logs.length),
    currentNs: median(sorted(times.map(([now]) => now))),
    baselineNs: median(sorted(times.map(([, before]) => before))),
  }
}

/** Each stage that either side has, in order of first appearance. Times are per iteration. */
export function readStages(pairs: readonly SamplePair[], batchSize: number): readonly DuetStage[] {
  const names = new Set(
    pairs.flatMap(({ current, baseline }) =>
      [...current.stages, ...baseline.stages].map(({ name }) => name),
    ),
  )
  return [...names].map((name) => {
    const timeOf = ({ stages }: DuetSample): number | undefined => {
      const stage = stages.find((each) => each.name === name)
      return stage === undefined ? undefined : stage.latencyNs / batchSize
    }
    return { name, wall: readClock(pairs, timeOf) }
  })
}
