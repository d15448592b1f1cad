import { readRun } from '../model/read.ts'
import { type Environment, RUN_SCHEMA, type Run, type RunStatus } from '../model/run.ts'
import { geometricMean } from '../stats/index.ts'
import { requireMergeable } from './merge/agree.ts'
import { mergeResults } from './merge/results.ts'

/** What a merged run gets from outside. */
export interface MergeOptions {
  /** Its ULID. */
  readonly id: string
  /** Default: the notes of the runs. */
  readonly note?: string
}

/**
 * One run from several of one revision, environment and kind: shards (their scenarios side by side) and repeats (the
 * launches of a scenario one after the other, its histograms added exactly). The order of `runs` does not matter.
 *
 * Budgets stay for scenarios that only one run has; those of repeats have to be judged anew.
 *
 * @throws PlimsollError (exit 2) MERGE_TOO_FEW, MERGE_TWICE, MERGE_REVISIONS, MERGE_ENVIRONMENTS, MERGE_KINDS,
 * MERGE_PROFILES
 */
export function mergeRuns(runs: readonly Run[], options: MergeOptions): Run {
  requireMergeable(runs)
  const inOrder = runs.toSorted((a, b) => compareText(a.startedAt + a.id, b.startedAt + b.id))
  const first = inOrder[0] as Run
  const merged: Run = {
    schema: RUN_SCHEMA,
    id: options.id,
    kind: first.kind,
    status: worstOf(inOrder.map(({ status }) => status)),
    startedAt: first.startedAt,
    finishedAt: inOrder.map(({ finishedAt }) => finishedAt).reduce(later),
    seed: first.seed,
    labels: commonLabels(inOrder),
    note: options.note ?? [...new Set(inOrder.map(({ note }) => note))].filter(Boolean).join('; '),
    revision: first.revision,
    environment: mergeEnvironments(inOrder.map(({ environment }) => environment)),
    results: mergeResults(inOrder.flatMap(({ results }) => results)),
    budgets: budgetsOfShards(inOrder),
    mergedFrom: inOrder.flatMap(({ id, mergedFrom }) => (mergedFrom.length > 0 ? mergedFrom : id)),
  }
  return readRun(merged, 'The merged run')
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const later = (a: string, b: string): string => (a > b ? a : b)

const SEVERITY: readonly RunStatus[] = ['aborted', 'failed', 'invalid', 'complete']

function worstOf(statuses: readonly RunStatus[]): RunStatus {
  return SEVERITY.find((status) => statuses.includes(status)) ?? 'complete'
}

/** A label on which runs disagree says nothing of all of them. */
function commonLabels(runs: readonly Run[]): Record<string, string> {
  const pairs = runs.flatMap(({ labels }) => Object.entries(labels))
  const agreed = pairs.filter(([name, value]) =>
    pairs.every(([other, its]) => other !== name || its === value),
  )
  return Object.fromEntries(agreed)
}

/** One fingerprint, so one kind of machine; its speed is the middle of what was seen, its load the worst. */
function mergeEnvironments(all: readonly Environment[]): Environment {
  const first = all[0] as Environment
  const steals = all.flatMap(({ load }) => load.stealPercent ?? [])
  return {
    ...first,
    calibration: {
      aluNs: geometricMean(all.map(({ calibration }) => calibration.aluNs)),
      allocNs: geometricMean(all.map(({ calibration }) => calibration.allocNs)),
    },
    load: {
      before: Math.max(...all.map(({ load }) => load.before)),
      after: Math.max(...all.map(({ load }) => load.after)),
      stealPercent: steals.length === 0 ? null : Math.max(...steals),
    },
  }
}

function budgetsOfShards(runs: readonly Run[]): Run['budgets'] {
  const seen = Map.groupBy(
    runs.flatMap(({ results }) => results),
    ({ scenario }) => scenario.key,
  )
  return runs
    .flatMap(({ budgets }) => budgets)
    .filter(({ scenario }) => (seen.get(scenario)?.length ?? 0) <= 1)
}
