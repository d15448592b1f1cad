import { describe, expect, it } from 'vitest'
import type { DuetLaunch } from '../../../../src/model/duet.ts'
import type { ScenarioComparison } from '../../../../src/model/comparison.ts'
import { type DuetRuleOptions, judgeDuets } from '../../../../src/judge/index.ts'
import { evidenceOf } from './evidence.ts'

const CPU = [0.1, -0.2, 0.3, 0.1, -0.4, 0, 0.2, -0.1]

/** CPU time says nothing changed, wall time says what `wall` adds. */
function judge(
  wall: (index: number) => number,
  spent: Partial<DuetLaunch['spent']>,
  options: DuetRuleOptions = {},
): ScenarioComparison {
  const written = CPU.map((percent, index) => ({
    percent,
    wallPercent: percent + wall(index),
    spent,
  }))
  const [judged] = judgeDuets([evidenceOf(written)], options)
  if (judged === undefined) throw new Error('one scenario in, one out')
  return judged
}

const slower = (): number => 10
const alike = (): number => 0
/** As under a neighbour: wall time scatters, with no direction. */
const noisy = (index: number): number => [6, -5, 8, -9, 4, -4, 7, -6][index] ?? 0

/** 160 pairs of 10 iterations a side: 3200 iterations in a process. */
const IDLE = { idleNs: 1e8, cpuNs: 0.9e8, voluntarySwitches: 3000 }
const BLOCKING = { cpuNs: 1e8, voluntarySwitches: 3200 }
const TAKEN = { cpuNs: 1e8, involuntarySwitches: 400 }
const UNEXPLAINED = { cpuNs: 1e8, voluntarySwitches: 60, involuntarySwitches: 10 }

describe('the clock', () => {
  it('is CPU time for what computes', () => {
    expect(judge(noisy, {})).toMatchObject({ clock: 'cpu', verdict: 'unchanged' })
  })

  it.each([
    ['lets the event loop wait', IDLE],
    ['blocks without the event loop seeing it', BLOCKING],
  ])('is wall time for what %s', (_, spent) => {
    expect(judge(slower, spent)).toMatchObject({ clock: 'wall', verdict: 'regressed' })
  })

  it('is wall time where CPU time cannot be read', () => {
    const written = CPU.map((percent) => ({ percent, cpu: null }))
    expect(judgeDuets([evidenceOf(written)])[0]?.clock).toBe('wall')
  })

  it('says so when one side waits now and then, which CPU time does not see', () => {
    const now = judge(slower, {})
    expect(now).toMatchObject({ clock: 'cpu', verdict: 'inconclusive' })
    expect(now.reason).toContain('of wall time: one side waits')
    expect(judge(() => 3, {})).toMatchObject({ clock: 'cpu', verdict: 'unchanged' })
    expect(judge(slower, {}, { clock: 'cpu' })).toMatchObject({ verdict: 'unchanged' })
  })

  it('can be named', () => {
    expect(judge(slower, {}, { clock: 'wall' })).toMatchObject({
      clock: 'wall',
      verdict: 'regressed',
    })
    expect(judge(slower, BLOCKING, { clock: 'cpu' })).toMatchObject({
      clock: 'cpu',
      verdict: 'unchanged',
    })
  })
})

describe('wall time far above CPU time', () => {
  it('leaves CPU time its word when the core was taken away, and wall time does not contradict', () => {
    expect(judge(noisy, TAKEN)).toMatchObject({ clock: 'cpu', verdict: 'unchanged' })
  })

  it('is inconclusive when the core was taken away and wall time says something else', () => {
    const found = judge(slower, TAKEN)
    expect(found.verdict).toBe('inconclusive')
    expect(found.reason).toContain('its core was taken away for 50 % of the time')
  })

  it('asks for twice the evidence where the core was taken away', () => {
    const borderline = [4.9, 0.3, 2.2, 0.4, 5.1, 0.6, 4.6, 0.9, 1.9, 1.2]
    const verdictOf = (spent: Partial<DuetLaunch['spent']>) =>
      judgeDuets([evidenceOf(borderline.map((percent) => ({ percent, spent })))])[0]?.verdict
    expect(verdictOf({})).toBe('regressed')
    expect(verdictOf(TAKEN)).toBe('inconclusive')
  })

  it('is inconclusive when nothing explains it', () => {
    const found = judge(alike, UNEXPLAINED)
    expect(found.verdict).toBe('inconclusive')
    expect(found.reason).toContain('did not run in 50 % of the wall time')
  })
})
