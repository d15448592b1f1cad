import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TokenBuckets } from '../../../examples/cv-bot/src/limits/bucket.ts'
import { createLimiter } from '../../../examples/cv-bot/src/limits/limiter.ts'

describe('a token bucket', () => {
  it('gives a burst at once, and then says how long to wait', () => {
    const buckets = new TokenBuckets({ perSecond: 10, burst: 3 }, 10)
    expect([1, 2, 3].map(() => buckets.take('ada', 0))).toEqual([0, 0, 0])
    expect(buckets.take('ada', 0)).toBeCloseTo(100)
    expect(buckets.take('ada', 60)).toBeCloseTo(40)
    expect(buckets.take('ada', 100)).toBe(0)
    expect(buckets.take('bob', 100)).toBe(0)
  })

  it('never gives more than a burst and what flowed in since', () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 200 })
    const rates = fc.record({
      perSecond: fc.integer({ min: 1, max: 100 }),
      burst: fc.integer({ min: 1, max: 20 }),
    })
    fc.assert(
      fc.property(rates, pauses, (rate, waits) => {
        const buckets = new TokenBuckets(rate, 1)
        let now = 0
        let taken = 0
        for (const wait of waits) {
          now += wait
          const retryMs = buckets.take('', now)
          if (retryMs === 0) taken++
          else expect(retryMs).toBeLessThanOrEqual(1000 / rate.perSecond + 1e-9)
          expect(taken).toBeLessThanOrEqual(rate.burst + (now / 1000) * rate.perSecond + 1e-6)
        }
      }),
    )
  })

  it('forgets who was there longest ago, and no one else', () => {
    const buckets = new TokenBuckets({ perSecond: 1, burst: 1 }, 2)
    for (const user of ['ada', 'bob', 'ada', 'cy']) buckets.take(user, 0)
    expect(buckets.take('ada', 0)).toBeGreaterThan(0)
    expect(buckets.take('cy', 0)).toBeGreaterThan(0)
    expect(buckets.take('bob', 0)).toBe(0)
  })
})

describe('the local part of the limiter', () => {
  const rates = { user: { perSecond: 1, burst: 2 }, global: { perSecond: 1, burst: 3 } }
  const shared = { take: async () => ({ allowed: true }) as const }

  it('tells who was too fast, and does not charge all for one', () => {
    const limiter = createLimiter(rates, shared, () => 0)
    const said = ['ada', 'ada', 'ada', 'ada', 'bob', 'bob'].map((user) => limiter.admit(user))
    expect(said).toEqual([
      { allowed: true },
      { allowed: true },
      { allowed: false, scope: 'user', retryAfterMs: 1000 },
      { allowed: false, scope: 'user', retryAfterMs: 1000 },
      { allowed: true },
      { allowed: false, scope: 'everyone', retryAfterMs: 1000 },
    ])
  })
})
