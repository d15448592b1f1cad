import type { Comparison, ScenarioComparison, Verdict } from '../../../../src/model/comparison.ts'
import { formatChange, formatPercent, plural } from '../../../../src/show/text/quantity.ts'
import { groupByVerdict } from '../../../../src/show/text/verdicts.ts'
import { clip, visibleLine } from '../../../../src/show/text/visible.ts'

/** A comparison in one line: what a reader who reads nothing else should know. */

/** Longer names are cut in their middle. */
const NAME_LENGTH = 60

/** `decode regressed: +12.4 %`, `3 scenarios regressed, most of all decode: +12.4 %`, `Nothing changed by more than 10 %`. */
export function headlineOf({ scenarios, budgets, rule }: Comparison): string {
  const ofVerdict = byVerdict(scenarios)
  const broken = budgets.filter(({ verdict }) => verdict === 'broken').length
  if (scenarios.length === 0) return 'Nothing was compared'
  if (ofVerdict('regressed').length > 0) return movedLine(ofVerdict('regressed'), 'regressed')
  if (broken > 0) return `${plural(broken, 'budget')} broken, though no scenario regressed`
  const found = [
    ...(ofVerdict('improved').length > 0 ? [movedLine(ofVerdict('improved'), 'improved')] : []),
    ...undecided(ofVerdict('inconclusive').length, scenarios.length),
  ]
  if (found.length > 0) return found.join('; ')
  return ofVerdict('unchanged').length > 0
    ? `Nothing changed by more than ${formatPercent(rule.unchangedWithinPercent)}`
    : nothingJudged(ofVerdict('not-comparable').length)
}

const undecided = (count: number, all: number): readonly string[] =>
  count === 0 ? [] : [`${count} of ${plural(all, 'scenario')} could not be decided`]

const nothingJudged = (uncomparable: number): string =>
  uncomparable > 0 ? 'These runs can’t be compared' : 'These runs have no scenario in common'

/** The largest change first. */
function byVerdict(
  scenarios: readonly ScenarioComparison[],
): (verdict: Verdict) => readonly ScenarioComparison[] {
  const groups = new Map(groupByVerdict(scenarios).map((group) => [group.verdict, group.scenarios]))
  return (verdict) => groups.get(verdict) ?? []
}

function movedLine(moved: readonly ScenarioComparison[], word: 'regressed' | 'improved'): string {
  const [first] = moved
  if (first === undefined) return `Something ${word}`
  const change = [shown(first.key), ...changesOf(first)]
  if (moved.length > 1) return `${moved.length} scenarios ${word}, most of all ${change.join(': ')}`
  const [name = '', ...changes] = change
  return [`${name} ${word}`, ...changes].join(': ')
}

/** Of the scenario, and of the stage that moved further the same way. */
function changesOf({ ratio, verdict, stages }: ScenarioComparison): readonly string[] {
  const stage = stages
    .filter((each) => each.verdict === verdict && sizeOf(each.ratio) > sizeOf(ratio))
    .toSorted((a, b) => sizeOf(b.ratio) - sizeOf(a.ratio))[0]
  const own = ratio === null ? [] : [formatChange(ratio)]
  const inStage =
    stage === undefined ? [] : [`${formatChange(stage.ratio)} in stage ${shown(stage.name)}`]
  const said = [...own, ...inStage].join(', ')
  return said === '' ? [] : [said]
}

const sizeOf = (ratio: number | null): number => (ratio === null ? 0 : Math.abs(Math.log(ratio)))

const shown = (name: string): string => visibleLine(clip(name, NAME_LENGTH))
