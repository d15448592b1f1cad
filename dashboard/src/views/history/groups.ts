import type { ChangeSide, HistorySeries, LevelChange } from '../../../../src/model/history.ts'
import { scenarioOf } from '../../../../src/show/text/history.ts'

/** Series as they stand on the page: a metric of a scenario, its stages beneath it. */
export interface SeriesGroup {
  /** Of the section. */
  readonly id: string
  readonly head: HistorySeries
  /** Of its stages, in their order. */
  readonly stages: readonly HistorySeries[]
}

/** Where only stages were asked for, each stands by itself. */
export function groupSeries(series: readonly HistorySeries[]): readonly SeriesGroup[] {
  const heads = series.filter((each) => scenarioOf(each, series) === undefined)
  return heads.map((head, index) => ({
    id: `series-${index + 1}`,
    head,
    stages: series.filter((each) => scenarioOf(each, series) === head),
  }))
}

/** A change, and whose it is. */
export interface FoundChange {
  readonly group: SeriesGroup
  readonly series: HistorySeries
  readonly change: LevelChange
  /** Stages that changed with their scenario. */
  readonly withIt: readonly string[]
}

/** The newest changes of all series first; what a stage did with its scenario is told there. */
export function latestChanges(groups: readonly SeriesGroup[]): readonly FoundChange[] {
  return groups
    .flatMap((group) => [
      ...group.head.changes.map((change) => ({
        group,
        series: group.head,
        change,
        withIt: stagesAt(group, change.first),
      })),
      ...group.stages.flatMap((series) =>
        series.changes
          .filter((change) => !isTold(change, group.head))
          .map((change) => ({ group, series, change, withIt: [] })),
      ),
    ])
    .toSorted((one, other) => (one.change.first.startedAt < other.change.first.startedAt ? 1 : -1))
}

/** Whether a stage's change came with its scenario's. */
export const isTold = (change: LevelChange, head: HistorySeries): boolean =>
  head.changes.some(({ first }) => first.run === change.first.run)

const stagesAt = ({ stages }: SeriesGroup, { run }: ChangeSide): readonly string[] =>
  stages
    .filter(({ changes }) => changes.some(({ first }) => first.run === run))
    .flatMap(({ stage }) => stage ?? [])
