import type { Means } from '../means.ts'
import { extraMeanMs, type Question, ramp, rise, type Search, sourceSuspect } from '../suspect.ts'
import type { Watched } from '../watched.ts'
import { numberText, percentText, versus } from '../words.ts'

/**
 * CPU time: too little of it, or too much to do. Both make a process wait for a CPU; only work makes it use more of one.
 */

/** Iterations that queue behind one which waits for a CPU wait as well. */
const QUEUED_BEHIND = 3
/** Running or waiting to run between these shares of the time, a thread goes from having time to having none. */
const WANTED_FROM = 0.5
const WANTED_TO = 0.8

/** Of the waiting: between these shares it goes from being the process's own doing to being that of others. */
const SOME_BY_OTHERS = 0.3
const MOST_BY_OTHERS = 0.8
/** CPU time is counted in ticks of 10 ms: less than this is not known. */
const LEAST_CORES = 0.01

/** Cores between which a single thread goes from having time to having none. */
const BUSY_FROM = 0.75
const BUSY_TO = 0.95
const BUSIER_BY = 0.15

/** Others have taken the CPU: the service waits for one, and its own work does not account for that. */
export const cpuStarvation: Search = (question) =>
  question.sources.flatMap(
    (watched) =>
      sourceSuspect(watched, ['cpuWaitShare', 'cpuCores'], {
        mechanism: 'cpu-starvation',
        words: `${watched.source} starved of CPU by others`,
        share: ([waits, cores]) => starving(waits, cores, question),
        evidence: ([waits, cores]) =>
          `${watched.source} waited for a CPU ${versus(waits, percentText)} of the time${using(watched, cores)}`,
      }) ?? [],
  )

const using = ({ series }: Watched, cores: Means | undefined): string =>
  series.has('cpuCores') ? `, and used ${versus(cores, numberText)} cores itself` : ''

function starving(waits: Means | undefined, cores: Means | undefined, question: Question): number {
  const waiting = rise(waits)
  if (waiting === 0) return 0
  const perIterationMs = (waiting * 1000) / Math.max(question.judged.perSecond, 1e-9)
  const direct = (perIterationMs * QUEUED_BEHIND) / extraMeanMs(question)
  const wanted = (waits?.slow ?? 0) + (cores?.slow ?? 0)
  const byOthers = ramp(1 - byOwnWork(waits, cores) / waiting, SOME_BY_OTHERS, MOST_BY_OTHERS)
  return Math.max(Math.min(1, direct), ramp(wanted, WANTED_FROM, WANTED_TO)) * byOthers
}

/**
 * What waiting follows from own work alone: as much for each core as it waits otherwise, and at least as much as beside
 * one other who wants the same core all the time.
 */
function byOwnWork(waits: Means | undefined, cores: Means | undefined): number {
  if (waits === undefined || cores === undefined) return 0
  return rise(cores) * Math.max(1, waits.usual / Math.max(cores.usual, LEAST_CORES))
}

/** More work than before: in each iteration, or more than a thread can do. */
export const cpuWork: Search = (question) =>
  question.sources.flatMap(
    (watched) =>
      sourceSuspect(watched, ['cpuCores'], {
        mechanism: 'cpu-work',
        words: `CPU work of ${watched.source}`,
        share: ([cores]) => working(cores, question),
        evidence: ([cores]) => `${watched.source} used ${versus(cores, numberText)} cores`,
      }) ?? [],
  )

function working(cores: Means | undefined, question: Question): number {
  if (cores === undefined) return 0
  const perIterationMs = (rise(cores) * 1000) / Math.max(question.judged.perSecond, 1e-9)
  const busy = ramp(cores.slow, BUSY_FROM, BUSY_TO) * ramp(rise(cores), 0, BUSIER_BY)
  return Math.max(perIterationMs / extraMeanMs(question), busy)
}
