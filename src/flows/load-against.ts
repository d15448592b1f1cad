import { ulid } from 'ulid'
import { type ExitCode, usageError } from '../kernel/errors.ts'
import type { ComparedRun, Comparison } from '../model/comparison.ts'
import type { Side } from '../model/duet.ts'
import type { PhasedSchedule } from '../model/load.ts'
import type { PlannedScenario } from '../model/plan.ts'
import { RUN_SCHEMA, type Run } from '../model/run.ts'
import type { StartedTarget } from '../model/target.ts'
import { tidyRun, tidyTexts } from '../model/tidy.ts'
import { resolveTargets } from '../define/index.ts'
import { duetComparison, type DuetRuleOptions, judgeLoads } from '../judge/index.ts'
import { describeEnvironment, isAddress } from '../measure/index.ts'
import { mergeResults } from '../record/index.ts'
import { type DuetSides, openSides } from './duet-sides.ts'
import { interruptedEarly } from './errors.ts'
import { keepRun } from './keep-run.ts'
import { LiveRecording } from './live-run.ts'
import { measureRounds, type ScenarioRounds } from './load-against-rounds.ts'
import { scheduleOf } from './load-schedule.ts'
import { instant, openProjectStore, type Project } from './project.ts'
import { beginRun, type RunStart } from './run-start.ts'
import { planScenarios } from './select.ts'
import { Targets } from './targets.ts'

/** What to load, and against what. */
export interface LoadAgainstRequest {
  /** The revision to compare with: a branch, tag or commit. */
  readonly revision: string
  /** Substrings of scenario names or file paths; none = everything that has a target. */
  readonly what: readonly string[]
  /** Fresh instances of both sides, so many times. */
  readonly rounds: number
  readonly note: string
}

/** What it gave. */
export interface LoadAgainstOutcome {
  /** The current side by itself, as recorded. */
  readonly run: Run
  readonly comparison: Comparison
  readonly exitCode: ExitCode
}

/**
 * An exact test at 99 %, half of it for each of the two statistics, takes 9 rounds; with an even number each side is
 * started first in as many as the other.
 */
export const USUAL_ROUNDS = 10

/** Of a round, for each side, where the settings name no other: at least one slice. */
const ROUND_MS = 5_000
const WARM_UP_MS = 2_000

/**
 * Two revisions of a target under the same load: check out → start both → alternate slices of the same traffic → judge
 * the paired slices. Nothing of it is left afterwards but two runs in the store.
 */
export async function loadAgainst(
  asked: Project,
  request: LoadAgainstRequest,
): Promise<LoadAgainstOutcome> {
  const project = withRoundTimes(asked)
  refuse(project, request)
  const phased = await scheduleOf(project)
  const chosen = await chooseTargets(project, request.what)
  await using store = await openProjectStore(project)
  const start = await beginRun(project)
  await using live = await LiveRecording.begin(project, 'load', start)
  const measured = await measureSides(project, { request, phased, chosen, live }).catch(
    (thrown: unknown) => {
      throw project.signal.aborted ? interruptedEarly() : thrown
    },
  )
  const runs = {
    current: assembleRun(project, { ...measured, start, request }, 'current'),
    baseline: assembleRun(project, { ...measured, start, request }, 'baseline'),
  }
  if (runs.current.results.length === 0) throw interruptedEarly()
  await keepRun(project, store, runs.baseline)
  await keepRun(project, store, runs.current)
  const comparison = judge(project, measured, runs)
  return { run: runs.current, comparison, exitCode: comparison.exitCode as ExitCode }
}

function withRoundTimes(project: Project): Project {
  const { settings } = project
  const loadDurationMs = settings.loadDurationMs ?? Math.max(ROUND_MS, sliceLength(settings))
  const loadWarmUpMs = settings.loadWarmUpMs ?? WARM_UP_MS
  return { ...project, settings: { ...settings, loadDurationMs, loadWarmUpMs } }
}

/** What can't be set beside another revision. @throws PlimsollError (exit 2) AGAINST_ADDRESS, AGAINST_PROFILE */
function refuse({ settings }: Project, { what }: LoadAgainstRequest): void {
  const address = what.find(isAddress)
  if (address !== undefined) {
    throw usageError(
      'AGAINST_ADDRESS',
      'an address has no revision: plimsoll can start no second one of it',
      'describe the service in targets of the configuration, and load scenarios that name it',
    )
  }
  const { loadProfile } = settings
  if (loadProfile !== 'breakpoint' && loadProfile !== 'mixed') return
  throw usageError(
    'AGAINST_PROFILE',
    `the profile ${loadProfile} can't be set beside another revision`,
    'choose one that asks the same of both: --profile sustained',
  )
}

interface Chosen {
  readonly scenario: PlannedScenario
  readonly target: StartedTarget
}

/** @throws PlimsollError (exit 2) as `planScenarios`; AGAINST_WITHOUT_TARGET */
async function chooseTargets(
  project: Project,
  what: readonly string[],
): Promise<readonly Chosen[]> {
  const { scenarios } = await planScenarios(project, what)
  const plans = resolveTargets(project.loaded.config.targets)
  const targets = new Targets(project)
  const chosen = scenarios.flatMap((each): readonly Chosen[] => {
    const scenario = targets.named(each)
    const target = plans.get(scenario.target ?? '')
    return target?.kind === 'started' ? [{ scenario, target }] : []
  })
  const keys = new Set(chosen.map(({ scenario }) => scenario.identity.key))
  const without = scenarios.flatMap(({ identity }) => (keys.has(identity.key) ? [] : identity.key))
  if (chosen.length > 0) {
    if (without.length > 0)
      project.tell(`left out, without a target of their own: ${without.join(', ')}`)
    return chosen
  }
  throw usageError(
    'AGAINST_WITHOUT_TARGET',
    `'${without[0] ?? ''}' has no target that plimsoll starts, so there is no second revision of it to load`,
    'describe the service in targets of the configuration (command, args), and name it in the scenario: target: "name"',
  )
}

interface Asked {
  readonly request: LoadAgainstRequest
  readonly phased: PhasedSchedule
  readonly chosen: readonly Chosen[]
  readonly live: LiveRecording
}

interface Measured {
  readonly names: Readonly<Record<Side, string>>
  readonly revisions: Readonly<Record<Side, Run['revision']>>
  readonly scenarios: readonly ScenarioRounds[]
}

async function measureSides(
  project: Project,
  { request, phased, chosen, live }: Asked,
): Promise<Measured> {
  const { revision: baseline, rounds } = request
  await using sides = await openSides(project, {
    kind: 'revisions',
    baseline,
    current: undefined,
  })
  const sliceMs = sliceLength(project.settings)
  const scenarios: ScenarioRounds[] = []
  for (const { scenario, target } of chosen) {
    if (project.signal.aborted) break
    const onRounds = (done: number): void =>
      live.rounds(scenarios.length * rounds + done, chosen.length * rounds, scenario.identity.key)
    const parts = { scenario, target, sides, phased, sliceMs, rounds, onRounds }
    scenarios.push(await measureRounds(project, parts))
  }
  return { ...shownSides(sides), scenarios }
}

const shownSides = ({ current, baseline }: DuetSides): Omit<Measured, 'scenarios'> => ({
  names: { current: current.name, baseline: baseline.name },
  revisions: { current: current.revision, baseline: baseline.revision },
})

/** Whole windows, long enough for a median: so many iterations, where the rate is low. */
const SLICE_MS = 1_000
const ITERATIONS_A_SLICE = 40

function sliceLength({ loadRatePerSecond }: Project['settings']): number {
  if (loadRatePerSecond === undefined) return SLICE_MS
  return SLICE_MS * Math.max(1, Math.ceil(ITERATIONS_A_SLICE / loadRatePerSecond))
}

interface RunParts extends Measured {
  readonly request: LoadAgainstRequest
  readonly start: RunStart
}

/** One side by itself: its rounds together, as a run like any other. */
function assembleRun(project: Project, parts: RunParts, side: Side): Run {
  const { scenarios, start, request, names, revisions } = parts
  const results = mergeResults(scenarios.flatMap((each) => each.results[side]))
  const aborted = project.signal.aborted || scenarios.some((each) => each.aborted)
  return tidyRun(
    {
      schema: RUN_SCHEMA,
      // Whoever watches knows the run by the id of the side that is judged.
      id: side === 'current' ? start.id : ulid(Date.parse(start.startedAt)),
      kind: 'load',
      status: aborted ? 'aborted' : statusOf(results.map(({ status }) => status)),
      startedAt: start.startedAt,
      finishedAt: instant(project.clock),
      seed: project.settings.seed ?? 0,
      labels: {
        ...project.settings.labels,
        side,
        beside: names[side === 'current' ? 'baseline' : 'current'],
      },
      note: request.note,
      revision: revisions[side],
      environment: describeEnvironment(
        start.environment,
        scenarios.flatMap(({ calibrations }) => calibrations),
      ),
      results,
      budgets: [],
      mergedFrom: [],
    },
    project.redactor,
  )
}

function statusOf(all: readonly Run['results'][number]['status'][]): Run['status'] {
  if (all.includes('failed')) return 'failed'
  return all.includes('invalid') ? 'invalid' : 'complete'
}

function judge(
  project: Project,
  { scenarios, names }: Measured,
  runs: Readonly<Record<Side, Run>>,
): Comparison {
  const { tolerancePercent, unchangedWithinPercent, confidence, strict } = project.settings
  const rule: DuetRuleOptions = {
    tolerancePercent,
    unchangedWithinPercent,
    confidence,
    clock: 'wall',
    scenarios: 2 * scenarios.length,
  }
  const evidence = scenarios.map((each) => each.evidence)
  const comparison = duetComparison(
    {
      current: { name: names.current, ...comparedRun(runs.current) },
      baseline: { name: names.baseline, ...comparedRun(runs.baseline) },
      scenarios: judgeLoads(evidence, rule),
      method: 'interleaved',
      failed: evidence.some(({ p50 }) => p50.failure !== undefined),
      aborted: runs.current.status === 'aborted',
      strict,
    },
    rule,
  )
  // Stages and errors come from the evidence, as the scenarios call them.
  return tidyTexts(comparison, project.redactor)
}

const comparedRun = ({ id, revision, environment }: Run): ComparedRun => ({
  run: id,
  revision,
  environment,
})
