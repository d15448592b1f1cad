import type {
  Comparison,
  PartComparison,
  ScenarioComparison,
  Verdict,
} from '../../../../src/model/comparison.ts'
import type { Interval } from '../../../../src/model/run.ts'
import { formatTogether } from '../../../../src/show/text/quantity.ts'
import { groupByVerdict, isTelling, tellingParts } from '../../../../src/show/text/verdicts.ts'

/** The lines of the comparison's plot, in the order of reading. */

/** One line. */
export interface PlotRow {
  readonly kind: 'scenario' | 'stage' | 'metric' | 'suggestion'
  readonly name: string
  readonly verdict: Verdict
  readonly ratio: number | null
  readonly interval: Interval | null
  /** Of the interval, 0–1. */
  readonly confidence: number
  readonly detectablePercent: number | null
  /** Of its scenario, where it was judged by that instead of the tolerance. */
  readonly noiseFloorPercent?: number | undefined
  /** Typical time of either side, in units that are read side by side; empty = not known. */
  readonly times: { readonly baseline: string; readonly current: string }
  /** Why it was judged so. */
  readonly reason: string
}

/** A scenario with the lines of its parts. */
export interface PlotEntry {
  readonly scenario: ScenarioComparison
  readonly row: PlotRow
  readonly parts: readonly PlotRow[]
}

/** Scenarios of one verdict; `folded`: unchanged, with nothing else to tell. */
export interface PlotGroup {
  readonly id: Verdict | 'folded'
  readonly verdict: Verdict
  readonly entries: readonly PlotEntry[]
}

/** Which parts stand beneath their scenarios. */
export type PartChoice = 'telling' | 'all'

/** Worst first, the largest change first in each group; what tells nothing comes last, in a group of its own. */
export function arrangeRows(
  { scenarios }: Pick<Comparison, 'scenarios'>,
  parts: PartChoice,
): readonly PlotGroup[] {
  const entryOf = (scenario: ScenarioComparison): PlotEntry => ({
    scenario,
    row: scenarioRow(scenario),
    parts: partRows(scenario, parts),
  })
  const groups = groupByVerdict(scenarios).map(({ verdict, scenarios: all }) => ({
    id: verdict,
    verdict,
    entries: all.filter(isTelling).map(entryOf),
  }))
  const silent = groupByVerdict(scenarios.filter((each) => !isTelling(each)))
  const folded = silent.map(({ verdict, scenarios: all }) => ({
    id: 'folded' as const,
    verdict,
    entries: all.map(entryOf),
  }))
  return [...groups, ...folded].filter(({ entries }) => entries.length > 0)
}

/** Whose name, or that of a part, holds all of these words. */
export function matching(
  scenarios: readonly ScenarioComparison[],
  words: string,
): readonly ScenarioComparison[] {
  const asked = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (asked.length === 0) return scenarios
  return scenarios.filter(({ key, stages, metrics }) => {
    const text = [key, ...[...stages, ...metrics].map(({ name }) => name)].join('\n').toLowerCase()
    return asked.every((word) => text.includes(word))
  })
}

function scenarioRow(scenario: ScenarioComparison): PlotRow {
  const { key, verdict, ratio, interval, confidence, reason } = scenario
  return {
    kind: 'scenario',
    name: key,
    verdict,
    ratio,
    interval,
    confidence,
    detectablePercent: scenario.smallestDetectablePercent,
    noiseFloorPercent: scenario.noiseFloorPercent,
    times: timesOf(scenario.baselineNs, scenario.currentNs),
    reason,
  }
}

function partRows(scenario: ScenarioComparison, choice: PartChoice): readonly PlotRow[] {
  const telling = new Set(tellingParts(scenario))
  const chosen = (part: PartComparison): boolean => choice === 'all' || telling.has(part)
  return [
    ...suggestionRow(scenario),
    ...scenario.stages.filter(chosen).map((part) => partRow('stage', part, scenario)),
    ...scenario.metrics.filter(chosen).map((part) => partRow('metric', part, scenario)),
  ]
}

/** What the single run had suggested, where another way of measuring decided. */
function suggestionRow({ suggested, confidence }: ScenarioComparison): readonly PlotRow[] {
  if (suggested === undefined) return []
  return [
    {
      kind: 'suggestion',
      name: 'the single run suggested',
      ...suggested,
      confidence,
      detectablePercent: null,
      times: timesOf(null, null),
      reason: '',
    },
  ]
}

function partRow(
  kind: 'stage' | 'metric',
  part: PartComparison,
  { confidence, noiseFloorPercent }: Pick<ScenarioComparison, 'confidence' | 'noiseFloorPercent'>,
): PlotRow {
  const { name, verdict, ratio, interval, reason } = part
  return {
    kind,
    name,
    verdict,
    ratio,
    interval,
    confidence: part.confidence ?? confidence,
    detectablePercent: null,
    noiseFloorPercent,
    times: timesOf(part.baselineNs ?? null, part.currentNs ?? null),
    reason,
  }
}

function timesOf(baselineNs: number | null, currentNs: number | null): PlotRow['times'] {
  const [baseline = '', current = ''] = formatTogether([baselineNs, currentNs], 'ns')
  return {
    baseline: baselineNs === null ? '' : baseline,
    current: currentNs === null ? '' : current,
  }
}
