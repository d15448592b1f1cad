import { type Rate, TokenBuckets } from './bucket.ts'
import type { SharedWindow, Verdict } from './window.ts'

/**
 *   message ─▶ local bucket of the user ─▶ local bucket of all ─▶ (grammar) ─▶ shared window ─▶ …
 *
 * Local buckets cost no round trip: a flood ends there, and whatever is malformed has paid for being read. What they let
 * through is counted with all other instances.
 */
export interface Limiter {
  /** Before a message is read. */
  admit(user: string): Verdict
  /** Before a command takes effect. @throws Error when the shared limit can't be asked */
  take(user: string): Promise<Verdict>
}

/** What one instance lets through by itself. */
export interface LocalRates {
  readonly user: Rate
  readonly global: Rate
}

/** Users that an instance keeps in mind at a time. */
const MOST_USERS = 10_000

/** @param nowMs a monotonic clock */
export function createLimiter(
  rates: LocalRates,
  shared: Pick<SharedWindow, 'take'>,
  nowMs: () => number = () => performance.now(),
): Limiter {
  const users = new TokenBuckets(rates.user, MOST_USERS)
  const everyone = new TokenBuckets(rates.global, 1)
  return {
    admit(user) {
      const now = nowMs()
      const userWaitMs = users.take(user, now)
      if (userWaitMs > 0)
        return { allowed: false, scope: 'user', retryAfterMs: Math.ceil(userWaitMs) }
      const waitMs = everyone.take('', now)
      if (waitMs > 0) return { allowed: false, scope: 'everyone', retryAfterMs: Math.ceil(waitMs) }
      return { allowed: true }
    },
    take: (user) => shared.take(user),
  }
}
