import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Note } from '../../../model/run.ts'
import { median as medianOf, sorted } from '../../../stats/index.ts'
import { batchSizeFor, samplesPerChunk } from './batching.ts'
import type { Driver } from './driver.ts'
import { wallNs } from './timers.ts'

/**
 * Runs a scenario until its time has settled: compilers have tiers, and what is measured before the last one is another
 * program. Steady = the medians of the last {@link WINDOW} chunks and of the {@link WINDOW} before them differ by less
 * than {@link STEADY_WITHIN}.
 */

/** Chunks compared with as many before them. */
const WINDOW = 5

/** Largest relative difference of two windows' medians that counts as steady. */
const STEADY_WITHIN = 0.02

/** Shortest warm-up: V8's optimising compilers work in the background and may deliver late. */
const SHORTEST_NS = 100e6

/** What warming up found. */
export interface WarmUp {
  /** Typical time of one iteration in the last window, in ns. */
  readonly iterationNs: number
  readonly tookNs: number
  readonly notes: readonly Note[]
}

/** @param capNs longest warm-up; at least one chunk is run whatever it says. */
export async function warmUp(driver: Driver, iterationNs: number, capNs: number): Promise<WarmUp> {
  const begin = wallNs()
  const chunkMedians: number[] = []
  let estimate = iterationNs
  let iterations = 0
  for (;;) {
    const batchSize = batchSizeFor(estimate, driver.stages.used)
    const chunk = { samples: Math.ceil(samplesPerChunk(estimate, batchSize) / 2), batchSize }
    const samples: number[] = []
    await driver.take(chunk, (sample) => samples.push(sample))
    chunkMedians.push(median(samples))
    iterations += samples.length * batchSize
    estimate = median(chunkMedians.slice(-WINDOW))
    await nextTurn()
    const tookNs = wallNs() - begin
    if (tookNs >= SHORTEST_NS && isSteady(chunkMedians))
      return { iterationNs: estimate, tookNs, notes: [] }
    if (tookNs >= capNs)
      return {
        iterationNs: estimate,
        tookNs,
        notes: [isTooShort(chunkMedians) ? tooShort(iterations, tookNs) : unsettled(tookNs)],
      }
  }
}

function isSteady(chunkMedians: readonly number[]): boolean {
  if (isTooShort(chunkMedians)) return false
  const last = median(chunkMedians.slice(-WINDOW))
  const before = median(chunkMedians.slice(-2 * WINDOW, -WINDOW))
  return Math.abs(last - before) <= STEADY_WITHIN * before
}

const isTooShort = (chunkMedians: readonly number[]): boolean => chunkMedians.length < 2 * WINDOW

function tooShort(iterations: number, tookNs: number): Note {
  return {
    code: 'WARM_UP_SHORT',
    message: `a warm-up of ${Math.round(tookNs / 1e6)} ms (${iterations} iterations) is too short to tell whether it was warm (a longer --warm-up helps)`,
  }
}

function unsettled(tookNs: number): Note {
  return {
    code: 'WARM_UP_NEVER_SETTLED',
    message: `still changing by more than ${STEADY_WITHIN * 100} % after ${Math.round(tookNs / 1e6)} ms of warm-up: the numbers mix different states of the program`,
  }
}

const median = (values: readonly number[]): number => medianOf(sorted(values))
