import type { RunSummary } from '../model/page.ts'
import type { Run } from '../model/run.ts'

/** What a list says of a run beside its header; step 3 of sqlite/migrations.ts makes the same of older documents. */
export type KeptSummary = Pick<
  RunSummary,
  'revision' | 'environment' | 'results' | 'budgets' | 'scenarios'
>

/** Names of scenarios that a list knows. */
const NAMES_MAX = 20

/** What a list says of a run. @param baselines those that point to it */
export function summaryOf(run: Run, baselines: readonly string[]): RunSummary {
  const { id, kind, status, startedAt, finishedAt, note, labels } = run
  return {
    id,
    kind,
    status,
    startedAt,
    finishedAt,
    note,
    labels,
    ...keptSummaryOf(run),
    baselines,
  }
}

/** The part of it that only the record tells. */
export function keptSummaryOf({ revision, environment, results, budgets }: Run): KeptSummary {
  const { fingerprint, cpuModel, cores, os, node, ci } = environment
  return {
    revision,
    environment: { fingerprint, cpuModel, cores, os, node, ci },
    results: countBy(
      results.map(({ status }) => status),
      ['ok', 'failed', 'invalid'],
    ),
    budgets: countBy(
      budgets.map(({ verdict }) => verdict),
      ['met', 'broken', 'inconclusive'],
    ),
    scenarios: [...new Set(results.map(({ scenario }) => scenario.name))].slice(0, NAMES_MAX),
  }
}

function countBy<K extends string>(found: readonly K[], all: readonly K[]): Record<K, number> {
  const counts = all.map((each) => [each, found.filter((one) => one === each).length] as const)
  return Object.fromEntries(counts) as Record<K, number>
}
