import type { ClockReading } from '../../model/duet.ts'
import { binomialCdf, detectModes, median, sorted } from '../../stats/index.ts'
import { modesOf } from '../modes.ts'
import { modesText } from '../reasons.ts'
import { changeText, countText } from '../words.ts'

/** Processes that settle at different speeds: compiled one way in some, another way in others. */

/** Processes that lie apart from the rest, by direction. */
export interface Apart {
  /** Current much slower against baseline than in the other processes. */
  readonly slower: number
  readonly faster: number
}

/** A process lies apart from the others when its ratio is 15 % and more off theirs … */
const LEAST_APART = Math.log(1.15)
/** … and this many times as far as they typically are from each other. */
const APART_TO_SPREAD = 4

/** How many processes lie far from the middle one, which way. */
export function apartFrom(logs: readonly number[]): Apart {
  const centre = median(sorted(logs))
  const spread = median(sorted(logs.map((log) => Math.abs(log - centre))))
  const bound = Math.max(LEAST_APART, APART_TO_SPREAD * spread)
  return {
    slower: logs.filter((log) => log - centre > bound).length,
    faster: logs.filter((log) => centre - log > bound).length,
  }
}

/** Whether the ratios of processes fall into distinct groups, so that no single ratio describes them. */
export function fallIntoModes(logs: readonly number[]): boolean {
  return detectModes(logs.map(Math.exp)).length > 1
}

/** In how many processes each side was the slower one, by more than `least` (a logarithm). */
export function slowerSides(
  logs: readonly number[],
  least: number,
): { readonly current: number; readonly baseline: number } {
  return {
    current: logs.filter((log) => log > least).length,
    baseline: logs.filter((log) => log < -least).length,
  }
}

/**
 * Whether one side is the slow one more often than by luck: among processes in which only one side is slow, each is as
 * likely to be it when the code is identical. Exact, two-sided. Q. McNemar, Psychometrika 12 (1947).
 */
export function modeFrequencyPValue(sides: {
  readonly current: number
  readonly baseline: number
}): number {
  const trials = sides.current + sides.baseline
  if (trials === 0) return 1
  const fewer = Math.min(sides.current, sides.baseline)
  return Math.min(1, 2 * binomialCdf(fewer, { trials, p: 0.5 }))
}

/** The modes in words; `undefined` where there are none. */
export function describeModes(readings: readonly ClockReading[]): string | undefined {
  const modes = modesOf(
    readings.map((reading) => reading.currentNs),
    readings.map((reading) => reading.baselineNs),
  )
  if (modes.length > 0) return modesText(modes, 'ns').replaceAll('current run', 'current side')
  const groups = detectModes(readings.map((reading) => reading.ratio))
  if (groups.length < 2) return undefined
  const near = groups.map(({ count, centre }) => `${count} near ${changeText(centre)}`)
  return `the processes fall into ${countText(groups.length, 'mode')} (${near.join(', ')})`
}
