import { availableParallelism } from 'node:os'
import { ulid } from 'ulid'
import type { ExitCode } from '../kernel/errors.ts'
import type { ComparedRun, Comparison } from '../model/comparison.ts'
import type { DuetEvent, DuetMeasurement, DuetPlan, LoadedBySide, Side } from '../model/duet.ts'
import { RUN_SCHEMA, type Run } from '../model/run.ts'
import { tidyRun, tidyTexts } from '../model/tidy.ts'
import {
  duetComparison,
  type DuetRuleOptions,
  duetStopRule,
  judgeDuets,
  type InterleavedEvidence,
  pairsFor,
} from '../judge/index.ts'
import {
  beginEnvironment,
  describeEnvironment,
  duetConcurrencyOn,
  type EnvironmentStart,
  fingerprintOf,
  generatedAndShared,
  type Interleaving,
  machineFacts,
  measureDuets,
  measureInterleaved,
  obstacleBetweenSides,
  sideEnvironment,
} from '../measure/index.ts'
import { packHistogram } from '../record/index.ts'
import {
  type DuetSelection,
  type DuetSides,
  type DuetSubject,
  openSides,
  selectPairs,
} from './duet-sides.ts'
import { failureNotes, notesOn, uncheckedNotes } from './duet-notes.ts'
import { profileMoved } from './duet-profiles.ts'
import { withTargets } from './duet-targets.ts'
import { interruptedEarly } from './errors.ts'
import { keepRun } from './keep-run.ts'
import { LiveRecording } from './live-run.ts'
import { noiseFloorsOf } from './noise-floors.ts'
import { openProfileFolder } from './profile-folder.ts'
import { instant, openProjectStore, type Project } from './project.ts'
import { shareTargets } from './targets.ts'

/** What to put beside each other. */
export interface DuetRequest {
  readonly subject: DuetSubject
  /** Substrings of scenario names or file paths; none = everything. */
  readonly filters: readonly string[]
  /** Keys of scenarios to stay within; default: all of them. */
  readonly within?: readonly string[]
  readonly note: string
  /** Shows what happens; called once the plan is known. */
  readonly watch?: (plan: DuetPlan) => (event: DuetEvent) => void
}

/** What a duet gave. */
export interface DuetOutcome {
  /** The current side by itself, as recorded. */
  readonly run: Run
  readonly comparison: Comparison
  readonly exitCode: ExitCode
  /** Sides in which a scenario failed; `undefined` = it could not be told in which. */
  readonly failedIn: readonly (Side | undefined)[]
}

/** check out → load both → measure both in one process → judge → record. What was checked out is gone afterwards. */
export async function duet(project: Project, request: DuetRequest): Promise<DuetOutcome> {
  await using store = await openProjectStore(project)
  const fingerprint = fingerprintOf(machineFacts())
  const noise = await noiseFloorsOf(store, fingerprint, ['duet', 'interleaved'])
  // Whoever watches is told of its end once it is in the store.
  await using watched = new AsyncDisposableStack()
  const measured = await measureSides(project, request, { noise, watched }).catch(
    (thrown: unknown) => {
      // What an interrupt makes of checking out and installing is no fault of theirs.
      throw project.signal.aborted ? interruptedEarly() : thrown
    },
  )
  const { current, baseline } = measured.runs
  const kept = [baseline, current].filter(({ results }) => results.length > 0)
  if (kept.length === 0 && project.signal.aborted) throw interruptedEarly()
  for (const run of kept) await keepRun(project, store, run)
  const { comparison, failedIn } = measured
  return { run: current, comparison, exitCode: comparison.exitCode as ExitCode, failedIn }
}

interface Measured {
  readonly runs: Readonly<Record<Side, Run>>
  readonly comparison: Comparison
  readonly failedIn: DuetOutcome['failedIn']
}

interface Beside {
  /** Noise floors, in percent. */
  readonly noise: (key: string) => number
  /** Takes what shows the duet to whoever watches. */
  readonly watched: AsyncDisposableStack
}

async function measureSides(
  project: Project,
  request: DuetRequest,
  { noise: noiseFloorPercent, watched }: Beside,
): Promise<Measured> {
  const { signal } = project
  const folder = openProfileFolder(project)
  const start = startOf(project)
  await using sides = await openSides(project, request.subject)
  await using shared = shareTargets(project)
  const chosen = await selectPairs(project, sides, request)
  const { selection, targets } = await withTargets(chosen, shared.targets)
  const plan = { ...(await planOf(project, sides, selection)), targets }
  const everything = { ...plan, pairs: [...plan.pairs, ...selection.apart] }
  const live = await LiveRecording.begin(project, 'duet', {
    id: start.ids.current,
    startedAt: start.at,
    revision: sides.current.revision,
  })
  const onEvent = watched.use(live).besideDuet(everything, request.watch)
  const scenarios = plan.pairs.length + selection.apart.length
  const rule = { ...ruleOf(project), scenarios, noiseFloorPercent }
  const obstacle = (loaded: LoadedBySide): string | undefined =>
    obstacleBetweenSides(loaded, sides.facts)
  const together = await measureDuets(plan, {
    decide: (launches, key) => duetStopRule({ ...rule, key })(launches),
    obstacle,
    unchecked: generatedAndShared,
    packHistogram,
    signal,
    onEvent,
  })
  const apart = await measureInterleaved(
    { ...plan, pairs: selection.apart },
    {
      launches: pairsFor(scenarios, project.settings.confidence),
      timeMs: plan.timeMs,
      warmUpMs: plan.warmUpMs,
      signal,
      obstacle,
      onEvent,
      packHistogram,
    },
  )
  const parts = { sides, selection, plan, start, together, apart, request }
  const runs = {
    current: assembleRun(project, parts, 'current'),
    baseline: assembleRun(project, parts, 'baseline'),
  }
  const comparison = await profileMoved(project, judge(project, { ...parts, runs, rule }), {
    plan: everything,
    folder,
    onEvent,
  })
  const failures = [...together.evidence, ...apart].flatMap(({ failure }) => failure ?? [])
  return { runs, comparison, failedIn: failures.map(({ side }) => side) }
}

interface Start {
  readonly at: string
  readonly environment: EnvironmentStart
  /** Of the records that it is going to be. */
  readonly ids: Readonly<Record<Side, string>>
}

function startOf({ clock }: Project): Start {
  const at = instant(clock)
  const id = (): string => ulid(Date.parse(at))
  return { at, environment: beginEnvironment(), ids: { current: id(), baseline: id() } }
}

const foldersOf = ({ current, baseline }: DuetSides): Pick<DuetPlan, Side> => ({
  current: current.folder,
  baseline: baseline.folder,
})

/** How both sides are measured. */
export async function planOf(
  project: Project,
  sides: DuetSides,
  selection: DuetSelection,
): Promise<DuetPlan> {
  const { settings, clock } = project
  const folders = foldersOf(sides)
  return {
    ...folders,
    pairs: selection.pairs,
    replace: sides.replace,
    env: await sideEnvironment(folders),
    seed: settings.seed ?? Math.trunc(clock.epoch()) >>> 0,
    timeMs: settings.duetTimeMs,
    warmUpMs: settings.duetWarmUpMs,
    budgetMs: settings.duetBudgetMs,
    concurrency: settings.duetConcurrency ?? duetConcurrencyOn(availableParallelism()),
  }
}

function ruleOf({ settings }: Project): DuetRuleOptions {
  const { tolerancePercent, unchangedWithinPercent, confidence, duetClock: clock } = settings
  return { tolerancePercent, unchangedWithinPercent, confidence, clock }
}

interface Parts {
  readonly sides: DuetSides
  readonly selection: DuetSelection
  readonly plan: DuetPlan
  readonly start: Start
  readonly together: DuetMeasurement
  readonly apart: readonly Interleaving[]
  readonly request: DuetRequest
}

/** One side by itself, as a run like any other. */
function assembleRun(project: Project, parts: Parts, side: Side): Run {
  const { sides, plan, start, together, apart, request } = parts
  const results = [...together.results[side], ...apart.flatMap((each) => each.results[side] ?? [])]
  const aborted = together.aborted || project.signal.aborted
  const failed = results.some(({ status }) => status === 'failed')
  return tidyRun(
    {
      schema: RUN_SCHEMA,
      id: start.ids[side],
      kind: 'duet',
      status: aborted ? 'aborted' : failed ? 'failed' : 'complete',
      startedAt: start.at,
      finishedAt: instant(project.clock),
      seed: plan.seed,
      labels: { ...project.settings.labels, side, beside: sides[other(side)].name },
      note: request.note,
      revision: sides[side].revision,
      environment: describeEnvironment(start.environment, together.calibrations),
      results,
      budgets: [],
      mergedFrom: [],
    },
    project.redactor,
  )
}

const other = (side: Side): Side => (side === 'current' ? 'baseline' : 'current')

interface Judged extends Parts {
  readonly runs: Readonly<Record<Side, Run>>
  readonly rule: DuetRuleOptions
}

function judge(project: Project, parts: Judged): Comparison {
  const { sides, selection, together, apart, runs, rule } = parts
  const scenarios = judgeDuets(together.evidence, rule, apart.map(evidenceApart))
  const comparison = duetComparison(
    {
      current: { name: sides.current.name, ...comparedRun(runs.current) },
      baseline: { name: sides.baseline.name, ...comparedRun(runs.baseline) },
      scenarios,
      added: selection.added,
      removed: selection.removed,
      method: together.evidence.length === 0 && apart.length > 0 ? 'interleaved' : 'duet',
      failed: [...together.evidence, ...apart].some(({ failure }) => failure !== undefined),
      aborted: runs.current.status === 'aborted',
      strict: project.settings.strict,
      notes: [
        ...notesOn(selection),
        ...failureNotes([...together.evidence, ...apart], sides),
        ...uncheckedNotes([...together.evidence, ...apart]),
      ],
    },
    rule,
  )
  // Stages and errors come from the evidence, as the scenarios call them.
  return tidyTexts(comparison, project.redactor)
}

const EXCLUSIVE = 'it declares exclusive: true'

function evidenceApart({ pair, medians, failure, obstacle }: Interleaving): InterleavedEvidence {
  return { identity: pair.identity, because: EXCLUSIVE, failure, obstacle, ...medians }
}

const comparedRun = ({ id, revision, environment }: Run): ComparedRun => ({
  run: id,
  revision,
  environment,
})
