import { describe, expect, test } from 'vitest'
import { TickingClock } from '../../../../../src/measure/load/engine/generator-monitor.ts'

describe('the clock that ticks beside iterations', () => {
  test('counts ticks that were late, those among them that were missed', () => {
    let nowMs = 1000
    using clock = new TickingClock(10, () => nowMs)
    const tickAt = (atMs: number): void => {
      nowMs = atMs
      clock.tick()
    }
    tickAt(1020)
    tickAt(1049)
    expect(clock.take()).toEqual({ eventLoopDelayMs: 9, ticks: 2, lateTicks: 0 })
    // Held up for 65 ms: the ticks of 0, 20, 40 and 60 ms were 65, 45, 25 and 5 ms late.
    tickAt(1049 + 20 + 65)
    expect(clock.take()).toEqual({ eventLoopDelayMs: 65, ticks: 4, lateTicks: 3 })
    expect(clock.take()).toEqual({ eventLoopDelayMs: 0, ticks: 0, lateTicks: 0 })
  })

  test('knows of a turn that is not over yet', () => {
    let nowMs = 1000
    using clock = new TickingClock(10, () => nowMs)
    nowMs = 1020 + 65
    expect(clock.take()).toEqual({ eventLoopDelayMs: 65, ticks: 4, lateTicks: 3 })
    clock.tick()
    expect(clock.take()).toEqual({ eventLoopDelayMs: 0, ticks: 0, lateTicks: 0 })
  })
})
