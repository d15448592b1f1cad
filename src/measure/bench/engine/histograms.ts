import type { Unit } from '../../../model/run.ts'
import { createHistogram, type Histogram } from '../../../stats/index.ts'

/** Steps of the histograms of benchmarks: 1 ps in a metric of ns, so that 0.31 ns is not 0. */
const THOUSANDTH = 0.001

/** Counts are averages over a batch: a power of two keeps whole numbers exact. */
const PART_OF_A_COUNT = 1 / 1024

/** An empty histogram for a metric of this unit. */
export function histogramFor(unit: Unit): Histogram {
  return createHistogram({ ratio: unit === 'count' ? PART_OF_A_COUNT : THOUSANDTH })
}
