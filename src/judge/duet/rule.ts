import { percent, percentToRatio } from '../../kernel/units.ts'
import type { Rule } from '../../model/comparison.ts'
import { type ChangeLimits, limitsFor, resolveRule, type RuleOptions } from '../rule.ts'

/** The rule of a duet: what it promises, and the numbers that keep the promise (`docs/statistics.md`, "Duets"). */

/** What a user may set of it; everything has a default, fit for a duet. */
export interface DuetRuleOptions extends Omit<RuleOptions, 'thresholdMs'> {
  /** `auto`, the default: CPU time for what computes, wall time for what waits. */
  readonly clock?: ClockChoice | undefined
  /** How many scenarios are judged together, and share the false discovery rate. Default 1. */
  readonly scenarios?: number | undefined
  /** What to do where processes differ too much, in words. Default: more time. */
  readonly remedy?: string | undefined
}

/** Which clock decides. */
export type ClockChoice = 'auto' | 'cpu' | 'wall'

/** The rule's defaults in a duet: both sides meet the same machine, so that far less passes than in {@link STORED_RULE}. */
export const DUET_RULE: Rule = {
  tolerancePercent: 1,
  unchangedWithinPercent: 5,
  thresholdMs: null,
  confidence: 0.99,
}

/** The expected share of false calls among all calls of one run. */
export const FALSE_DISCOVERY_RATE = 0.05

/** The rule in force for one scenario. */
export interface DuetRule {
  readonly rule: Rule
  readonly limits: ChangeLimits
  readonly clock: ClockChoice
  readonly scenarios: number
  /** The chance that is allowed of calling identical code changed: 1 − confidence. */
  readonly allowance: number
  readonly remedy: string
}

/** @throws PlimsollError RULE_INVALID, with every number that makes no sense */
export function resolveDuetRule(options: DuetRuleOptions, key: string): DuetRule {
  const rule = ruleOfDuet(options)
  return {
    rule,
    limits: limitsFor(rule, options.noiseFloorPercent?.(key) ?? 0),
    clock: options.clock ?? 'auto',
    scenarios: Math.max(1, options.scenarios ?? 1),
    allowance: 1 - rule.confidence,
    remedy: options.remedy ?? 'give it more time (--duet-budget)',
  }
}

/** The rule as a comparison shows it. @throws PlimsollError RULE_INVALID */
export const ruleOfDuet = (options: DuetRuleOptions): Rule =>
  resolveRule({ ...options, thresholdMs: null }, DUET_RULE)

/** A change in percent as a logarithm of the ratio. */
export const logOf = (changePercent: number): number =>
  Math.log(percentToRatio(percent(changePercent)))

/** Fewest processes that an exact test can tell from luck at 99 %: 2 ÷ 2⁸ = 0.8 % of sign choices are as extreme. */
export const FEWEST_FOR_EXACT = 8

/** Fewest processes after which measuring may end because nothing changed. */
export const FEWEST_FOR_UNCHANGED = 4

/** Fewest processes that anything is judged by. */
export const FEWEST = 3

/**
 * By how much (standard deviation of the logarithm) a process of identical code may be off, where there are too few for
 * an exact test: 6–9 % of processes of real libraries were off by more than 5 %.
 */
export const CAUTIOUS_SPREAD = 0.04

/**
 * Each look at which a scenario may be called changed, and its share of the allowance. The rest, `FINAL_SHARE` and
 * `MODE_SHARE`, is spent when the time is. Bonferroni: whatever the looks have to do with each other, all together err
 * no more than is allowed.
 */
export const CALL_LOOKS: ReadonlyMap<number, number> = new Map([
  [8, 0.08],
  [12, 0.08],
  [16, 0.06],
  [20, 0.03],
  [24, 0.02],
  [32, 0.02],
  [40, 0.01],
])

/** What is left of the allowance for the last look. */
export const FINAL_SHARE = 0.6

/** Of that look, what may be spent on how often each side is the slow one, where the processes fall into modes. */
export const MODE_SHARE = 0.1

/** Share of the allowance within which an interval lies that ends measuring because nothing changed. */
export const UNCHANGED_SHARE = 0.5

/** Measuring goes on while a change this many times the tolerance is not mostly ruled out. */
export const SOUGHT_TO_TOLERANCE = 2

/** How surely such a change must be ruled out, each way. */
export const SOUGHT_CONFIDENCE = 0.95
