import { percent as toPercent, percentToRatio } from '../kernel/units.ts'
import { type PlimsollError, usageError } from '../kernel/errors.ts'
import type { Rule, Verdict } from '../model/comparison.ts'
import type { Interval } from '../model/run.ts'

/** The rule that every verdict comes from; `docs/statistics.md`, "Verdicts", says it in prose with examples. */

/** What a user may set of the rule; everything has a default, fit for comparing with a stored run. */
export interface RuleOptions {
  /** How much slower may pass, in percent. Default 5. */
  readonly tolerancePercent?: number | undefined
  /** A change shown to be smaller than this, either way, is no change. Default 10. */
  readonly unchangedWithinPercent?: number | undefined
  /** Hard cap on the current p95, in ms; `null` = none, the default. */
  readonly thresholdMs?: number | null | undefined
  /** Of the interval, 0–1. Default 0.99. */
  readonly confidence?: number | undefined
  /** What identical code is known to differ by on this machine, by scenario key; raises the tolerance. Default 0. */
  readonly noiseFloorPercent?: ((key: string) => number) | undefined
}

/** The rule's defaults against a stored run (DESIGN §5). */
export const STORED_RULE: Rule = {
  tolerancePercent: 5,
  unchangedWithinPercent: 10,
  thresholdMs: null,
  confidence: 0.99,
}

/** Which way a metric should go; `undefined` = neither way is better. */
export type Better = 'lower' | 'higher' | undefined

/** The limits of one comparison, in percent. */
export interface ChangeLimits {
  /** The larger of the tolerance and the noise floor. */
  readonly tolerancePercent: number
  readonly unchangedWithinPercent: number
  /** The noise floor, where that is what the tolerance is. */
  readonly noiseFloorPercent?: number | undefined
}

/** What the rule reads: current ÷ baseline with its interval. */
export interface MeasuredChange {
  readonly ratio: number
  readonly interval: Interval
}

/**
 * The rule in force.
 *
 * @param defaults of what the options leave out
 * @throws PlimsollError RULE_INVALID, with every number that makes no sense
 */
export function resolveRule(options: RuleOptions, defaults: Rule = STORED_RULE): Rule {
  const tolerancePercent = options.tolerancePercent ?? defaults.tolerancePercent
  const rule: Rule = {
    tolerancePercent,
    // What is tolerated is no change either, unless the user wants it shown more narrowly.
    unchangedWithinPercent:
      options.unchangedWithinPercent ?? Math.max(defaults.unchangedWithinPercent, tolerancePercent),
    thresholdMs: options.thresholdMs ?? defaults.thresholdMs,
    confidence: options.confidence ?? defaults.confidence,
  }
  const problems = ruleProblems(rule)
  if (problems.length > 0) throw ruleInvalid(problems)
  return rule
}

function ruleProblems(rule: Rule): string[] {
  const { tolerancePercent, unchangedWithinPercent, thresholdMs, confidence } = rule
  const problems: string[] = []
  const check = (ok: boolean, problem: string): void => {
    if (!ok) problems.push(problem)
  }
  check(isAtLeastZero(tolerancePercent), `tolerancePercent is ${tolerancePercent}; needs 0 or more`)
  check(
    isAtLeastZero(unchangedWithinPercent),
    `unchangedWithinPercent is ${unchangedWithinPercent}; needs 0 or more`,
  )
  check(
    thresholdMs === null || (Number.isFinite(thresholdMs) && thresholdMs > 0),
    `thresholdMs is ${thresholdMs}; needs more than 0`,
  )
  check(confidence > 0 && confidence < 1, `confidence is ${confidence}; needs 0 < confidence < 1`)
  return problems
}

const isAtLeastZero = (value: number): boolean => Number.isFinite(value) && value >= 0

function ruleInvalid(problems: readonly string[]): PlimsollError {
  return usageError(
    'RULE_INVALID',
    'the rule to judge by makes no sense',
    'correct the numbers named below, or leave them out: each has a default',
    problems,
  )
}

/** The limits for one scenario: its noise floor raises the tolerance, and never lowers it. */
export function limitsFor(rule: Rule, noiseFloorPercent: number): ChangeLimits {
  return {
    tolerancePercent: Math.max(rule.tolerancePercent, noiseFloorPercent),
    unchangedWithinPercent: rule.unchangedWithinPercent,
    noiseFloorPercent: noiseFloorPercent > rule.tolerancePercent ? noiseFloorPercent : undefined,
  }
}

/**
 * The rule of DESIGN §5 for one ratio and its interval [lo, hi], with tolerance t and unchanged limit u:
 *
 *     lo > 1 and r > 1 + t                 → slower by more than is tolerated
 *     hi < 1 and r < 1 / (1 + t)           → faster by more than that
 *     1/(1+u) ≤ lo and hi ≤ 1 + u          → unchanged
 *     otherwise                            → inconclusive
 *
 * Which of the first two is `regressed` depends on which way is better; where neither is, both are `inconclusive`.
 */
export function callVerdict(change: MeasuredChange, limits: ChangeLimits, better: Better): Verdict {
  const direction = directionOf(change, limits.tolerancePercent)
  if (direction !== 'none' && better !== undefined) {
    return direction === better ? 'improved' : 'regressed'
  }
  return staysWithin(change.interval, limits.unchangedWithinPercent) ? 'unchanged' : 'inconclusive'
}

function directionOf(
  change: MeasuredChange,
  tolerancePercent: number,
): 'higher' | 'lower' | 'none' {
  const [lo, hi] = change.interval
  const factor = percentToRatio(toPercent(tolerancePercent))
  if (lo > 1 && change.ratio > factor) return 'higher'
  if (hi < 1 && change.ratio < 1 / factor) return 'lower'
  return 'none'
}

/** Whether an interval of ratios shows no change larger than so many percent either way. */
export function staysWithin([lo, hi]: Interval, percent: number): boolean {
  const factor = percentToRatio(toPercent(percent))
  return lo >= 1 / factor && hi <= factor
}
