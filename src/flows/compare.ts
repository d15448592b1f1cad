import { type ExitCode, mostSevere, PlimsollError } from '../kernel/errors.ts'
import type { Comparison } from '../model/comparison.ts'
import type { Run } from '../model/run.ts'
import type { Store } from '../model/ports.ts'
import { compareRuns, exitCodeOfBudget } from '../judge/index.ts'
import { findBaseline, type FoundBaseline } from './baseline-of.ts'
import { noiseFloorsOf } from './noise-floors.ts'
import { openStoreToRead, type Project } from './project.ts'
import { findRun } from './runs.ts'

/** What to compare. */
export interface CompareRequest {
  /** An id, or the beginning of one; default: the newest run. */
  readonly run: string | undefined
  readonly filters: readonly string[]
}

/** A comparison, with what it compared. */
export interface CompareOutcome {
  readonly run: Run
  readonly comparison: Comparison
  readonly exitCode: ExitCode
  /** Which baseline, and why: one sentence. */
  readonly explanation: string
}

/** Judges a recorded run by a baseline; measures nothing. */
export async function compareRecorded(
  project: Project,
  request: CompareRequest,
): Promise<CompareOutcome> {
  await using store = await openStoreToRead(project)
  const run = await findRun(project, store, request.run)
  return await judgeByBaseline(project, store, { run, filters: request.filters })
}

/** Judges a run by the baseline that applies to it. @throws PlimsollError NO_BASELINE, BASELINE_NOT_FOUND */
export async function judgeByBaseline(
  project: Project,
  store: Store,
  { run, filters }: { readonly run: Run; readonly filters: readonly string[] },
): Promise<CompareOutcome> {
  const baseline = await findBaseline(project, store, run)
  return judgeBeside(project, store, { run, baseline, filters })
}

/** One run beside another. */
export interface Beside {
  readonly run: Run
  readonly baseline: FoundBaseline
  readonly filters: readonly string[]
}

/** Judges a run by this other one. */
export async function judgeBeside(
  project: Project,
  store: Store,
  { run, baseline, filters }: Beside,
): Promise<CompareOutcome> {
  const { settings } = project
  const { fingerprint } = run.environment
  const noiseFloorPercent = await noiseFloorsOf(store, fingerprint, ['stored'])
  const declared = new Map(run.results.map(({ scenario, budget }) => [scenario.key, budget]))
  const compared = compareRuns(run, baseline.run, {
    baselineName: baseline.name,
    filters,
    tolerancePercent: settings.tolerancePercent,
    unchangedWithinPercent: settings.unchangedWithinPercent,
    thresholdMs: settings.thresholdMs,
    confidence: settings.confidence,
    strict: settings.strict,
    noiseFloorPercent,
    budgetOf: (key) => declared.get(key),
  })
  // What is shown beside the comparison counts with it: the run's own budgets, absolute, as they were judged.
  const exitCode = mostSevere([
    compared.exitCode as ExitCode,
    ...run.budgets.map((budget) => exitCodeOfBudget(budget, settings.strict)),
  ])
  return {
    run,
    comparison: { ...compared, exitCode },
    exitCode,
    explanation: baseline.explanation,
  }
}

/** Baselines are of benchmarks: what a load test measured is another thing, whatever the scenario's name. */
export async function comparisonOf(
  run: Run,
  project: Project,
  store: Store,
): Promise<Comparison | undefined> {
  if (run.kind === 'load') return undefined
  try {
    return (await judgeByBaseline(project, store, { run, filters: [] })).comparison
  } catch (thrown) {
    if (thrown instanceof PlimsollError && thrown.code === 'NO_BASELINE') return undefined
    throw thrown
  }
}
