import type { LoadResult } from '../../../model/run.ts'
import type { SelfTest, SelfTestPercentile } from '../../../model/self-test.ts'
import type { FrozenTimes } from './freezer.ts'
import type { SelfTestPlan } from './plan.ts'
import type { AnswerTimes } from './server/answer-log.ts'
import { percentile, trueLatenciesMs } from './truth.ts'

/** What a self-test brought to light. */
export interface SelfTestEvidence {
  readonly plan: SelfTestPlan
  /** All of them, from the schedule, ms. */
  readonly arrivalsMs: readonly number[]
  readonly result: LoadResult
  /** By the server. */
  readonly answers: AnswerTimes
  /** By whoever froze it. */
  readonly frozen: readonly FrozenTimes[]
  /** Time 0 of the schedule. */
  readonly startNs: number
}

/** A percentile may be off by the larger of the two. */
const ALLOWED_SHARE = 0.03
const ALLOWED_MS = 2

/** For so long after a freeze the server answers what has waited: what it takes then is not what it takes. */
const CATCHING_UP_MS = 250

const PERCENTILES = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
  ['p999', 0.999],
] as const

/** What was measured beside the truth. Passes only if every iteration was sent and answered, and the run is valid. */
export function judgeSelfTest(evidence: SelfTestEvidence): SelfTest {
  const { plan, arrivalsMs, result } = evidence
  const services = undisturbedMs(evidence)
  const serviceMs = percentile(services, 0.5)
  const truth = trueLatenciesMs(arrivalsMs, { serviceMs, freezes: plan.freezes })
  const percentiles = PERCENTILES.flatMap(([name, share]) => {
    const measuredNs = result.metrics['latency']?.[name]
    return measuredNs === undefined ? [] : [row(name, percentile(truth, share), measuredNs / 1e6)]
  })
  const { started: sent, completed } = result.counts
  const counts = { scheduled: arrivalsMs.length, sent, completed }
  const wrong = faults({ percentiles, counts }, result)
  const inTheWay = obstacles(evidence, services)
  return {
    verdict: verdictOf(result, wrong, inTheWay),
    ratePerSecond: plan.ratePerSecond,
    durationMs: plan.durationMs,
    connections: plan.connections,
    freezes: plan.freezes,
    serviceMs,
    percentiles,
    counts,
    // What got in nobody's way is not worth a word.
    notes: wrong.length === 0 ? [] : [...wrong, ...inTheWay],
  }
}

function row(
  name: SelfTestPercentile['name'],
  truthMs: number,
  measuredMs: number,
): SelfTestPercentile {
  const differenceMs = measuredMs - truthMs
  const allowedMs = Math.max(ALLOWED_MS, ALLOWED_SHARE * truthMs)
  const isWithin = Math.abs(differenceMs) <= allowedMs
  return { name, truthMs, measuredMs, differenceMs, allowedMs, isWithin }
}

/** A generator that was the limit can't tell; neither can one whose server was kept from being what it was to be. */
function verdictOf(
  { status }: LoadResult,
  wrong: readonly string[],
  inTheWay: readonly string[],
): SelfTest['verdict'] {
  if (wrong.length === 0) return 'passed'
  return status === 'invalid' || inTheWay.length > 0 ? 'inconclusive' : 'failed'
}

function faults(
  { percentiles, counts }: Pick<SelfTest, 'percentiles' | 'counts'>,
  { status, health, errors }: LoadResult,
): string[] {
  const { scheduled, sent, completed } = counts
  const off = percentiles
    .filter(({ isWithin }) => !isWithin)
    .map(({ name }) => (name === 'p999' ? 'p99.9' : name))
  return [
    ...(off.length === 0 ? [] : [`${off.join(', ')} ${off.length === 1 ? 'is' : 'are'} off`]),
    ...(percentiles.length === 0 ? ['nothing was measured'] : []),
    ...(sent === scheduled ? [] : [`${sent} of ${scheduled} iterations were sent`]),
    ...(completed === scheduled ? [] : [`${completed} of ${scheduled} were answered`]),
    ...errors.map(({ code, count, example }) => `${count} × ${code}: ${example}`),
    ...(status === 'invalid' ? health.notes : []),
  ]
}

/** What kept the server from standing still, and from answering, as it was to. */
function obstacles(evidence: SelfTestEvidence, services: readonly number[]): string[] {
  const { plan, frozen, startNs } = evidence
  const offMs = plan.freezes.flatMap(({ startMs, durationMs }, index) => {
    const times = frozen[index]
    if (times === undefined) return [Number.POSITIVE_INFINITY]
    const fromMs = (times.fromNs - startNs) / 1e6
    const toMs = (times.toNs - startNs) / 1e6
    return [Math.abs(fromMs - startMs), Math.abs(toMs - startMs - durationMs)]
  })
  const worstMs = Math.max(0, ...offMs)
  const spreadMs = percentile(services, 0.95) - percentile(services, 0.5)
  return [
    ...(worstMs <= ALLOWED_MS
      ? []
      : [`the server was not frozen on time (${shown(worstMs)} off): others use this machine`]),
    ...(spreadMs <= ALLOWED_MS
      ? []
      : [`the server itself was held up (p95 ${shown(spreadMs)} above its median)`]),
  ]
}

/** What the server took for answers far from any freeze, by its own log. */
function undisturbedMs({ answers, frozen }: SelfTestEvidence): number[] {
  return answers.arrivedNs.flatMap((arrivedNs, index) => {
    const answeredNs = answers.answeredNs[index] ?? Number.NaN
    const isTouched = frozen.some(
      ({ fromNs, toNs }) => answeredNs > fromNs && arrivedNs < toNs + CATCHING_UP_MS * 1e6,
    )
    return isTouched ? [] : [(answeredNs - arrivedNs) / 1e6]
  })
}

const shown = (timeMs: number): string => `${Number(timeMs.toPrecision(3))} ms`
