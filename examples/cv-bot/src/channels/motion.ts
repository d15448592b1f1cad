import type { Command, RangeCommand } from '../commands/command.ts'

/** What a channel does until it is told to do something else. */
export type Motion = Exclude<Command, RangeCommand>

/** The voltage after so much time. */
export function voltsAt(motion: Motion, elapsedMs: number): number {
  switch (motion.kind) {
    case 'cv':
      return motion.volts
    case 'ramp': {
      const done = Math.min(1, elapsedMs / motion.durationMs)
      return motion.fromVolts + (motion.toVolts - motion.fromVolts) * done
    }
    case 'pattern': {
      const step = Math.floor((elapsedMs * motion.stepsPerMinute) / MINUTE_MS)
      return motion.stepVolts[step % motion.stepVolts.length] ?? 0
    }
  }
}

/** Whether the voltage may still change after so much time. */
export function isMoving(motion: Motion, elapsedMs: number): boolean {
  if (motion.kind === 'ramp') return elapsedMs < motion.durationMs
  return motion.kind === 'pattern' && motion.stepVolts.length > 1
}

const MINUTE_MS = 60_000
