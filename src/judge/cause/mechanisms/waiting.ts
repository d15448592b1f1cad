import type { Means } from '../means.ts'
import {
  extraMeanMs,
  type Question,
  ramp,
  rise,
  type Search,
  sourceSuspect,
  waitMs,
} from '../suspect.ts'
import type { Watched } from '../watched.ts'
import { msText, numberText, versus } from '../words.ts'

/**
 * What an iteration waits for outside its own code: something that is called, a connection to call it by, a lock that
 * another holds. What such a wait adds to each iteration can be worked out, and compared with what was seen.
 */

const LOCK = /lock/i
const WAITING = /(?:waiting|queued|pending|queue(?:size|length|depth)?)$/i
const MEAN_MS = /^(.+?)(?:Mean|Average|Avg)Ms$/
const PER_SECOND = /PerSecond$/

/** Statements waiting for a lock, on average: from here on it is no chance. */
const SOME_WAIT = 0.3
/** Few may wait for the lock while all others wait for a connection behind them. */
const BEHIND_A_LOCK = 0.6

/** Somebody else holds a lock. */
export const lock: Search = (question) =>
  question.sources.flatMap((watched) =>
    namesOf(watched, (name) => LOCK.test(name) && /wait/i.test(name)).flatMap(
      (name) =>
        sourceSuspect(watched, [name], {
          mechanism: 'lock',
          words: `waiting for a lock in ${watched.source}`,
          share: ([waiting]) =>
            Math.max(
              waitShare(waiting, question),
              BEHIND_A_LOCK * ramp(rise(waiting), 0, SOME_WAIT),
            ),
          evidence: ([waiting]) =>
            `${versus(waiting, numberText)} statements waited for a lock in ${watched.source}`,
        }) ?? [],
    ),
  )

/** Nothing is slow but getting a connection: there are too few, or they are held. */
export const pool: Search = (question) =>
  question.sources.flatMap((watched) =>
    namesOf(watched, (name) => WAITING.test(name) && !LOCK.test(name)).flatMap(
      (name) =>
        sourceSuspect(watched, [name], {
          mechanism: 'pool',
          words: `${poolWords(name)} of ${watched.source} too small, or held`,
          share: ([waiting]) => waitShare(waiting, question),
          evidence: ([waiting]) =>
            `${versus(waiting, numberText)} callers waited (${name}): ${msText(waitMs(waiting?.slow ?? 0, question))} for each iteration`,
        }) ?? [],
    ),
  )

const waitShare = (waiting: Means | undefined, question: Question): number =>
  waitMs(rise(waiting), question) / extraMeanMs(question)

/** `pgPoolWaiting` → `pg pool`. */
const poolWords = (name: string): string =>
  name
    .replace(WAITING, '')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .trim() || 'queue'

/** Something that is called takes longer, or is called more often in each iteration. */
export const downstream: Search = (question) =>
  question.sources.flatMap((watched) =>
    namesOf(watched, (name) => MEAN_MS.test(name)).flatMap((name) => {
      const called = MEAN_MS.exec(name)?.[1] ?? name
      const rate = rateOf(watched, called)
      return (
        sourceSuspect(timed(watched, { name, rate }, question), [name, TIME], {
          mechanism: 'downstream',
          words: `what ${watched.source} calls by ${libraryOf(called)} is slow`,
          share: ([, time]) => rise(time) / extraMeanMs(question),
          evidence: ([mean, time]) =>
            `${libraryOf(called)} calls of ${watched.source} took ${versus(mean, msText)}${rate === undefined ? '' : `: ${versus(time, msText)} in each iteration`}`,
        }) ?? []
      )
    }),
  )

/** Time in such calls, in ms for each iteration: how long one takes, times how many there are. */
const TIME = 'timePerIterationMs'

function timed(
  watched: Watched,
  { name, rate }: { readonly name: string; readonly rate: string | undefined },
  { judged }: Question,
): Watched {
  const means = watched.series.get(name) ?? new Float64Array()
  const calls = rate === undefined ? undefined : watched.series.get(rate)
  const time = means.map((mean, index) =>
    calls === undefined ? mean : (mean * (calls[index] ?? 0)) / Math.max(judged.perSecond, 1e-9),
  )
  return { ...watched, series: new Map([...watched.series, [TIME, time]]) }
}

/** `pgQuery` → `pgQueriesPerSecond`: the rate whose name begins most alike, and with the same library. */
function rateOf(watched: Watched, called: string): string | undefined {
  const library = libraryOf(called)
  return namesOf(watched, (name) => PER_SECOND.test(name) && libraryOf(name) === library).toSorted(
    (one, other) => alike(other, called) - alike(one, called),
  )[0]
}

/** The first word of a name: `pgQuery` → `pg`. */
const libraryOf = (name: string): string => /^[a-z\d]+/.exec(name)?.[0] ?? name

function alike(one: string, other: string): number {
  let length = 0
  while (length < one.length && one[length] === other[length]) length++
  return length
}

const namesOf = ({ series }: Watched, wanted: (name: string) => boolean): readonly string[] =>
  [...series.keys()].filter(wanted)
