import type { UserStage } from '../../../model/load.ts'
import { type LoadShare, shareOf } from './share.ts'

/**
 * The closed model: which virtual users run when. Users are numbered from 0, and user k runs while more than k users are
 * wanted: on a ramp from 0 the first starts at once, and the last to start is the first to end.
 */

/** A time in which a user runs, from the start of the run. */
export interface UserSpan {
  readonly startMs: number
  /** It starts no iteration from here on. */
  readonly endMs: number
}

/** Users that run at a time: wanted, rounded up. 0 outside the schedule. */
export function usersAt(stages: readonly UserStage[], atMs: number): number {
  let startMs = 0
  for (const { durationMs, fromUsers, toUsers } of stages) {
    const elapsedMs = atMs - startMs
    if (elapsedMs >= 0 && elapsedMs < durationMs) {
      return Math.ceil(fromUsers + ((toUsers - fromUsers) * elapsedMs) / durationMs)
    }
    startMs += durationMs
  }
  return 0
}

/** Users of one worker that run at a time. */
export function workerUsersAt(
  stages: readonly UserStage[],
  atMs: number,
  share: LoadShare,
): number {
  return shareOf(usersAt(stages, atMs), share)
}

/** The most users that run at a time: as many as have a number. */
export function mostUsers(stages: readonly UserStage[]): number {
  const peaks = stages
    .filter(({ durationMs }) => durationMs > 0)
    .map(({ fromUsers, toUsers }) => Math.max(fromUsers, toUsers))
  return Math.ceil(Math.max(0, ...peaks))
}

/** Numbers of the users of one worker, ascending. */
export function usersOf(stages: readonly UserStage[], share: LoadShare): readonly number[] {
  const count = shareOf(mostUsers(stages), share)
  return Array.from({ length: count }, (_, index) => share.worker + index * share.workers)
}

/** When one user runs, ascending; times that touch are one. */
export function userSpans(stages: readonly UserStage[], user: number): readonly UserSpan[] {
  const spans: UserSpan[] = []
  let startMs = 0
  for (const stage of stages) {
    const within = spanWithin(stage, user)
    if (within !== undefined) {
      append(spans, { startMs: startMs + within.startMs, endMs: startMs + within.endMs })
    }
    startMs += stage.durationMs
  }
  return spans
}

/** The part of a stage in which more than `user` users are wanted, from the stage's start. */
function spanWithin(
  { durationMs, fromUsers, toUsers }: UserStage,
  user: number,
): UserSpan | undefined {
  if (durationMs <= 0 || Math.max(fromUsers, toUsers) <= user) return undefined
  const crossingMs = (durationMs * (user - fromUsers)) / (toUsers - fromUsers)
  return {
    startMs: fromUsers > user ? 0 : crossingMs,
    endMs: toUsers > user ? durationMs : crossingMs,
  }
}

function append(spans: UserSpan[], next: UserSpan): void {
  const last = spans.at(-1)
  if (last === undefined || last.endMs < next.startMs) spans.push(next)
  else spans[spans.length - 1] = { startMs: last.startMs, endMs: next.endMs }
}
