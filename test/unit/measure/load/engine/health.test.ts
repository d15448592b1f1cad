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
  ticks: 1000,
  lateTicks: 2,
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
    // A hiccup of the machine, among few.
    expect(judged({ scheduled: 20, late: 2, sendLagP99Ms: 30 }).generator).toBe('ok')
    expect(judged({ scheduled: 20, late: 3, sendLagP99Ms: 30 }).generator).toBe('saturated')
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

  const users = { isPaced: false, sendLagP99Ms: 0 }

  test('users without pauses: a generator that is never idle is a part of what is measured', () => {
    expect(judged({ ...users, eventLoopUtilization: 0.9 })).toMatchObject({
      generator: 'ok',
      notes: [],
    })
    const { generator, notes } = judged({ ...users, eventLoopUtilization: 0.99 })
    expect(generator).toBe('ok')
    expect(notes).toEqual([
      expect.stringMatching(/busy 99 % .* at least this much.* more --workers/),
    ])
  })

  test('users without pauses: one that is late for the ticks of a clock is late for answers too', () => {
    const late = { ...users, lateTicks: 40, cpuWaitShare: 0.4 }
    const { generator, notes } = judged(late)
    expect(generator).toBe('saturated')
    expect(notes[0]).toBe(
      'the generator was the limit: 4 % of the time it was more than 10 ms late to read an answer',
    )
    expect(notes[1]).toMatch(/waited for a CPU 40 % .* a core of its own.* or fewer users$/)
    expect(judged({ ...late, lateTicks: 10 }).generator).toBe('ok')
    // Too few to tell.
    expect(judged({ ...late, ticks: 50, lateTicks: 2 }).generator).toBe('ok')
    // With times of their own, iterations that were in time are the better evidence.
    expect(judged({ lateTicks: 40 }).generator).toBe('ok')
  })

  test('a latency that is mostly its own lateness is worth a word', () => {
    expect(judged({ sendLagP99Ms: 3, latencyP99Ms: 4 })).toMatchObject({
      generator: 'ok',
      notes: [expect.stringMatching(/mostly the generator's own/)],
    })
    expect(judged({ sendLagP99Ms: 0.3, latencyP99Ms: 0.4 }).notes).toEqual([])
  })
})
