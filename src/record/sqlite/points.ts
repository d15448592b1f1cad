import type { Metric, Run } from '../../model/run.ts'

/** One run's value in one series, as the index keeps it. */
export interface IndexedPoint {
  readonly scenario: string
  /** Empty for the scenario itself: a stage's name never is. */
  readonly stage: string
  readonly metric: string
  readonly p50: number
  readonly p95: number | null
  readonly p99: number | null
  readonly mean: number
}

/**
 * What histories show of a run. Interrupted and invalid runs, and scenarios that failed, are kept but have no point:
 * half a measurement beside whole ones would look like a change.
 */
export function pointsOf(run: Run): IndexedPoint[] {
  if (run.status === 'aborted' || run.status === 'invalid') return []
  return run.results
    .filter((result) => result.status === 'ok')
    .flatMap(({ scenario, metrics, stages }) => [
      ...pointsOfPart(scenario.key, '', metrics),
      ...stages.flatMap((stage) => pointsOfPart(scenario.key, stage.name, stage.metrics)),
    ])
}

function pointsOfPart(
  scenario: string,
  stage: string,
  metrics: Readonly<Record<string, Metric>>,
): IndexedPoint[] {
  return Object.entries(metrics)
    .filter(([, { samples }]) => samples > 0)
    .map(([metric, { p50, p95 = null, p99 = null, mean }]) => {
      return { scenario, stage, metric, p50, p95, p99, mean }
    })
}
