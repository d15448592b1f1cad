import { ExitCode } from '../kernel/errors.ts'
import type { Comparison, ScenarioComparison, Verdict } from '../model/comparison.ts'
import type { Run } from '../model/run.ts'
import { countText } from './words.ts'

/** A baseline advances only on evidence: whether a run may become what later ones are judged by. */

/** What is known of the run. */
export interface AdvanceQuestion {
  readonly run: Run
  /** `undefined` when there was nothing to compare with. */
  readonly comparison: Comparison | undefined
  /** Why checking it did not come to its end; `undefined` when it did. */
  readonly failure: string | undefined
  /** Whether only a part of the scenarios was asked for. */
  readonly partial: boolean
}

/** Whether it may, and why (not), in words that a sentence ends with. */
export interface AdvanceDecision {
  readonly advances: boolean
  readonly reason: string
}

/**
 * A run advances the baseline when nothing regressed, nothing was left without a verdict, and no budget is broken. An
 * improvement counts only where a duet found it: one that a single run merely suggests would be what every later run is
 * held to, and a machine in a good mood ratchets it down for good.
 */
export function mayAdvance(question: AdvanceQuestion): AdvanceDecision {
  const objection = objectionTo(question)
  if (objection !== undefined) return { advances: false, reason: objection }
  const { comparison } = question
  if (comparison === undefined)
    return { advances: true, reason: 'there was nothing to compare with' }
  return { advances: true, reason: evidenceOf(comparison) }
}

function objectionTo({ run, comparison, failure, partial }: AdvanceQuestion): string | undefined {
  if (run.status !== 'complete') return `the run is ${run.status}`
  if (partial) return 'only a part of the scenarios was measured'
  const broken = [...run.budgets, ...(comparison?.budgets ?? [])].find(
    ({ verdict }) => verdict === 'broken',
  )
  if (broken !== undefined) return `a budget of '${broken.scenario}' is broken`
  return failure ?? (comparison && (doubtIn(comparison) ?? unfinished(comparison)))
}

/** Exit codes of a comparison that did not come to its end. */
const UNFINISHED: ReadonlySet<ExitCode> = new Set([ExitCode.interrupted, ExitCode.scenarioFailed])

const unfinished = ({ exitCode }: Comparison): string | undefined =>
  UNFINISHED.has(exitCode as ExitCode)
    ? 'the comparison was interrupted, or a scenario failed in it'
    : undefined

/** The verdicts that keep a baseline where it is, worst first. */
const DOUBTS: readonly (readonly [Verdict, string])[] = [
  ['regressed', 'regressed'],
  ['inconclusive', 'is inconclusive'],
  ['not-comparable', 'could not be compared'],
]

function doubtIn(comparison: Comparison): string | undefined {
  const { scenarios } = comparison
  for (const [verdict, words] of DOUBTS) {
    const found = scenarios.filter((scenario) => scenario.verdict === verdict)
    if (found.length > 0) return `${namesOf(found)} ${words}`
  }
  const hopeful = scenarios.filter(
    (scenario) => scenario.verdict === 'improved' && !isFoundByDuet(scenario, comparison),
  )
  return hopeful.length === 0
    ? undefined
    : `${namesOf(hopeful)} looked faster in a single run, and no duet found it`
}

/** Of a stored comparison only what says otherwise was settled by a duet. */
function isFoundByDuet({ method }: ScenarioComparison, comparison: Comparison): boolean {
  return (method ?? comparison.method) !== 'stored'
}

function evidenceOf({ scenarios }: Comparison): string {
  const improved = scenarios.filter(({ verdict }) => verdict === 'improved').length
  return improved === 0
    ? 'nothing regressed'
    : `nothing regressed, and a duet found ${countText(improved, 'improvement')}`
}

/** `'decode'`, `'decode' and 2 others`. */
function namesOf(scenarios: readonly ScenarioComparison[]): string {
  const [first, ...others] = scenarios
  const name = `'${first?.key ?? ''}'`
  if (others.length === 0) return name
  return `${name} and ${countText(others.length, 'other')}`
}
