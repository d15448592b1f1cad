/** So many at once, and so many a second in the long run. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

/** What a token bucket is asked for and says. Each key has a bucket of its own, full at first. */
export class TokenBuckets {
  readonly #rate: Rate
  readonly #mostKeys: number
  /** Oldest use first. */
  readonly #buckets = new Map<string, Bucket>()

  /** @param mostKeys the one used longest ago is forgotten beyond this: it is most likely full again */
  constructor(rate: Rate, mostKeys: number) {
    this.#rate = rate
    this.#mostKeys = mostKeys
  }

  /** Takes one token. @returns 0, or after how many ms there will be one */
  take(key: string, nowMs: number): number {
    const bucket = this.#filled(key, nowMs)
    if (bucket.tokens < 1) return ((1 - bucket.tokens) / this.#rate.perSecond) * 1000
    bucket.tokens -= 1
    return 0
  }

  #filled(key: string, nowMs: number): Bucket {
    const { perSecond, burst } = this.#rate
    const bucket = this.#buckets.get(key) ?? { tokens: burst, atMs: nowMs }
    const gained = (Math.max(0, nowMs - bucket.atMs) / 1000) * perSecond
    bucket.tokens = Math.min(burst, bucket.tokens + gained)
    bucket.atMs = nowMs
    this.#keep(key, bucket)
    return bucket
  }

  #keep(key: string, bucket: Bucket): void {
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    if (this.#buckets.size <= this.#mostKeys) return
    for (const oldest of this.#buckets.keys()) {
      this.#buckets.delete(oldest)
      return
    }
  }
}

interface Bucket {
  tokens: number
  atMs: number
}
