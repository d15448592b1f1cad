import type { LoadPhase } from '../../../model/load.ts'

/** Tells of a time (ms from the start) whether it is of the steady state. Without any steady phase, all of it is. */
export function steadyTimes(phases: readonly LoadPhase[]): (atMs: number) => boolean {
  const stretches = steadyStretches(phases)
  const [first, ...others] = stretches
  if (first === undefined) return () => true
  // Most runs have one, and this is asked for every arrival.
  if (others.length === 0) return (atMs) => isIn(first, atMs)
  return (atMs) => stretches.some((stretch) => isIn(stretch, atMs))
}

/** A schedule, as far as its steady state goes. */
export interface SteadySchedule {
  readonly phases: readonly LoadPhase[]
  readonly durationMs: number
}

/** Whether all of a window is of the steady state; what comes after the schedule's end is not. */
export function isWhollySteady(
  schedule: SteadySchedule,
  window: { readonly startMs: number; readonly durationMs: number },
): boolean {
  const endMs = window.startMs + window.durationMs
  return stretchesOf(schedule).some(({ fromMs, toMs }) => window.startMs >= fromMs && endMs <= toMs)
}

/** Time of the steady state in all, of a run that may have ended before its schedule. */
export function steadyMs(schedule: SteadySchedule, endMs: number): number {
  return stretchesOf(schedule).reduce(
    (sum, { fromMs, toMs }) => sum + Math.max(0, Math.min(toMs, endMs) - fromMs),
    0,
  )
}

function stretchesOf({ phases, durationMs }: SteadySchedule): readonly Stretch[] {
  const stretches = steadyStretches(phases)
  return stretches.length > 0 ? stretches : [{ fromMs: 0, toMs: durationMs }]
}

/** A part of a run, its end excluded. */
interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

/** Steady phases; those that touch are one. */
function steadyStretches(phases: readonly LoadPhase[]): readonly Stretch[] {
  const stretches: Stretch[] = []
  for (const { startMs, durationMs, steady } of phases) {
    if (!steady) continue
    const last = stretches.at(-1)
    const toMs = startMs + durationMs
    if (last !== undefined && last.toMs >= startMs) {
      stretches[stretches.length - 1] = { fromMs: last.fromMs, toMs }
    } else stretches.push({ fromMs: startMs, toMs })
  }
  return stretches
}

const isIn = ({ fromMs, toMs }: Stretch, atMs: number): boolean => atMs >= fromMs && atMs < toMs
