import type { Health } from '../../../model/run.ts'

/**
 * Whether the generator was the limit. Pure: what was read, in; a verdict with its reason and its remedy, out.
 *
 * The evidence is send lag: how late the generator itself was. It counts from when an iteration was due until the
 * generator got to it, so neither a frozen target nor a wait for a connection adds to it. Everything else that is read
 * only tells why. Users without pauses have no times of their own to be late for: each asks again as soon as generator
 * and target let it, and what is measured is the two of them together (docs/decisions/0020). A generator that is never
 * idle is then worth a word. How late it gets to an answer that is there is seen on a clock that ticks beside them: one
 * that is late for as many ticks as it may be for arrivals is the limit.
 */

/** More than this share of late iterations, and the generator was the limit: the p99 is then the generator's own. */
const LATE_SHARE = 0.01

/**
 * Fewer late ones are no verdict, of ticks or of arrivals: code is compiled, and a machine hiccups. It matters below 300
 * arrivals, of which no p99 is given either.
 */
const FEWEST_LATE = 3

/** From here on an event loop is never idle. */
const NEVER_IDLE = 0.98

/** From these shares of the time on, something is named as the reason. */
const STOLEN_SHARE = 0.1
const CPU_WAIT_SHARE = 0.1
const BUSY_LOOP = 0.9
const GC_SHARE = 0.05

/** A latency of which the generator's own lateness may be more than half is worth a word, from 1 ms on. */
const OWN_SHARE = 0.5
const WORTH_A_WORD_MS = 1

/** What was read of the generator over some time; of several processes the worst, unless said otherwise. */
export interface GeneratorEvidence {
  /** Whether iterations have times of their own: a rate, think time or pacing. */
  readonly isPaced: boolean
  readonly scheduled: number
  readonly late: number
  readonly lateBeyondMs: number
  /** Of a clock beside the iterations, and how many the generator got to more than {@link lateBeyondMs} late. */
  readonly ticks: number
  readonly lateTicks: number
  readonly sendLagP99Ms: number
  /** `undefined` = nothing completed. */
  readonly latencyP99Ms: number | undefined
  readonly wallMs: number
  readonly eventLoopUtilization: number
  readonly eventLoopDelayMs: number
  readonly gcMs: number
  readonly cpuWaitShare: number | null
  /** Of the whole machine, in cores. */
  readonly stolenCores: number | null
  readonly foreignCores: number | null
}

/** Judges the generator. Notes are sentences: what was seen, why, and what to change. */
export function judgeGenerator(evidence: GeneratorEvidence): Health {
  const sendLagP99Ms = evidence.sendLagP99Ms
  if (isMany(evidence.late, evidence.scheduled)) {
    return { generator: 'saturated', sendLagP99Ms, notes: [lateness(evidence), reason(evidence)] }
  }
  if (!evidence.isPaced && isSlowToAnswers(evidence)) {
    return { generator: 'saturated', sendLagP99Ms, notes: [slowness(evidence), reason(evidence)] }
  }
  const notes = evidence.isPaced ? ownShare(evidence) : neverIdle(evidence)
  return { generator: 'ok', sendLagP99Ms, notes }
}

const isMany = (late: number, all: number): boolean =>
  late >= FEWEST_LATE && late > all * LATE_SHARE

const isSlowToAnswers = ({ ticks, lateTicks }: GeneratorEvidence): boolean =>
  isMany(lateTicks, ticks)

const slowness = ({ ticks, lateTicks, lateBeyondMs }: GeneratorEvidence): string =>
  `the generator was the limit: ${percent(lateTicks / ticks)} of the time it was more than ${lateBeyondMs} ms late to read an answer`

function lateness({ late, scheduled, lateBeyondMs, sendLagP99Ms }: GeneratorEvidence): string {
  const share = percent(late / scheduled)
  return `the generator was the limit: it started ${share} of the iterations more than ${lateBeyondMs} ms late (send lag p99 ${shown(sendLagP99Ms)})`
}

/** The first that applies; each is seen where those after it may be too, but not the other way round. */
function reason(evidence: GeneratorEvidence): string {
  const { stolenCores, cpuWaitShare, foreignCores, eventLoopDelayMs } = evidence
  if (stolenCores !== null && stolenCores >= STOLEN_SHARE) {
    return `the hypervisor gave ${percent(stolenCores)} of a core to others: use a machine that is not shared, or ${less(evidence)}`
  }
  if (cpuWaitShare !== null && cpuWaitShare >= CPU_WAIT_SHARE) {
    const others =
      foreignCores === null ? '' : `, while other programs used ${foreignCores.toFixed(1)} cores`
    return `it waited for a CPU ${percent(cpuWaitShare)} of the time${others}: give it a core of its own (fewer --workers than cores, the target elsewhere), or ${less(evidence)}`
  }
  const gcShare = evidence.gcMs / Math.max(1, evidence.wallMs)
  if (gcShare >= GC_SHARE) {
    return `garbage collection took ${percent(gcShare)} of the time: allocate less in the scenario, or use more --workers`
  }
  if (evidence.eventLoopUtilization >= BUSY_LOOP) {
    return `its event loop was busy ${percent(evidence.eventLoopUtilization)} of the time: use more --workers or agents, or ${less(evidence)}`
  }
  if (eventLoopDelayMs >= evidence.lateBeyondMs) {
    return `its event loop was held up for ${shown(eventLoopDelayMs)}: synchronous work in the scenario, or a pause of the whole process; take it out, or use more --workers`
  }
  return `nothing that was read says why: try more --workers, or ${less(evidence)}`
}

const less = ({ isPaced }: GeneratorEvidence): string => (isPaced ? 'a lower rate' : 'fewer users')

function neverIdle({ eventLoopUtilization }: GeneratorEvidence): string[] {
  if (eventLoopUtilization < NEVER_IDLE) return []
  return [
    `the generator was busy ${percent(eventLoopUtilization)} of the time: the target can do at least this much, and latency holds the generator's own time; more --workers ask more of it, and --rate times it alone`,
  ]
}

function ownShare({ sendLagP99Ms, latencyP99Ms }: GeneratorEvidence): string[] {
  const matters =
    latencyP99Ms !== undefined &&
    sendLagP99Ms >= WORTH_A_WORD_MS &&
    sendLagP99Ms > latencyP99Ms * OWN_SHARE
  if (!matters) return []
  return [
    `the p99 of latency (${shown(latencyP99Ms)}) may be mostly the generator's own lateness (send lag p99 ${shown(sendLagP99Ms)}): look at service time too`,
  ]
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

const shown = (timeMs: number): string => `${Number(timeMs.toPrecision(3))} ms`
