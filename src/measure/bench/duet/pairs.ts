import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Random } from '../../../kernel/random.ts'
import type { Side } from '../../../model/duet.ts'
import { median, sorted } from '../../../stats/index.ts'
import { iterationsIn } from '../engine/batching.ts'
import { wallNs } from '../engine/timers.ts'
import type { Player } from './player.ts'
import { readClock, type SamplePair } from './readings.ts'

/**
 * Samples of both sides, alternated:
 *
 *   warm-up    b c · c b · …            until both have run for a while
 *   pairs      b c · b c · c b · …      one sample of each side a pair, in random order: the second of two costs
 *                                       up to 8 % more, so that a fixed order would be a bias
 */

/** The two sides of a duet. */
export type Players = Readonly<Record<Side, Player>>

/** A sample's length: readings of the CPU clock (2 µs) are 0.4 % of it, and a process gets hundreds of pairs. */
const SAMPLE_NS = 500_000

/** Fewest pairs, unless the scenario is so slow that they take {@link PATIENCE} × the time. */
const FEWEST_PAIRS = 10

/** More would only describe this process better, and it is the processes that differ. */
const MOST_PAIRS = 20_000

/** A step may take so many times its time, to get its fewest samples. */
const PATIENCE = 4

/** Time after which the event loop gets a turn. */
const TURN_NS = 10e6

/** Warm-up samples that the batch is made from. */
const LAST_SAMPLES = 9

/** How to warm up. */
export interface WarmUpPlan {
  readonly capNs: number
  readonly random: Random
  /** In the order in which they were loaded. */
  readonly sides: readonly [Side, Side]
}

/** Runs both sides alternately. @returns the iterations a sample should have */
export async function warmUpBoth(
  players: Players,
  { capNs, random, sides }: WarmUpPlan,
): Promise<number> {
  const estimates = [await players[sides[0]].estimate(), await players[sides[1]].estimate()]
  let batchSize = batchFor(Math.max(...estimates))
  const begin = wallNs()
  const times: number[] = []
  await alternate(players, {
    random,
    batchSize: () => batchSize,
    isEnough: (pair, taken) => {
      times.push(Math.max(pair.current.wallNs, pair.baseline.wallNs))
      batchSize = batchFor(median(sorted(times.slice(-LAST_SAMPLES))))
      return wallNs() - begin >= capNs && taken > 0
    },
  })
  return batchSize
}

/** Pairs that scatter so much that their median is this unsure (of ln ratio) are joined by more. */
const UNSURE = 0.004

/** But no longer than so many times the measured time. */
const LONGEST = 3

/** Pairs between two looks at how sure they are. */
const LOOK_EVERY = 10

/** Takes pairs for `timeNs` of measured time, or up to {@link LONGEST} × as long where they scatter. */
export async function takePairs(
  players: Players,
  plan: { readonly timeNs: number; readonly batchSize: number; readonly random: Random },
): Promise<readonly SamplePair[]> {
  const { timeNs, batchSize, random } = plan
  const pairs: SamplePair[] = []
  const begin = wallNs()
  let measuredNs = 0
  let isSure = false
  await alternate(players, {
    random,
    batchSize: () => batchSize,
    isEnough: (pair, taken) => {
      pairs.push(pair)
      measuredNs += (pair.current.wallNs + pair.baseline.wallNs) * batchSize
      const isLate = wallNs() - begin >= PATIENCE * timeNs
      if (isLate || taken >= MOST_PAIRS || measuredNs >= LONGEST * timeNs) return true
      if (measuredNs < timeNs || taken < FEWEST_PAIRS) return false
      if (!isSure && taken % LOOK_EVERY === 0) isSure = errorOf(pairs) <= UNSURE
      return isSure
    },
  })
  return pairs
}

/** By the better of the two clocks. */
function errorOf(pairs: readonly SamplePair[]): number {
  const errors = [
    readClock(pairs, ({ wallNs: time }) => time),
    readClock(pairs, ({ cpuNs }) => cpuNs),
  ].flatMap((reading) => reading?.logStandardError ?? [])
  return Math.min(...errors)
}

interface Alternation {
  readonly random: Random
  readonly batchSize: () => number
  /** Gets each pair, and how many there are with it. */
  readonly isEnough: (pair: SamplePair, taken: number) => boolean
}

async function alternate({ current, baseline }: Players, plan: Alternation): Promise<void> {
  let turnAt = wallNs() + TURN_NS
  for (let taken = 1; ; taken++) {
    const batchSize = plan.batchSize()
    const pair =
      plan.random.below(2) === 0
        ? { current: await current.sample(batchSize), baseline: await baseline.sample(batchSize) }
        : swapped(await baseline.sample(batchSize), await current.sample(batchSize))
    if (plan.isEnough(pair, taken)) return
    if (wallNs() < turnAt) continue
    await nextTurn()
    turnAt = wallNs() + TURN_NS
  }
}

const swapped = (baseline: SamplePair['baseline'], current: SamplePair['current']): SamplePair => ({
  current,
  baseline,
})

const batchFor = (iterationNs: number): number => Math.max(1, iterationsIn(SAMPLE_NS, iterationNs))
