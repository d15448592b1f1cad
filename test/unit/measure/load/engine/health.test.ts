import { describe, expect, test } from 'vitest'
import {
  type GeneratorEvidence,
  judgeGenerator,
} from '../../../../../src/measure/load/engine/health.ts'

/** A generator that is well, in front of a target that is slow. */
const WELL: GeneratorEvidence = {
  isPaced: true,
  scheduled: 10_000,
  late: 0,
  lateBeyondMs: 10,
  sendLagP99Ms: 0.2,
  latencyP99Ms: 900,
  wallMs: 20_000,
  eventLoopUtilization: 0.3,
  eventLoopDelayMs: 2,
  gcMs: 40,
  cpuWaitShare: 0.01,
  stolenCores: 0,
  foreignCores: 0.5,
}

const judged = (change: Partial<GeneratorEvidence>): ReturnType<typeof judgeGenerator> =>
  judgeGenerator({ ...WELL, ...change })

describe('the verdict on the generator', () => {
  test('is ok while the target is slow or frozen, however busy the machine is', () => {
    expect(judged({})).toEqual({ generator: 'ok', sendLagP99Ms: 0.2, notes: [] })
    expect(judged({ latencyP99Ms: undefined }).generator).toBe('ok')
    expect(judged({ foreignCores: 2, stolenCores: 0.3, cpuWaitShare: 0.2 }).generator).toBe('ok')
    // A few late ones are results, not a verdict.
    expect(judged({ late: 100 }).generator).toBe('ok')
    expect(judged({ eventLoopUtilization: 1 }).generator).toBe('ok')
    expect(judged({ scheduled: 0 }).generator).toBe('ok')
  })

  test('is saturated when more than 1 % are late', () => {
    const { generator, notes } = judged({ late: 101, sendLagP99Ms: 12 })
    expect(generator).toBe('saturated')
    expect(notes[0]).toBe(
      'the generator was the limit: it started 1 % of the iterations more than 10 ms late (send lag p99 12 ms)',
    )
  })

  test.each([
    ['the hypervisor', { stolenCores: 0.3 }, /hypervisor gave 30 % .* not shared/],
    ['other programs', { cpuWaitShare: 0.4 }, /waited for a CPU 40 % .* 0\.5 cores.*--workers/],
    ['garbage collection', { gcMs: 2000 }, /garbage collection took 10 %/],
    ['a busy loop', { eventLoopUtilization: 0.99 }, /busy 99 % .* more --workers/],
    ['work that blocks', { eventLoopDelayMs: 1500 }, /held up for 1500 ms.*synchronous work/],
    ['nothing that is known', {}, /nothing that was read says why/],
  ])('names %s as the reason, and the remedy', (_, change, reason) => {
    const { notes } = judged({ late: 5000, sendLagP99Ms: 800, ...change })
    expect(notes).toHaveLength(2)
    expect(notes[1]).toMatch(reason)
  })

  test('nothing is made up where nothing can be read', () => {
    const unread = { cpuWaitShare: null, stolenCores: null, foreignCores: null }
    const { generator, notes } = judged({ ...unread, late: 5000 })
    expect(generator).toBe('saturated')
    expect(notes.join()).not.toMatch(/null|NaN|undefined/)
  })

  test('users without pauses are limited by a generator that is never idle', () => {
    const users = { isPaced: false, sendLagP99Ms: 0 }
    expect(judged({ ...users, eventLoopUtilization: 0.9 }).generator).toBe('ok')
    const { generator, notes } = judged({ ...users, eventLoopUtilization: 0.99 })
    expect(generator).toBe('saturated')
    expect(notes[0]).toMatch(/busy 99 % .* more --workers/)
  })

  test('a latency that is mostly its own lateness is worth a word', () => {
    expect(judged({ sendLagP99Ms: 3, latencyP99Ms: 4 })).toMatchObject({
      generator: 'ok',
      notes: [expect.stringMatching(/mostly the generator's own/)],
    })
    expect(judged({ sendLagP99Ms: 0.3, latencyP99Ms: 0.4 }).notes).toEqual([])
  })
})
