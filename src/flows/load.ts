import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ExitCode, messageOf, mostSevere, usageError } from '../kernel/errors.ts'
import {
  type BudgetVerdict,
  type Calibration,
  type Result,
  RUN_SCHEMA,
  type Run,
  type RunStatus,
} from '../model/run.ts'
import { tidyRun } from '../model/tidy.ts'
import { exitCodeOfRun } from '../judge/index.ts'
import {
  type AddressRequest,
  describeEnvironment,
  isAddress,
  type LoadEvent,
  type LoadPlan,
  measureLoad,
  refuseAddressParts,
  scheduleDurationMs,
} from '../measure/index.ts'
import { packHistogram } from '../record/index.ts'
import { interruptedEarly } from './errors.ts'
import { keepRun } from './keep-run.ts'
import { LiveRecording } from './live-run.ts'
import { LoadBeside } from './load-beside.ts'
import { findBreakpoint } from './load-breakpoint.ts'
import { type JudgedMeasurement, LoadLimits } from './load-limits.ts'
import { addressPlan, scenarioPlans } from './load-plans.ts'
import type { LoadRequest } from './load-request.ts'
import { scheduleOf, searchOf } from './load-schedule.ts'
import { instant, openProjectStore, type Project } from './project.ts'
import { beginRun, type RunStart } from './run-start.ts'
import type { TargetKeeper } from './target-keeper.ts'

/** What a load test gave. */
export interface LoadOutcome {
  readonly run: Run
  readonly exitCode: ExitCode
}

/** plan → load one after the other → judge budgets → record. The run is kept whatever the verdict. */
export async function loadTest(project: Project, request: LoadRequest): Promise<LoadOutcome> {
  await using beside = await LoadBeside.open(project)
  const plans = await plansOf(project, request, beside.targets)
  await using store = await openProjectStore(project)
  await beside.watch(plans)
  const start = await beginRun(project)
  await using live = await LiveRecording.begin(project, 'load', start)
  const watched = { ...request, watch: live.besideLoad(request.watch) }
  const results: Result[] = []
  const calibrations: Calibration[] = []
  const budgets: BudgetVerdict[] = []
  let aborted = false
  for (const plan of plans) {
    if (aborted || project.signal.aborted) break
    const measured = await carryOut(project, { plan, plans, request: watched, beside, live })
    results.push(...measured.results)
    calibrations.push(...measured.calibrations)
    budgets.push(...measured.budgets)
    aborted ||= measured.aborted
  }
  if (results.length === 0) throw interruptedEarly()
  aborted ||= project.signal.aborted
  const run = assembleRun(project, {
    request,
    plans,
    start,
    results,
    calibrations,
    budgets,
    aborted,
  })
  await keepRun(project, store, run)
  return { run, exitCode: exitCodeOf(run, project) }
}

interface Loading {
  readonly plan: LoadPlan
  /** All that the record is going to hold. */
  readonly plans: readonly LoadPlan[]
  readonly request: LoadRequest
  readonly beside: LoadBeside
  readonly live: LiveRecording
}

async function carryOut(
  project: Project,
  { plan, plans, request: { budget, watch }, beside, live }: Loading,
): Promise<JudgedMeasurement> {
  if (project.settings.loadProfile === 'breakpoint') {
    return findBreakpoint(project, {
      plan,
      search: searchOf(project),
      budget,
      watch,
      beside,
    })
  }
  const { loadAbortOn: abortOn } = project.settings
  const limits = new LoadLimits(plan, { budget, abortOn, signal: project.signal })
  const show = watch?.(plan)
  const measured = await measureLoad(plan, {
    signal: limits.signal,
    stop: project.stopSignal(),
    packHistogram,
    resultsInRecord: plans.reduce((sum, { lanes }) => sum + lanes.length, 0),
    onOutput: project.tell,
    onEvent: (event) => {
      limits.onEvent(event)
      show?.(event)
    },
    onRehearsal: live.rehearse,
    ...beside.options(plan),
  })
  const results = limits.noted(beside.noted(plan, measured.results))
  return { ...measured, results, budgets: limits.verdicts(results) }
}

export type { LoadEvent, LoadPlan }

/** Length of a plan's longest schedule, ms. */
export const lengthOf = ({ lanes }: LoadPlan): number =>
  Math.max(...lanes.map(({ schedule }) => scheduleDurationMs(schedule)))

async function plansOf(
  project: Project,
  request: LoadRequest,
  targets: TargetKeeper,
): Promise<readonly LoadPlan[]> {
  const { settings } = project
  const phased = await scheduleOf(project)
  const [first = '', ...rest] = request.what
  if (!request.what.some(isAddress)) {
    refuseAddressParts(request.what, { ...request.asked, insecure: false, http2: false })
    return scenarioPlans(project, request, { phased, targets })
  }
  if (rest.length > 0) {
    throw usageError(
      'ONE_ADDRESS',
      'one address at a time can be loaded',
      'run the command once for each; the records can be compared',
    )
  }
  const { loadInsecure: insecure, loadHttp2: http2 } = settings
  const ca = await readCa(project)
  const asked: AddressRequest = { ...request.asked, url: first, insecure, http2, ca }
  return [await addressPlan(project, asked, { budget: request.budget, phased })]
}

async function readCa({ settings, cwd }: Project): Promise<string | undefined> {
  if (settings.loadCa === undefined) return undefined
  const file = resolve(cwd, settings.loadCa)
  try {
    return await readFile(file, 'utf8')
  } catch (thrown) {
    const message = `the certificates can't be read: ${messageOf(thrown)}`
    throw usageError('CA_UNREADABLE', message, '--ca takes a file in PEM format')
  }
}

interface RunParts {
  readonly request: LoadRequest
  readonly plans: readonly LoadPlan[]
  readonly start: RunStart
  readonly results: readonly Result[]
  readonly calibrations: readonly Calibration[]
  readonly budgets: readonly BudgetVerdict[]
  readonly aborted: boolean
}

function assembleRun(project: Project, parts: RunParts): Run {
  const { request, plans, start, results, calibrations, budgets, aborted } = parts
  return tidyRun(
    {
      schema: RUN_SCHEMA,
      id: start.id,
      kind: 'load',
      status: statusOf(results, aborted),
      startedAt: start.startedAt,
      finishedAt: instant(project.clock),
      seed: plans[0]?.seed ?? 0,
      labels: project.settings.labels,
      note: request.note,
      revision: start.revision,
      environment: describeEnvironment(start.environment, calibrations),
      results,
      budgets,
      mergedFrom: [],
    },
    project.redactor,
  )
}

function statusOf(results: readonly Result[], aborted: boolean): RunStatus {
  if (aborted) return 'aborted'
  if (results.some(({ status }) => status === 'failed')) return 'failed'
  return results.some(({ status }) => status === 'invalid') ? 'invalid' : 'complete'
}

/** When nothing at all succeeded, the target can't be reached, or not be used. */
function exitCodeOf(run: Run, { settings }: Project): ExitCode {
  const succeeded = run.results.every(({ counts }) => counts.completed > 0)
  const reached = succeeded ? ExitCode.passed : ExitCode.scenarioFailed
  return mostSevere([exitCodeOfRun(run, { strict: settings.strict }), reached])
}
