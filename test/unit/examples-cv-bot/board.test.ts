import { describe, expect, it, onTestFinished } from 'vitest'
import { Board } from '../../../examples/cv-bot/src/channels/board.ts'

/** A board by a clock that goes on at every look. */
function boardOf(): Board {
  let nowMs = 0
  const board = new Board(
    () => undefined,
    () => (nowMs += 0.5),
  )
  onTestFinished(() => board.stop())
  return board
}

describe('the board', () => {
  it('begins a motion where it begins, whatever the time', () => {
    const board = boardOf()
    const ramp = { kind: 'ramp', channel: 1, fromVolts: 1, toVolts: -1, durationMs: 10 } as const
    expect([board.perform(ramp), board.perform(ramp)]).toEqual([1, 1])
    const stepVolts = [2, 3]
    const pattern = { kind: 'pattern', channel: 1, stepVolts, stepsPerMinute: 1200 } as const
    expect(board.perform(pattern)).toBe(2)
  })

  it('keeps a channel within its range, from the moment that it is given one', () => {
    const board = boardOf()
    expect(board.perform({ kind: 'cv', channel: 1, volts: 7 })).toBe(7)
    expect(board.perform({ kind: 'range', channel: 1, lowVolts: 0, highVolts: 5 })).toBe(5)
    expect(board.perform({ kind: 'cv', channel: 1, volts: -1 })).toBe(0)
    expect(board.perform({ kind: 'range', channel: 2, lowVolts: 1, highVolts: 5 })).toBe(1)
    expect(board.describe()).toEqual({ 1: ['!range 1 0..5', '!cv 1 -1'], 2: ['!range 2 1..5'] })
  })
})
