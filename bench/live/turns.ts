import { createRandom, shuffle } from '../../src/kernel/random.ts'
import { openLiveFeed } from '../../src/flows/live-feed.ts'
import { openProject } from '../../src/flows/project.ts'
import type { LiveFeed } from '../../src/model/ports.ts'
import type { LoadResult, Run, Window } from '../../src/model/run.ts'
import { unpackHistogram } from '../../src/record/index.ts'
import { createHistogram, decodeHistogram } from '../../src/stats/index.ts'
import type { Audience } from './audience.ts'
import { loadIn } from '../load/load-once.ts'

/** One load that goes on while viewers come and go. */

/** What is loaded, and for how many turns. */
export interface Turns {
  readonly cwd: string
  readonly url: string
  /** Of `plimsoll load`, beside its length. */
  readonly args: readonly string[]
  readonly pairs: number
  readonly seconds: number
}

/** What was measured in one. */
export interface Turn {
  readonly isWatched: boolean
  readonly is: {
    readonly p50: number
    readonly p95: number
    readonly mean: number
    /** Per second. */
    readonly throughput: number
  }
}

/** Windows in which viewers come or go, and the one that is under way then, count for neither. */
const MARGIN = 2
const WARM_UP = 3
const SEED = 1

interface Stretch {
  readonly isWatched: boolean
  /** Of windows. */
  readonly from: number
  readonly until: number
}

/** In the order of their pairs: two follow one another, one watched and one not. */
export async function measureTurns(turns: Turns, audience: Audience): Promise<readonly Turn[]> {
  const { cwd, url, args, pairs, seconds } = turns
  const wholeSeconds = WARM_UP + pairs * 2 * (seconds + MARGIN) + MARGIN
  const { signal } = new AbortController()
  const project = await openProject({ cwd, env: {}, flags: {}, signal, tell: () => undefined })
  await using feed = await openLiveFeed(project)
  const load = [url, ...args, '--workers', '1', '--duration', `${wholeSeconds}s`]
  const running = loadIn(cwd, load, wholeSeconds * 1000)
  const random = createRandom(SEED)
  const stretches: Stretch[] = []
  await windowsOf(feed, WARM_UP)
  for (let pair = 0; pair < pairs; pair++) {
    for (const isWatched of shuffle([true, false], random)) {
      await audience.be(isWatched)
      const from = countOf(feed) + MARGIN
      await windowsOf(feed, from + seconds)
      stretches.push({ isWatched, from, until: from + seconds })
    }
  }
  await audience.be(false)
  return turnsIn(await running, stretches)
}

const countOf = (feed: LiveFeed): number => {
  const running = feed.state().runs.find(({ status }) => status === 'running')
  return running?.lanes[0]?.windows.length ?? 0
}

/** Resolves once so many windows have closed. */
async function windowsOf(feed: LiveFeed, count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const end = feed.subscribe(() => {
    if (countOf(feed) >= count) resolve()
  })
  await promise
  end()
}

function turnsIn({ results, status }: Run, stretches: readonly Stretch[]): readonly Turn[] {
  const result = results.find((each): each is LoadResult => each.profile.kind === 'load')
  const windows = result?.timeline ?? []
  if (windows.some(({ durationMs }) => durationMs > 1000)) throw new Error('windows were joined')
  process.stderr.write(`${result?.scenario.key ?? ''}: ${status}\n`)
  return stretches.map(({ isWatched, from, until }) => ({
    isWatched,
    is: summary(windows.slice(from, until)),
  }))
}

function summary(windows: readonly Window[]): Turn['is'] {
  const latency = createHistogram()
  for (const { metrics } of windows) {
    const text = metrics['latency']?.histogram
    if (text !== undefined) latency.add(decodeHistogram(unpackHistogram(text)))
  }
  const timeMs = windows.reduce((sum, { durationMs }) => sum + durationMs, 0)
  const completed = windows.reduce((sum, window) => sum + window.completed, 0)
  return {
    p50: latency.quantile(0.5),
    p95: latency.quantile(0.95),
    mean: latency.mean(),
    throughput: (completed / timeMs) * 1000,
  }
}
