import { type PlimsollError, usageError } from '../../../../kernel/errors.ts'
import { breakpoint } from '../profiles/breakpoint.ts'
import type { ProfileNumbers } from '../profiles/profile.ts'

/** How to look for the limit. */
export interface BreakpointPlan {
  /** The first rate. */
  readonly startPerSecond: number
  readonly lowestPerSecond: number
  readonly highestPerSecond: number
  /** Above 1. */
  readonly growth: number
  readonly precisionPercent: number
  readonly stepMs: number
  readonly confirmMs: number
  readonly restMs: number
  readonly mostSteps: number
}

/**
 * The numbers of the profile `breakpoint` as a plan that begins at a level, or at the highest rate if that is lower; those
 * missing have their defaults. @throws PlimsollError BREAKPOINT_INVALID without a rate to begin at
 */
export function breakpointPlan(level: number, numbers: ProfileNumbers): BreakpointPlan {
  const number = (name: string): number =>
    numbers[name] ?? breakpoint.parameters.find((each) => each.name === name)?.default ?? Number.NaN
  const startPerSecond = Math.min(level, number('highestPerSecond'))
  if (!(startPerSecond > 0)) throw noStart(level)
  return {
    startPerSecond,
    lowestPerSecond: Math.min(startPerSecond, number('lowestPerSecond')),
    highestPerSecond: number('highestPerSecond'),
    growth: number('growth'),
    precisionPercent: number('precisionPercent'),
    stepMs: number('stepMs'),
    confirmMs: number('confirmMs'),
    restMs: number('restMs'),
    mostSteps: number('mostSteps'),
  }
}

const noStart = (level: number): PlimsollError =>
  usageError(
    'BREAKPOINT_INVALID',
    `the profile breakpoint begins at a rate above 0, got ${level}`,
    'give the rate to begin at, such as --rate 100/s',
  )
