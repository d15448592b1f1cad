import { ExitCode, mostSevere, PlimsollError } from '../kernel/errors.ts'
import { resolveAddress } from '../model/exchanges/address.ts'
import type { BenchPlan, MeasureEvent, Measurement, PlannedScenario } from '../model/plan.ts'
import { type Result, RUN_SCHEMA, type Run, type RunStatus } from '../model/run.ts'
import type { Store } from '../model/ports.ts'
import type { RunningTargets } from '../model/target.ts'
import { tidyRun } from '../model/tidy.ts'
import { exitCodeOfRun, judgeBudgets } from '../judge/index.ts'
import { benchmark, describeEnvironment } from '../measure/index.ts'
import { packHistogram } from '../record/index.ts'
import { interruptedEarly } from './errors.ts'
import { keepRun } from './keep-run.ts'
import { LiveRecording } from './live-run.ts'
import { instant, openProjectStore, type Project } from './project.ts'
import { openProfileFolder } from './profile-folder.ts'
import { beginRun, type RunStart } from './run-start.ts'
import { narrow, planScenarios, type Selection } from './select.ts'
import { withDeaths } from './target-deaths.ts'
import type { TargetKeeper } from './target-keeper.ts'
import { shareTargets } from './targets.ts'
import { measureTests, type TestsOutcome } from './vitest-files.ts'

/** What to benchmark. */
export interface BenchmarkRequest {
  /** Substrings of scenario names or file paths; none = everything. */
  readonly filters: readonly string[]
  readonly note: string
  /** Perf files to stay within, absolute paths; default: all of them. */
  readonly within?: readonly string[]
  /** Shows what happens; called once the plan is known. */
  readonly watch?: (plan: BenchPlan) => (event: MeasureEvent) => void
}

/** What a benchmark gave. */
export interface BenchmarkOutcome {
  readonly run: Run
  readonly exitCode: ExitCode
  /** CPU profiles written, absolute paths. */
  readonly profiles: readonly string[]
}

/** define → measure → judge budgets → record. The run is kept whatever the verdict. */
export async function runBenchmark(
  project: Project,
  request: BenchmarkRequest,
): Promise<BenchmarkOutcome> {
  const selection = narrow(await planScenarios(project, request.filters), request.within)
  // Opened before anything is measured: minutes of measuring must not end at a store that can't be written.
  await using store = await openProjectStore(project)
  await using shared = shareTargets(project)
  return await measureAndKeep(project, { request, selection, store, targets: shared.targets })
}

interface Parts {
  readonly request: BenchmarkRequest
  readonly selection: Selection
  readonly store: Store
  readonly targets: TargetKeeper
}

async function measureAndKeep(
  project: Project,
  { request, selection, store, targets }: Parts,
): Promise<BenchmarkOutcome> {
  const running = await targets.need(selection.scenarios)
  const scenarios = selection.scenarios.map((scenario) => met(targets.named(scenario), running))
  const plan = { ...planOf(project, { ...selection, scenarios }), targets: running }
  const start = await beginRun(project)
  await using live = await LiveRecording.begin(project, 'bench', start)
  const onEvent = live.besideBench(plan, request.watch)
  const native = await benchmark.measure(plan, { signal: project.signal, onEvent, packHistogram })
  const { aborted } = native
  const died = targetEnds(targets, scenarios)
  const tests = await measureTests(project, { selection, plan, onEvent, aborted })
  const measured = { ...native, results: native.results.map(died.noted) }
  const run = assembleRun(project, { request, plan, start, native: measured, tests })
  if (run.results.length === 0) throw nothingMeasured(run.status, tests.exitCodes)
  await keepRun(project, store, run)
  const exitCode = exitCodeOfRun(run, { strict: project.settings.strict })
  return {
    run,
    exitCode: mostSevere([exitCode, died.exitCode, ...tests.exitCodes]),
    profiles: native.profiles,
  }
}

/** Work that is data, with its address complete. @throws PlimsollError as `resolveAddress` */
function met(scenario: PlannedScenario, running: RunningTargets): PlannedScenario {
  const { exchange, target } = scenario
  if (exchange === undefined) return scenario
  const info = target === undefined ? undefined : running[target]
  return { ...scenario, exchange: resolveAddress(exchange, info) }
}

/** What the ends of targets make of results. */
function targetEnds(
  targets: TargetKeeper,
  scenarios: readonly PlannedScenario[],
): { readonly noted: (result: Result) => Result; readonly exitCode: ExitCode } {
  const names = new Map(scenarios.map(({ identity, target }) => [identity.key, target]))
  const isGone = [...names.values()].some((name) => targets.isGone(name))
  return {
    noted: (result) => withDeaths(result, targets.deaths(names.get(result.scenario.key))),
    exitCode: isGone ? ExitCode.scenarioFailed : ExitCode.passed,
  }
}

function planOf(project: Project, selection: Selection): BenchPlan {
  const { settings } = project
  return {
    kind: 'bench',
    scenarios: selection.scenarios,
    launches: settings.launches,
    timeMs: settings.timeMs,
    warmUpMs: settings.warmUpMs,
    seed: settings.seed ?? Math.trunc(project.clock.epoch()) >>> 0,
    cwd: project.cwd,
    cpuProfileDir: openProfileFolder(project),
  }
}

interface RunParts {
  readonly request: BenchmarkRequest
  readonly plan: BenchPlan
  readonly start: RunStart
  readonly native: Measurement
  readonly tests: TestsOutcome
}

function assembleRun(project: Project, { request, plan, start, native, tests }: RunParts): Run {
  const results = [...native.results, ...tests.results]
  const budgets = new Map(results.map(({ scenario, budget }) => [scenario.key, budget]))
  return tidyRun(
    {
      schema: RUN_SCHEMA,
      id: start.id,
      kind: 'bench',
      status: statusOf(results, native.aborted || tests.aborted),
      startedAt: start.startedAt,
      finishedAt: instant(project.clock),
      seed: plan.seed,
      labels: project.settings.labels,
      note: request.note,
      revision: start.revision,
      environment: describeEnvironment(start.environment, [
        ...native.calibrations,
        ...tests.calibrations,
      ]),
      results,
      budgets: judgeBudgets(results, (key) => budgets.get(key)),
      mergedFrom: [],
    },
    project.redactor,
  )
}

function statusOf(results: Run['results'], aborted: boolean): RunStatus {
  if (aborted) return 'aborted'
  return results.some(({ status }) => status === 'failed') ? 'failed' : 'complete'
}

/** There is nothing to record: interrupted too early, or Vitest's perf tests gave no result. */
function nothingMeasured(status: RunStatus, exitCodes: readonly ExitCode[]): PlimsollError {
  if (status === 'aborted') return interruptedEarly()
  return new PlimsollError({
    code: 'NOTHING_MEASURED',
    message: 'nothing was measured',
    hint: 'a perf test measures with measure(scenario) from plimsoll/vitest; what went wrong is said above',
    exitCode: mostSevere([ExitCode.scenarioFailed, ...exitCodes]),
  })
}
