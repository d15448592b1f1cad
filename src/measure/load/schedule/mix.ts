import { usageError } from '../../../kernel/errors.ts'
import type { Random } from '../../../kernel/random.ts'
import { type LoadShare, requireShare } from './share.ts'

/** Several scenarios or kinds of users in one load, by weight. A kind is the place of its weight, from 0. */

/** Hands out the kind of each arrival. */
export interface ArrivalKinds {
  /** The kind of this worker's next arrival. */
  next(): number
}

/** What arrival kinds are drawn by. */
export interface KindOptions {
  /** As of arrivals: the same for every worker. */
  readonly random: Random
  readonly share: LoadShare
}

/**
 * Each arrival's kind drawn independently, as of independent callers; arrival k has the same kind however many workers
 * share the load. @throws PlimsollError MIX_INVALID
 */
export function arrivalKinds(
  weights: readonly number[],
  { random, share }: KindOptions,
): ArrivalKinds {
  requireWeights(weights)
  requireShare(share)
  const own = random.split('kinds')
  const bounds = cumulated(weights)
  let skip = share.worker
  return {
    next: () => {
      for (; skip > 0; skip--) own.float()
      skip = share.workers - 1
      return kindAt(bounds, own.float())
    },
  }
}

/**
 * The kinds of users 0, 1, 2 …, so that any number of them from 0 on, as on a ramp, keeps to the weights within one user a
 * kind: M. L. Balinski & H. P. Young, "The quota method of apportionment", American Mathematical Monthly 82 (1975).
 * @throws PlimsollError MIX_INVALID
 */
export function userKinds(weights: readonly number[], users: number): readonly number[] {
  requireWeights(weights)
  const total = sum(weights)
  const given = weights.map(() => 0)
  return Array.from({ length: users }, (_, user) => {
    const claims = weights.map((weight, kind) => {
      const has = given[kind] ?? 0
      return has < (weight / total) * (user + 1) ? weight / (has + 1) : -1
    })
    const kind = claims.indexOf(Math.max(...claims))
    given[kind] = (given[kind] ?? 0) + 1
    return kind
  })
}

/** @throws PlimsollError MIX_INVALID */
export function requireWeights(weights: readonly number[]): void {
  const usable = weights.every((weight) => weight >= 0 && Number.isFinite(weight))
  if (usable && sum(weights) > 0) return
  throw usageError(
    'MIX_INVALID',
    `weights are numbers of at least 0, one of them above 0; got ${weights.join(', ') || 'none'}`,
    'give each scenario of the mix a weight, such as 9 and 1',
  )
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0)

/** Upper bounds of each kind's part of [0, 1); the last that has any ends at 1, whatever rounding did. */
function cumulated(weights: readonly number[]): readonly number[] {
  const total = sum(weights)
  const last = weights.findLastIndex((weight) => weight > 0)
  let before = 0
  return weights.map((weight, kind) => {
    before += weight
    return kind >= last ? 1 : before / total
  })
}

const kindAt = (bounds: readonly number[], share: number): number =>
  bounds.findIndex((bound) => share < bound)
