import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createImpairments } from '../../../../examples/listener/src/recogniser/impairments.ts'
import { createOutbox } from '../../../../examples/listener/src/recogniser/outbox.ts'

const drawn = (options: object, count: number) => {
  const impairments = createImpairments(options)
  return Array.from({ length: count }, () => [impairments.delayMs(), impairments.drops()] as const)
}

describe('createImpairments', () => {
  it('does no harm unless asked', () => {
    expect(drawn({}, 100)).toEqual(Array.from({ length: 100 }, () => [0, false]))
  })

  it('repeats itself for the same seed, and not for another', () => {
    const options = { latencyMs: 5, jitterMs: 20, dropProbability: 0.3, seed: 4 }
    expect(drawn(options, 50)).toEqual(drawn(options, 50))
    expect(drawn({ ...options, seed: 5 }, 50)).not.toEqual(drawn(options, 50))
  })

  it('keeps delays within latency and jitter, and drops within their bound', () => {
    const draws = drawn({ latencyMs: 5, jitterMs: 20, dropProbability: 0.2, maxDrops: 30 }, 500)
    for (const [delay] of draws) {
      expect(delay).toBeGreaterThanOrEqual(5)
      expect(delay).toBeLessThan(25)
    }
    expect(draws.filter(([, dropped]) => dropped)).toHaveLength(30)
  })

  it('drops the same frames whether or not there is jitter', () => {
    const drops = (jitterMs: number) =>
      drawn({ dropProbability: 0.2, jitterMs }, 100).map(([, d]) => d)
    expect(drops(10)).toEqual(drops(0))
  })
})

describe('createOutbox', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('holds messages back, but never lets one overtake another', () => {
    const delivered: string[] = []
    const outbox = createOutbox((message) => delivered.push(message))
    outbox.push('slow', 30)
    outbox.push('quick', 5)
    outbox.push('at once', 0)
    vi.advanceTimersByTime(29)
    expect(delivered).toEqual([])
    vi.advanceTimersByTime(1)
    expect(delivered).toEqual(['slow', 'quick', 'at once'])
  })

  it('delivers without a timer when there is nothing to wait for', () => {
    const delivered: string[] = []
    createOutbox((message) => delivered.push(message)).push('now', 0)
    expect(delivered).toEqual(['now'])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('forgets everything when it is closed', () => {
    const delivered: string[] = []
    const outbox = createOutbox((message) => delivered.push(message))
    outbox.push('late', 10)
    outbox.close()
    vi.advanceTimersByTime(100)
    expect(delivered).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})
