import type { DuetLaunch, Side } from '../../../model/duet.ts'
import { createHistogram, type Histogram } from '../../../stats/index.ts'
import { readClock, type SamplePair } from '../../bench/duet/readings.ts'
import type { SlicePair } from './slices.ts'

/** What two instances said of themselves, slice by slice, as a duet's process says it: a ratio of paired times. */

/** What was measured in one window of one side. */
export interface SideWindow {
  /** From the start of the run. */
  readonly startMs: number
  readonly latency: Histogram | undefined
  /** By name. */
  readonly stages: ReadonlyMap<string, Histogram>
}

/** What of a slice's distribution is compared. */
export type SliceStatistic = 'p50' | 'p95'

/** Fewest iterations of a slice that its statistic is read from. */
const FEWEST: Readonly<Record<SliceStatistic, number>> = { p50: 5, p95: 20 }

/** Collects the windows of one round, in which each side has instances of its own. */
export class Slices {
  readonly #pairs: readonly SlicePair[]
  readonly #readings: Readonly<Record<Side, Map<SlicePair, SliceReading>>> = {
    current: new Map(),
    baseline: new Map(),
  }

  constructor(pairs: readonly SlicePair[]) {
    this.#pairs = pairs
  }

  /** A side's iterations that end after its slice, while the other has its turn, are of that slice. */
  add(side: Side, { startMs, latency, stages }: SideWindow): void {
    const pair = this.#pairs.findLast((one) => one.startMs[side] <= startMs)
    if (pair?.steady !== true || latency === undefined) return
    const reading = this.#readings[side].get(pair) ?? emptyReading()
    this.#readings[side].set(pair, reading)
    reading.latency.add(latency)
    for (const [name, histogram] of stages) {
      const stage = reading.stages.get(name) ?? createHistogram()
      reading.stages.set(name, stage)
      stage.add(histogram)
    }
  }

  /** The round as a process of a duet; `undefined` when no slice has enough of both sides. */
  launch(
    statistic: SliceStatistic,
    place: Pick<DuetLaunch, 'launch' | 'first'>,
  ): DuetLaunch | undefined {
    const pairs = this.#paired(statistic)
    const timeOf = ({ latency }: SliceReading): number => latency.quantile(SHARE[statistic])
    const wall = readClock(pairs, timeOf)
    if (wall === null) return undefined
    return {
      ...place,
      pairs: pairs.length,
      batchSize: 1,
      wall,
      cpu: null,
      spent: NOTHING_READ,
      stages: stageNames(pairs).map((name) => ({
        name,
        wall: readClock(pairs, ({ stages }) => stages.get(name)?.quantile(SHARE[statistic])),
      })),
    }
  }

  #paired(statistic: SliceStatistic): readonly SamplePair<SliceReading>[] {
    return this.#pairs.flatMap((pair) => {
      const current = this.#readings.current.get(pair)
      const baseline = this.#readings.baseline.get(pair)
      if (current === undefined || baseline === undefined) return []
      const fewest = Math.min(current.latency.count, baseline.latency.count)
      return fewest < FEWEST[statistic] ? [] : [{ current, baseline }]
    })
  }
}

interface SliceReading {
  readonly latency: Histogram
  readonly stages: Map<string, Histogram>
}

const emptyReading = (): SliceReading => ({ latency: createHistogram(), stages: new Map() })

const SHARE: Readonly<Record<SliceStatistic, number>> = { p50: 0.5, p95: 0.95 }

/** What a process of its own could say of itself: here the generator runs both sides, and it is not what is judged. */
const NOTHING_READ: DuetLaunch['spent'] = {
  wallNs: 0,
  cpuNs: 0,
  idleNs: 0,
  voluntarySwitches: 0,
  involuntarySwitches: 0,
}

const stageNames = (pairs: readonly SamplePair<SliceReading>[]): readonly string[] => [
  ...new Set(
    pairs.flatMap(({ current, baseline }) => [...current.stages.keys(), ...baseline.stages.keys()]),
  ),
]
