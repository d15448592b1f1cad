import type { ErrorBurst, LatencyDuring } from '../../model/load-findings.ts'
import type { Window } from '../../model/run.ts'
import { median as medianOf, sorted } from '../../stats/index.ts'

/**
 * Errors that come together, and whether latency moved when they came: a service that sheds load answers its errors
 * quickly, one that is overwhelmed makes everybody wait.
 */

/** Errors of one code in one window that are few enough to be nothing but bad luck. */
const FEWEST = 3
/** Standard deviations of a Poisson count by which a window must stand out of a steady trickle. */
const OUTSTANDING = 4
/** Windows without errors that may lie within one burst. */
const BRIDGED = 1
/** Errors of a time-out come when it ends, and may be a window later than what caused them. */
const NEAR = 1
/** How much higher than usual a latency must be to have moved; and by how many robust deviations. */
const MOVED_RATIO = 1.5
const MOVED_DEVIATIONS = 6
/** Scales a median absolute deviation to a standard deviation (normal distribution). */
const MAD_SCALE = 1.4826

/** The bursts of every code, in time order. */
export function findBursts(timeline: readonly Window[]): readonly ErrorBurst[] {
  const codes = [...new Set(timeline.flatMap(({ errors }) => errors.map(({ code }) => code)))]
  const found = codes.flatMap((code) => spansOf(timeline, code).map((span) => ({ code, ...span })))
  const inBurst = new Set(found.flatMap(({ first, last }) => rangeOf(first - NEAR, last + NEAR)))
  const usual = timeline.filter((_, index) => !inBurst.has(index)).flatMap(p95Of)
  return found
    .map(({ code, first, last, count }): ErrorBurst => {
      const [from, to] = [timeline[first], timeline[last]]
      const startMs = from?.startMs ?? 0
      const durationMs = (to === undefined ? startMs : to.startMs + to.durationMs) - startMs
      const near = timeline.slice(Math.max(0, first - NEAR), last + NEAR + 1)
      const during = timeline.slice(first, last + 1)
      return { code, startMs, durationMs, count, latency: latencyDuring(usual, during, near) }
    })
    .toSorted((a, b) => a.startMs - b.startMs || b.count - a.count)
}

interface Span {
  /** Indices of windows, both included. */
  readonly first: number
  readonly last: number
  readonly count: number
}

/** Windows that stand out of what the code usually does, those next to each other together. */
function spansOf(timeline: readonly Window[], code: string): readonly Span[] {
  const counts = timeline.map(({ errors }) => errors.find((each) => each.code === code)?.count ?? 0)
  const usual = median(counts)
  const least = Math.max(FEWEST, usual + OUTSTANDING * Math.sqrt(usual))
  const spans: Span[] = []
  for (const [index, count] of counts.entries()) {
    if (count < least) continue
    const last = spans.at(-1)
    if (last !== undefined && index - last.last <= BRIDGED + 1) {
      const between = counts.slice(last.last + 1, index + 1).reduce((sum, each) => sum + each, 0)
      spans[spans.length - 1] = { first: last.first, last: index, count: last.count + between }
    } else spans.push({ first: index, last: index, count })
  }
  return spans
}

function latencyDuring(
  usual: readonly number[],
  during: readonly Window[],
  near: readonly Window[],
): LatencyDuring {
  if (during.every(({ completed }) => completed === 0)) return { kind: 'silent' }
  const seen = near.flatMap(p95Of)
  if (usual.length === 0 || seen.length === 0) return { kind: 'unknown' }
  const usualNs = median(usual)
  const deviation = MAD_SCALE * median(usual.map((each) => Math.abs(each - usualNs)))
  const duringNs = Math.max(...seen)
  const hasMoved =
    duringNs > MOVED_RATIO * usualNs && duringNs > usualNs + MOVED_DEVIATIONS * deviation
  return hasMoved ? { kind: 'moved', usualNs, duringNs } : { kind: 'still', usualNs }
}

const p95Of = ({ metrics }: Window): readonly number[] => {
  const p95 = metrics['latency']?.p95
  return p95 === undefined ? [] : [p95]
}

const rangeOf = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

/** Of no values, 0. */
const median = (values: readonly number[]): number =>
  values.length === 0 ? 0 : medianOf(sorted(values))
