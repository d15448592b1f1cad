import { ExitCode, mostSevere, usageError } from '../kernel/errors.ts'
import type { DuetEvent, DuetEvidence, DuetMeasurement, DuetPlan } from '../model/duet.ts'
import { type Noise, NOISE_SCHEMA, type NoiseFloor } from '../model/noise.ts'
import type { Environment, Revision } from '../model/run.ts'
import {
  duetNoise,
  FEWEST_FOR_NOISE,
  interleavedNoise,
  type MeasuredNoise,
  storedNoise,
} from '../judge/index.ts'
import {
  beginEnvironment,
  describeEnvironment,
  type DuetOptions,
  type EnvironmentStart,
  type Interleaving,
  measureDuets,
  measureInterleaved,
} from '../measure/index.ts'
import { packHistogram } from '../record/index.ts'
import { planOf } from './duet.ts'
import { notesOn } from './duet-notes.ts'
import { withTargets } from './duet-targets.ts'
import { type DuetSelection, openSides, selectPairs } from './duet-sides.ts'
import { interruptedEarly } from './errors.ts'
import { instant, openProjectStore, type Project } from './project.ts'
import { shareTargets } from './targets.ts'

/** `noise`: by how much identical code differs from itself on this machine. */

/** Of which scenarios, and how often. */
export interface NoiseRequest {
  /** Substrings of scenario names or file paths; none = everything. */
  readonly filters: readonly string[]
  /** Processes for each scenario. */
  readonly launches: number
  /** Shows what happens; called once the plan is known. */
  readonly watch?: (plan: DuetPlan) => (event: DuetEvent) => void
}

/** What measuring the noise gave. */
export interface NoiseOutcome {
  readonly noise: Noise
  readonly exitCode: ExitCode
}

/**
 * copy the working tree → measure it beside the copy, so many processes for each scenario → floors → store. The number
 * of processes is fixed: a measurement that ends when it looks quiet would find less noise than there is. What was
 * interrupted before a scenario had all of its processes is not kept.
 *
 * @throws PlimsollError NOISE_LAUNCHES, INTERRUPTED, and as `duet` does
 */
export async function measureNoise(project: Project, request: NoiseRequest): Promise<NoiseOutcome> {
  requireLaunches(request.launches)
  await using store = await openProjectStore(project)
  const start = { at: instant(project.clock), environment: beginEnvironment() }
  const parts = await measureCopies(project, request, start).catch((thrown: unknown) => {
    // What an interrupt makes of copying and loading is no fault of theirs.
    throw project.signal.aborted ? interruptedEarly() : thrown
  })
  const noise = describeNoise(project, parts)
  await store.noise.keep(noise.floors)
  return { noise, exitCode: exitCodeOf(noise) }
}

/** Most processes for each scenario. */
const MOST = 1000

function requireLaunches(launches: number): void {
  if (Number.isInteger(launches) && launches >= FEWEST_FOR_NOISE && launches <= MOST) return
  throw usageError(
    'NOISE_LAUNCHES',
    `--launches: expected a whole number from ${FEWEST_FOR_NOISE} to ${MOST}`,
    "fewer processes can't tell noise from luck; without the flag there are 12",
  )
}

interface Start {
  readonly at: string
  readonly environment: EnvironmentStart
}

interface Parts {
  readonly request: NoiseRequest
  readonly start: Start
  readonly revision: Revision | null
  readonly selection: DuetSelection
  readonly plan: DuetPlan
  readonly together: DuetMeasurement
  /** The same processes one at a time. */
  readonly alone: DuetMeasurement
  readonly apart: readonly Interleaving[]
}

async function measureCopies(
  project: Project,
  request: NoiseRequest,
  start: Start,
): Promise<Parts> {
  const { signal } = project
  const { launches, filters } = request
  await using sides = await openSides(project, { kind: 'identical' })
  await using shared = shareTargets(project)
  const chosen = await selectPairs(project, sides, { filters })
  const { selection, targets } = await withTargets(chosen, shared.targets)
  const plan = {
    ...(await planOf(project, sides, selection)),
    targets,
    budgetMs: Number.POSITIVE_INFINITY,
  }
  const everything = { ...plan, pairs: [...plan.pairs, ...selection.apart] }
  const onEvent = request.watch?.(everything) ?? (() => undefined)
  const carrying: DuetOptions = {
    decide: (measured) => ({ decided: measured.length >= launches, ratio: null, interval: null }),
    // What both copies load from one file is the same for both: that is what a duet has, too.
    obstacle: () => undefined,
    unchecked: () => [],
    packHistogram,
    signal,
    onEvent,
  }
  const together = await measureDuets(plan, carrying)
  // A stored run is of launches that have the machine for themselves.
  const alone =
    plan.concurrency === 1 ? together : await measureDuets({ ...plan, concurrency: 1 }, carrying)
  const { timeMs, warmUpMs } = plan
  const apart = await measureInterleaved(
    { ...plan, pairs: selection.apart },
    { launches, timeMs, warmUpMs, signal, onEvent, obstacle: () => undefined, packHistogram },
  )
  return {
    request,
    start,
    revision: sides.current.revision,
    selection,
    plan,
    together,
    alone,
    apart,
  }
}

function describeNoise(project: Project, parts: Parts): Noise {
  const { start, revision, selection, plan, together, alone, apart, request } = parts
  const aborted = together.aborted || alone.aborted || project.signal.aborted
  const found = [
    ...together.evidence.map((evidence, index) =>
      floorsTogether(project, { evidence, alone: alone.evidence[index] ?? evidence }, request),
    ),
    ...apart.map((each) => floorsApart(project, each, request)),
  ]
  const { calibrations } = together
  if (aborted && found.every(({ floors }) => floors.length === 0)) throw interruptedEarly()
  const environment = describeEnvironment(start.environment, calibrations)
  const identity = { measuredAt: start.at, commit: revision?.commit ?? null }
  const failed = [...together.evidence, ...apart].some(({ failure }) => failure !== undefined)
  return {
    schema: NOISE_SCHEMA,
    status: aborted ? 'aborted' : failed ? 'failed' : 'complete',
    startedAt: start.at,
    finishedAt: instant(project.clock),
    seed: plan.seed,
    launches: request.launches,
    revision,
    environment,
    floors: found.flatMap(({ scenario, floors }) =>
      floors.map((floor) => placed(floor, { scenario, environment, ...identity })),
    ),
    unmeasured: found.flatMap(({ scenario, reason }) =>
      reason === undefined ? [] : { scenario, reason },
    ),
    notes: [...notesOn(selection), ...busyNotes(environment, plan.concurrency)],
  }
}

/** A load average per core from which a machine is not idle. */
const BUSY_LOAD = 0.5

/** What was measured on a busy machine is true of busy times only. */
function busyNotes({ load, cores }: Environment, concurrency: number): readonly string[] {
  // The second copy of a scenario never runs beside the first: a process that measures loads one core.
  const others = Math.max(load.before, load.after - concurrency) / cores
  if (others < BUSY_LOAD) return []
  return [
    'Others were working on this machine: these floors are those of busy times. Measure again when it is quiet.',
  ]
}

interface Found {
  readonly scenario: string
  readonly floors: readonly MeasuredNoise[]
  /** Why there are none. */
  readonly reason: string | undefined
}

/** Scenarios that both copies ran in one process. */
function floorsTogether(
  { settings }: Project,
  { evidence, alone }: { readonly evidence: DuetEvidence; readonly alone: DuetEvidence },
  { launches }: NoiseRequest,
): Found {
  const { tolerancePercent, confidence, duetClock: clock } = settings
  const options = { tolerancePercent, confidence }
  const scenario = evidence.pair.identity.key
  const medians = {
    current: alone.launches.map(({ wall }) => wall.currentNs),
    baseline: alone.launches.map(({ wall }) => wall.baselineNs),
  }
  const measured = Math.min(evidence.launches.length, alone.launches.length)
  const reason = shortfall(evidence.failure ?? alone.failure, measured, launches)
  if (reason !== undefined) return { scenario, floors: [], reason }
  return found(scenario, [
    duetNoise(evidence, { ...options, clock }),
    storedNoise(medians, options),
  ])
}

/** Scenarios that can't share a process. */
function floorsApart(
  { settings }: Project,
  { pair, medians, failure }: Interleaving,
  { launches }: NoiseRequest,
): Found {
  const { tolerancePercent, confidence } = settings
  const options = { tolerancePercent, confidence }
  const scenario = pair.identity.key
  const measured = Math.min(medians.current.length, medians.baseline.length)
  const reason = shortfall(failure, measured, launches)
  if (reason !== undefined) return { scenario, floors: [], reason }
  return found(scenario, [interleavedNoise(medians, options), storedNoise(medians, options)])
}

function shortfall(
  failure: DuetEvidence['failure'],
  measured: number,
  launches: number,
): string | undefined {
  if (failure !== undefined) return `failed: ${failure.error.example}`
  if (measured >= launches) return undefined
  return `interrupted after ${measured} of ${launches} processes`
}

function found(scenario: string, floors: readonly (MeasuredNoise | undefined)[]): Found {
  const known = floors.filter((floor) => floor !== undefined)
  const reason = known.length > 0 ? undefined : 'a launch has 0: there is no ratio'
  return { scenario, floors: known, reason }
}

const placed = (
  floor: MeasuredNoise,
  at: Pick<NoiseFloor, 'scenario' | 'measuredAt' | 'commit'> & {
    readonly environment: Environment
  },
): NoiseFloor => ({
  scenario: at.scenario,
  fingerprint: at.environment.fingerprint,
  measuredAt: at.measuredAt,
  commit: at.commit,
  ...floor,
})

const exitCodeOf = ({ status }: Noise): ExitCode =>
  mostSevere([
    status === 'aborted' ? ExitCode.interrupted : ExitCode.passed,
    status === 'failed' ? ExitCode.scenarioFailed : ExitCode.passed,
  ])
