import type { Driver } from './driver.ts'

/**
 * How many iterations make a sample. Timing a single call costs 50–70 ns in steps of about 10 ns, so what is faster than
 * {@link UNBATCHED_ABOVE_NS} is timed in batches long enough for that to vanish.
 */

/** From here on a single iteration is a sample: the clock's cost is below 0.4 % of it. */
export const UNBATCHED_ABOVE_NS = 20_000

/** Length of a batch: the clock's cost is below 0.1 %, and a launch still gets thousands of samples. */
const BATCH_NS = 100_000

/** Length of a chunk of samples, after which the event loop gets a turn. */
const CHUNK_NS = 10e6

/** Longest batch, in iterations; keeps the counter a small integer. */
const LARGEST_BATCH = 2 ** 28

/** The time of one iteration in ns, found by doubling the batch until it takes long enough to be read. */
export async function estimateIterationNs(driver: Driver): Promise<number> {
  let batchSize = 1
  for (;;) {
    let perIterationNs = 0
    await driver.take({ samples: 1, batchSize }, (sample) => {
      perIterationNs = sample
    })
    const elapsedNs = perIterationNs * batchSize
    if (elapsedNs >= BATCH_NS || batchSize >= LARGEST_BATCH) return perIterationNs
    batchSize *= elapsedNs < BATCH_NS / 16 ? 8 : 2
  }
}

/** The batch for an iteration that takes so long; 1 when stages need each iteration apart. */
export function batchSizeFor(iterationNs: number, hasStages: boolean): number {
  if (hasStages || iterationNs >= UNBATCHED_ABOVE_NS) return 1
  return Math.max(2, iterationsIn(BATCH_NS, iterationNs))
}

/** How many iterations come nearest to such a length, up to the largest batch. */
export function iterationsIn(lengthNs: number, iterationNs: number): number {
  return Math.min(LARGEST_BATCH, Math.round(lengthNs / Math.max(iterationNs, 1e-3)))
}

/** How many samples of this batch fill a chunk. */
export function samplesPerChunk(iterationNs: number, batchSize: number): number {
  return Math.max(1, Math.min(4096, Math.round(CHUNK_NS / (iterationNs * batchSize + 100))))
}
