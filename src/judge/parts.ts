import type { PartComparison, Rule } from '../model/comparison.ts'
import type { Result } from '../model/run.ts'
import { judgeChange } from './change.ts'
import type { Better, ChangeLimits } from './rule.ts'
import {
  launchesWithout,
  launchValues,
  metricSubject,
  type Pair,
  type Subject,
  stageSubject,
  typicalStatistic,
} from './values.ts'
import { LEVEL_WORDS, lackingText, SPEED_WORDS } from './words.ts'

/** How the parts of one scenario are judged. */
export interface PartRule {
  readonly rule: Rule
  readonly limits: ChangeLimits
  /** As in {@link ChangeQuestion}. */
  readonly tooFew?: string
}

/** Decides the scenario, so it is no part; `tail` is where its upper percentiles come from. */
const NOT_PARTS: ReadonlySet<string> = new Set(['latency', 'tail'])

/** What was said of each metric beside latency: CPU time, and the scenario's own. */
export function compareMetrics(pair: Pair, by: PartRule): readonly PartComparison[] {
  const names = bothSides(pair, (result) => Object.keys(result.metrics))
  return names
    .filter((name) => !NOT_PARTS.has(name))
    .map((name) => {
      const [current, baseline] = [
        metricSubject(pair.current, name),
        metricSubject(pair.baseline, name),
      ]
      return comparePart(name, { current, baseline }, { ...by, words: LEVEL_WORDS })
    })
}

/**
 * What was said of each stage. A stage that regressed makes its scenario red, so that the stages of a scenario share
 * its allowance for error (Bonferroni): with k of them each interval has confidence 1 − (1 − confidence) / k.
 */
export function compareStages(pair: Pair, by: PartRule): readonly PartComparison[] {
  const names = bothSides(pair, (result) => result.stages.map((stage) => stage.name))
  const confidence = 1 - (1 - by.rule.confidence) / Math.max(1, names.length)
  return names.map((name) => {
    const [current, baseline] = [
      stageSubject(pair.current, name),
      stageSubject(pair.baseline, name),
    ]
    const rule = { ...by.rule, confidence }
    return comparePart(name, { current, baseline }, { ...by, rule, words: SPEED_WORDS })
  })
}

/** The stages that make a scenario red. */
export function redStages(stages: readonly PartComparison[]): readonly PartComparison[] {
  return stages.filter((stage) => stage.verdict === 'regressed')
}

interface Subjects {
  readonly current: Subject
  readonly baseline: Subject
}

function comparePart(
  name: string,
  { current, baseline }: Subjects,
  by: PartRule & { readonly words: typeof SPEED_WORDS },
): PartComparison {
  const unmatched = unmatchedPart(name, { current, baseline })
  if (unmatched !== undefined) return unmatched
  const judged = judgeChange({
    current: launchValues(current, typicalStatistic(current)),
    baseline: launchValues(baseline, typicalStatistic(baseline)),
    unit: current.pooled?.unit ?? 'count',
    better: betterOf(current),
    limits: by.limits,
    confidence: by.rule.confidence,
    words: by.words,
    ...(by.tooFew === undefined ? {} : { tooFew: by.tooFew }),
  })
  const { verdict, ratio, interval, reason } = judged
  return { name, verdict, ratio, interval, confidence: by.rule.confidence, reason }
}

/** A part that a side, or some of its launches, lack, or that the sides measure in different units. */
function unmatchedPart(name: string, { current, baseline }: Subjects): PartComparison | undefined {
  const [now, before] = [current.pooled, baseline.pooled]
  const shown = { name, ratio: null, interval: null }
  if (now === undefined && before === undefined) {
    return { ...shown, verdict: 'not-comparable', reason: 'not measured on either side' }
  }
  if (before === undefined) return { ...shown, verdict: 'added', reason: 'not in the baseline' }
  if (now === undefined) return { ...shown, verdict: 'removed', reason: 'not in the current run' }
  if (now.unit !== before.unit || now.kind !== before.kind) {
    const reason = `a ${kindText(now)}, was a ${kindText(before)}`
    return { ...shown, verdict: 'not-comparable', reason }
  }
  const lacking =
    lackingIn('the current run', name, current) ?? lackingIn('the baseline', name, baseline)
  return lacking === undefined
    ? undefined
    : { ...shown, verdict: 'inconclusive', reason: `${lacking}: measure longer (--time)` }
}

/** That only some launches measured the part: they can't stand for all. */
function lackingIn(side: string, name: string, subject: Subject): string | undefined {
  const lacking = launchesWithout(subject, typicalStatistic(subject))
  if (lacking === 0) return undefined
  return `in ${side}, ${lackingText(lacking, subject.launchCount, `'${name}'`)}`
}

const kindText = (metric: NonNullable<Subject['pooled']>): string =>
  `${metric.kind ?? 'measurement'} in ${metric.unit}`

/** plimsoll's own measurements are times, or a throughput; a scenario's own metrics say it themselves. */
function betterOf({ pooled }: Subject): Better {
  if (pooled?.kind !== undefined) return pooled.better
  return pooled?.unit === 'perSecond' ? 'higher' : 'lower'
}

function bothSides(pair: Pair, names: (of: Result) => readonly string[]): readonly string[] {
  return [...new Set([...names(pair.current), ...names(pair.baseline)])]
}
