import { msText, percentText, versus } from '../words.ts'
import type { Means } from '../means.ts'
import { extraMaxMs, type Question, ramp, rise, type Search, sourceSuspect } from '../suspect.ts'
import type { Watched } from '../watched.ts'

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
const GC_PART = 0.35

/** Shares of the limit between which the collector goes from having room to having none. */
const FULL_FROM = 0.65
const FULL_TO = 0.85

const isNode = ({ kind }: Watched): boolean => kind === 'node'

/** A blocked event loop. */
export const eventLoop: Search = (question) =>
  question.sources.filter(isNode).flatMap((watched) => {
    const delay = ['eventLoopDelayMaxMs', 'eventLoopDelayP99Ms'].find((name) =>
      watched.series.has(name),
    )
    return (
      sourceSuspect(watched, [delay ?? 'eventLoopUtilization', 'eventLoopUtilization'], {
        mechanism: 'event-loop',
        words: `event loop of ${watched.source} blocked`,
        share: ([held, busy]) =>
          Math.max(delay === undefined ? 0 : rise(held) / extraMaxMs(question), saturation(busy)),
        evidence: ([held, busy]) =>
          [
            ...(delay === undefined
              ? []
              : [`the event loop of ${watched.source} was held for up to ${versus(held, msText)}`]),
            `${delay === undefined ? `the event loop of ${watched.source}` : 'it'} was busy ${versus(busy, percentText)} of the time`,
          ].join('; '),
      }) ?? []
    )
  })

function saturation(busy: Means | undefined): number {
  return busy === undefined
    ? 0
    : ramp(busy.slow, BUSY_FROM, BUSY_TO) * ramp(rise(busy), 0, BUSIER_BY)
}

const GC_SERIES = ['gcMs', 'gcMaxMs', 'eventLoopUtilization', 'heapLimitShare']

/** Garbage collection that takes much of the time, or long at once. */
export const garbageCollection: Search = (question) =>
  question.sources.filter(isNode).flatMap(
    (watched) =>
      sourceSuspect(watched, GC_SERIES, {
        mechanism: 'garbage-collection',
        words: `garbage collection in ${watched.source}`,
        share: (means) => collecting(means, question),
        evidence: (means) => gcEvidence(watched, means),
      }) ?? [],
  )

function collecting([gc, longest, busy]: readonly Means[], question: Question): number {
  const often = rise(gc) / GC_MS_PER_SECOND
  const busier = Math.max(rise(busy), rise(gc) / 1000)
  const part = busier === 0 ? 0 : ramp(rise(gc) / 1000 / busier, 0, GC_PART)
  return Math.max(rise(longest) / extraMaxMs(question), often) * part
}

/** A heap near its limit: what it holds leaves no room, and the collector finds little to free. */
export const heapLimit: Search = (question) =>
  question.sources.filter(isNode).flatMap((watched) => {
    const rest = {
      mechanism: 'heap-limit',
      words: `heap of ${watched.source} near its limit`,
    } as const
    const full = sourceSuspect(watched, ['heapLimitShare', ...GC_SERIES], {
      ...rest,
      share: ([heap, ...gc]) => fullness(heap) * collecting(gc, question),
      evidence: ([heap, ...gc]) =>
        `the heap of ${watched.source} was at ${versus(heap, percentText)} of its limit; ${gcEvidence(watched, gc)}`,
    })
    return full === undefined ? [] : [full, ...alwaysFull(watched, question)]
  })

/** Nearly full all the time, it does not move with latency: the collecting does. */
const alwaysFull = (watched: Watched, question: Question): ReturnType<Search> => {
  const found = sourceSuspect(watched, GC_SERIES, {
    mechanism: 'heap-limit',
    words: `heap of ${watched.source} near its limit`,
    share: (means) =>
      Math.min(fullness(means[3]), fullness(turned(means[3]))) * collecting(means, question),
    evidence: (means) =>
      `the heap of ${watched.source} was at ${versus(means[3], percentText)} of its limit; ${gcEvidence(watched, means)}`,
  })
  return found === undefined ? [] : [found]
}

const turned = (means: Means | undefined): Means | undefined =>
  means === undefined ? undefined : { slow: means.usual, usual: means.slow }

const fullness = (heap: Means | undefined): number =>
  heap === undefined ? 0 : ramp(heap.slow, FULL_FROM, FULL_TO)

const gcEvidence = ({ source, series }: Watched, [gc, longest]: readonly Means[]): string => {
  const most = series.has('gcMaxMs') ? `, up to ${versus(longest, msText)} at once` : ''
  return `garbage collection in ${source} took ${versus(gc, msText)} of each second${most}`
}
