import type { UserStage } from '../../../model/load.ts'
import {
  type ArrivalOptions,
  type ArrivalTimes,
  arrivalTimes,
  type TimedSchedule,
} from './arrivals.ts'
import { type ArrivalKinds, arrivalKinds, requireWeights, userKinds } from './mix.ts'
import type { LoadShare } from './share.ts'
import { mostUsers, usersOf } from './users.ts'

/** One lane's part of a schedule that several share by weight. Together, the parts are the schedule: nothing is lost or doubled. */

/** Which part: the kind of this place among the weights. */
export interface Mix {
  readonly weights: readonly number[]
  readonly index: number
}

/** Its part of the whole, 0–1. */
export const shareOfMix = ({ weights, index }: Mix): number =>
  (weights[index] ?? 0) / weights.reduce((sum, weight) => sum + weight, 0)

/** @throws PlimsollError MIX_INVALID; RangeError on a kind of which there would never be any */
export function requireMix({ weights, index }: Mix): void {
  requireWeights(weights)
  if (!((weights[index] ?? 0) > 0)) throw new RangeError(`a mix has no kind ${index}`)
}

/**
 * One worker's arrivals of one lane; without a mix, all of the schedule's are the lane's. Lanes of one mix need the same
 * random source: they number the same arrivals. @throws PlimsollError MIX_INVALID
 */
export function laneArrivals(
  schedule: TimedSchedule,
  mix: Mix | undefined,
  options: ArrivalOptions,
): ArrivalTimes {
  const all = arrivalTimes(schedule, options)
  return mix === undefined
    ? all
    : new ArrivalsOfKind(all, arrivalKinds(mix.weights, options), mix.index)
}

/**
 * Numbers of one worker's users of one lane, ascending. They are dealt out to the workers by their place among the lane's
 * own, so that each worker has as many as its connections are for. @throws PlimsollError MIX_INVALID
 */
export function laneUsers(
  stages: readonly UserStage[],
  mix: Mix | undefined,
  share: LoadShare,
): readonly number[] {
  if (mix === undefined) return usersOf(stages, share)
  const kinds = userKinds(mix.weights, mostUsers(stages))
  const own = kinds.flatMap((kind, user) => (kind === mix.index ? [user] : []))
  return own.filter((_, place) => place % share.workers === share.worker)
}

class ArrivalsOfKind implements ArrivalTimes {
  readonly #all: ArrivalTimes
  readonly #kinds: ArrivalKinds
  readonly #kind: number

  constructor(all: ArrivalTimes, kinds: ArrivalKinds, kind: number) {
    this.#all = all
    this.#kinds = kinds
    this.#kind = kind
  }

  next(): number {
    for (;;) {
      const timeMs = this.#all.next()
      if (timeMs === Number.POSITIVE_INFINITY || this.#kinds.next() === this.#kind) return timeMs
    }
  }
}
