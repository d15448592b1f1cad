import type { Means } from '../means.ts'
import {
  extraMaxMs,
  type Question,
  ramp,
  rise,
  type Search,
  sourceSuspect,
  type Suspect,
} from '../suspect.ts'
import type { Watched } from '../watched.ts'
import { msText, percentText, versus } from '../words.ts'

/**
 * What holds the one thread of a Node process. An iteration that arrives while the event loop is held waits for the rest
 * of it, so that the longest hold and the slowest iteration are alike. Many short holds slow what queues behind them:
 * there the loop is hardly ever idle. Garbage collection holds the loop too, and a heap near its limit collects.
 */

/** Shares of time between which a loop goes from having time to having none. */
const BUSY_FROM = 0.75
const BUSY_TO = 0.95
/** A loop that was about as busy before is not why it became slow. */
const BUSIER_BY = 0.15

/** Time for garbage collection that explains anything: from here on one third of the time is gone. */
const GC_MS_PER_SECOND = 300
/** Of what the loop was busier: with less, the work that leaves the garbage is the cause. */
const GC_PART = 0.25

/** Shares of the limit between which the collector goes from having room to having none. */
const FULL_FROM = 0.5
const FULL_TO = 0.7
/** Of the slow windows: filling and emptying a heap takes some of them. */
const MOST_OF_THEM = 0.5

/** A search in what the probe told. */
const inNodes =
  (find: (watched: Watched, question: Question) => Suspect | undefined): Search =>
  (question) =>
    question.sources
      .filter(({ kind }) => kind === 'node')
      .flatMap((watched) => find(watched, question) ?? [])

/** A blocked event loop. */
export const eventLoop: Search = inNodes((watched, question) => {
  const { source } = watched
  return sourceSuspect(watched, ['eventLoopDelayMaxMs', 'eventLoopUtilization'], {
    mechanism: 'event-loop',
    words: `event loop of ${source} blocked`,
    share: ([held, busy]) => Math.max(rise(held) / extraMaxMs(question), saturation(busy)),
    evidence: ([held, busy]) =>
      `the event loop of ${source} was held for up to ${versus(held, msText)}, and busy ${versus(busy, percentText)} of the time`,
  })
})

function saturation(busy: Means | undefined): number {
  if (busy === undefined) return 0
  return ramp(busy.slow, BUSY_FROM, BUSY_TO) * ramp(rise(busy), 0, BUSIER_BY)
}

const GC_SERIES = ['gcMs', 'gcMaxMs', 'eventLoopUtilization'] as const

/** Garbage collection that takes much of the time, or long at once. */
export const garbageCollection: Search = inNodes((watched, question) =>
  sourceSuspect(watched, GC_SERIES, {
    mechanism: 'garbage-collection',
    words: `garbage collection in ${watched.source}`,
    share: (means) => collecting(means, question),
    evidence: (means) => gcEvidence(watched, means),
  }),
)

function collecting([gc, longest, busy]: readonly Means[], question: Question): number {
  const often = rise(gc) / GC_MS_PER_SECOND
  const busier = Math.max(rise(busy), rise(gc) / 1000)
  const part = busier === 0 ? 0 : ramp(rise(gc) / 1000 / busier, 0, GC_PART)
  return Math.max(rise(longest) / extraMaxMs(question), often) * part
}

/** A heap near its limit: what it holds leaves no room, and the collector finds little to free. */
export const heapLimit: Search = (question) =>
  // A heap that is full all the time does not move with latency: its collections do.
  ['heapLimitShare', 'gcMs'].flatMap((moving) => nearLimit(moving)(question))

const nearLimit = (moving: string): Search =>
  inNodes((watched, question) => {
    const heap = watched.series.get('heapLimitShare')
    if (heap === undefined) return undefined
    const full = heap.map((share) =>
      Number.isNaN(share) ? share : ramp(share, FULL_FROM, FULL_TO),
    )
    const series = new Map([...watched.series, [FULL, full]])
    return sourceSuspect({ ...watched, series }, [moving, 'heapLimitShare', FULL, ...GC_SERIES], {
      mechanism: 'heap-limit',
      words: `heap of ${watched.source} near its limit`,
      share: ([, , fullness, ...gc]) =>
        ramp(fullness?.slow ?? 0, 0, MOST_OF_THEM) * collecting(gc, question),
      evidence: ([, share, , ...gc]) =>
        `the heap of ${watched.source} was at ${versus(share, percentText)} of its limit; ${gcEvidence(watched, gc)}`,
    })
  })

/** How near the limit is, by window: 0–1. */
const FULL = 'fullness'

const gcEvidence = ({ source, series }: Watched, [gc, longest]: readonly Means[]): string => {
  const most = series.has('gcMaxMs') ? `, up to ${versus(longest, msText)} at once` : ''
  return `garbage collection in ${source} took ${versus(gc, msText)} of each second${most}`
}
