import type { Redis } from 'ioredis'
import { Script } from '../redis/script.ts'

/** What a limit says: go on, or who was too fast and when to try again. */
export type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly scope: Scope; readonly retryAfterMs: number }

/** Whose rate it was that is used up. */
export type Scope = 'user' | 'everyone'

const WINDOW_MS = 1000

/**
 * A sliding window, estimated from two fixed ones: all of this second, and of the one before as much as still lies within
 * the last 1000 ms. By the clock of Redis, so that the clocks of the instances don't matter. Counts for both scopes, or
 * for neither.
 */
const TAKE = new Script(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window = tonumber(ARGV[1])
local start = now - now % window
local overlap = 1 - (now - start) / window
local counts = {}
for scope = 1, 2 do
  local kept = redis.call('HMGET', KEYS[scope], 'start', 'count', 'before')
  local count, before = 0, 0
  if tonumber(kept[1] or -1) == start then
    count, before = tonumber(kept[2]), tonumber(kept[3])
  elseif tonumber(kept[1] or -1) == start - window then
    before = tonumber(kept[2])
  end
  if count + before * overlap + 1 > tonumber(ARGV[1 + scope]) then
    return {scope, start + window - now}
  end
  counts[scope] = {count + 1, before}
end
for scope = 1, 2 do
  redis.call('HSET', KEYS[scope], 'start', start, 'count', counts[scope][1], 'before', counts[scope][2])
  redis.call('PEXPIRE', KEYS[scope], 2 * window)
end
return {0, 0}
`)

/** How many messages all instances take together, a second. */
export interface SharedRates {
  readonly userPerSecond: number
  readonly globalPerSecond: number
}

/** The limit that instances share. */
export class SharedWindow {
  readonly #redis: Redis
  readonly #prefix: string
  readonly #rates: SharedRates

  constructor(redis: Redis, prefix: string, rates: SharedRates) {
    this.#redis = redis
    this.#prefix = prefix
    this.#rates = rates
  }

  /** @throws Error when Redis does not answer in time */
  async take(user: string): Promise<Verdict> {
    const keys = [`${this.#prefix}limit:user:${user}`, `${this.#prefix}limit:everyone`]
    const { userPerSecond, globalPerSecond } = this.#rates
    const answer = await TAKE.run(this.#redis, keys, [WINDOW_MS, userPerSecond, globalPerSecond])
    const [scope, retryAfterMs] = Array.isArray(answer) ? answer.map(Number) : []
    if (scope === 0) return ALLOWED
    return {
      allowed: false,
      scope: scope === 1 ? 'user' : 'everyone',
      retryAfterMs: retryAfterMs ?? WINDOW_MS,
    }
  }
}

const ALLOWED: Verdict = { allowed: true }
