import { loadavg, availableParallelism } from 'node:os'
import type { DuetEvidence, DuetPlan, DuetStopRule, LoadedBySide } from '../../src/model/duet.ts'
import type { ErrorCount } from '../../src/model/run.ts'
import { messageOf } from '../../src/kernel/errors.ts'
import { measurePlainly } from './classical/measure.ts'
import type { PlainPair } from './classical/rules.ts'
import { plannedIn } from './planned.ts'
import type { GateRecord } from './records.ts'
import type { Step } from './schedule.ts'
import { perfFileIn, type SideFolders, type SidePair } from './sides.ts'

/** As users have it: what was built starts its processes faster than the source. */
const built: unknown = await import(new URL('../../dist/measure/index.js', import.meta.url).href)
const { measureDuets } = built as typeof import('../../src/measure/index.ts')

/** What all comparisons of a run share. */
export interface Bench {
  readonly folders: SideFolders
  readonly machine: string
  readonly commit: string
  readonly decide: DuetStopRule
  /** The rules of today are tried in one of so many comparisons. */
  readonly plainEvery: number
  readonly times: Pick<DuetPlan, 'timeMs' | 'warmUpMs' | 'budgetMs' | 'concurrency'>
  readonly signal: AbortSignal
}

/** Measures one comparison: the duet, then one plain process of each side. `undefined` when it was interrupted. */
export async function compare(step: Step, bench: Bench): Promise<GateRecord | undefined> {
  const at = new Date().toISOString()
  const loadPerCore = (loadavg()[0] ?? 0) / availableParallelism()
  const sides = await bench.folders.of(step)
  const duet = await timed(() => playDuet(step, sides, bench))
  const isPlain = step.seed % bench.plainEvery === 0
  const plain = await timed(() => (isPlain ? playPlainly(step, sides, bench.signal) : NOT_PLAYED))
  if (bench.signal.aborted || duet.value === undefined) return undefined
  const { launches, ended, failure, obstacle } = duet.value
  const { workload, ...rest } = step
  return {
    ...rest,
    workload: workload.name,
    kind: workload.kind,
    heldOut: workload.heldOut,
    at,
    machine: bench.machine,
    commit: bench.commit,
    loadPerCore,
    launches,
    ended,
    failure: failure?.error ?? plain.value.failure,
    obstacle: obstacle ?? null,
    plain: plain.value.pair,
    duetMs: duet.tookMs,
    plainMs: plain.tookMs,
  }
}

async function playDuet(
  step: Step,
  sides: SidePair,
  { times, decide, signal }: Bench,
): Promise<DuetEvidence | undefined> {
  const current = plannedIn(sides.current, step.workload)
  const baseline = plannedIn(sides.baseline, step.workload)
  const plan: DuetPlan = {
    ...times,
    pairs: [{ identity: current.identity, current, baseline }],
    current: { root: sides.current, cwd: sides.current },
    baseline: { root: sides.baseline, cwd: sides.baseline },
    replace: [],
    env: {},
    seed: step.seed,
  }
  const { evidence } = await measureDuets(plan, {
    decide,
    obstacle: (loaded) => sharedSlowdown(loaded),
    unchecked: () => [],
    // No record is kept of the sides by themselves.
    packHistogram: () => '',
    signal,
    onEvent: () => undefined,
  })
  return evidence[0]
}

/** A slowdown that both sides share would be no slowdown. */
function sharedSlowdown({ current, baseline }: LoadedBySide): string | undefined {
  const slowdownOf = (modules: LoadedBySide['current']): string | undefined =>
    modules.find(({ url }) => url.endsWith('/slowdown.ts'))?.url
  const [one, other] = [slowdownOf(current), slowdownOf(baseline)]
  if (one !== undefined && other !== undefined && one !== other) return undefined
  return `the sides did not load a slowdown.ts each: ${one} and ${other}`
}

/** The plain processes, or why there are none. */
interface PlainOutcome {
  readonly pair: PlainPair | null
  readonly failure: ErrorCount | null
}

const NOT_PLAYED: PlainOutcome = { pair: null, failure: null }

async function playPlainly(
  step: Step,
  sides: SidePair,
  signal: AbortSignal,
): Promise<PlainOutcome> {
  const files = {
    baseline: perfFileIn(sides.baseline, step.workload),
    current: perfFileIn(sides.current, step.workload),
  }
  try {
    return { pair: await measurePlainly(files, signal), failure: null }
  } catch (thrown) {
    const failure = { code: 'PLAIN_PROCESS_FAILED', count: 1, example: messageOf(thrown) }
    return { pair: null, failure }
  }
}

async function timed<T>(work: () => T | Promise<T>): Promise<{ value: T; tookMs: number }> {
  const begin = performance.now()
  const value = await work()
  return { value, tookMs: Math.round(performance.now() - begin) }
}
