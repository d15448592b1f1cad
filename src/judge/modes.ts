import { detectModes } from '../stats/index.ts'

/** The launches of one side, where they fall into distinct modes. */
export interface LaunchModes {
  readonly side: 'current run' | 'baseline'
  /** Lowest first. */
  readonly groups: readonly ModeGroup[]
}

/** Launches that agree with each other. */
export interface ModeGroup {
  readonly launches: number
  /** Their typical value, in the metric's unit. */
  readonly near: number
}

/** The sides whose launches fall into more than one mode. */
export function modesOf(
  current: readonly number[],
  baseline: readonly number[],
): readonly LaunchModes[] {
  const sides = [
    ['current run', current],
    ['baseline', baseline],
  ] as const
  return sides.flatMap(([side, values]) => {
    const modes = detectModes(values)
    return modes.length < 2
      ? []
      : [{ side, groups: modes.map((mode) => ({ launches: mode.count, near: mode.centre })) }]
  })
}
