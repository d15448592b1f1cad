import type { Random } from '../../../../src/kernel/random.ts'
import { autocorrelated, type MadeTimeline } from './timelines.ts'

/** A service on Node with PostgreSQL, as the probe and the servers tell of it, when nothing is wrong with it. */

/** Series by `kind/source`, each a number a window. */
export type MadeSources = Record<string, Record<string, number[]>>

/** How a made-up service behaves. */
export interface MadeService {
  readonly windows: number
  /** Of each series from one window to the next, 0–1. */
  readonly phi: number
  /** How much each varies: standard deviation of its logarithm. */
  readonly spread: number
}

/** What each series is about. */
const LEVELS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'process/bot': { cpuCores: 0.3, cpuWaitShare: 0.02, rssBytes: 1e8, sockets: 50 },
  'node/bot': {
    eventLoopDelayMaxMs: 12,
    eventLoopUtilization: 0.3,
    heapUsedBytes: 3e7,
    heapLimitShare: 0.1,
    gcMs: 8,
    gcMaxMs: 3,
    activeHandles: 40,
    undiciRequestsPerSecond: 100,
    undiciMeanMs: 3,
    pgQueriesPerSecond: 100,
    pgQueryMeanMs: 2,
    pgPoolWaiting: 0.1,
    pgPoolBusy: 0.4,
  },
  'postgres/db': { activeConnections: 2, waitingLocks: 0.02, transactionsPerSecond: 100 },
}

/** Every series on its own: nothing has to do with anything. */
function madeSources(service: MadeService, random: Random): MadeSources {
  return Object.fromEntries(
    Object.entries(LEVELS).map(([place, levels]) => [
      place,
      Object.fromEntries(
        Object.entries(levels).map(([name, level]) => [name, varying(service, level, random)]),
      ),
    ]),
  )
}

/** Around a level, always above 0. */
export const varying = (
  { windows, phi, spread }: MadeService,
  level: number,
  random: Random,
): number[] => autocorrelated(windows, phi, random).map((value) => level * Math.exp(spread * value))

/** By `kind/source/series`: what is added in active windows; a factor of each window's own, 0.8–1.2, goes with it. */
export type Trouble = Readonly<Record<string, number>>

/** A timeline in which latency and some series rise together. */
export function troubled(
  service: MadeService,
  {
    active,
    trouble,
    random,
  }: {
    readonly active: readonly number[]
    readonly trouble: Trouble & { readonly meanMs: number; readonly maxMs?: number }
    readonly random: Random
  },
): MadeTimeline & { readonly sources: MadeSources; readonly meanMs: number[] } {
  const sources = madeSources(service, random)
  const size = active.map((one) => one * (0.8 + 0.4 * random.float()))
  const raised = (values: readonly number[], by: number): number[] =>
    values.map((value, index) => value + by * (size[index] ?? 0))
  for (const [place, series] of Object.entries(sources)) {
    for (const [name, values] of Object.entries(series)) {
      series[name] = raised(values, trouble[`${place}/${name}`] ?? 0)
    }
  }
  const usual = varying(service, 10, random)
  return {
    sources,
    meanMs: raised(usual, trouble.meanMs),
    maxMs: raised(
      usual.map((ms) => ms * 3),
      trouble.maxMs ?? trouble.meanMs * 2,
    ),
  }
}
