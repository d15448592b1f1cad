import { describe, expect, test } from 'vitest'
import { Dispatcher, InFlightBound } from '../../../../../src/measure/load/engine/dispatcher.ts'
import type { Iteration } from '../../../../../src/measure/load/engine/iteration.ts'
import { MadeOutcome } from '../../../../../src/measure/load/engine/outcomes.ts'
import { Target, VirtualClock, recording, type Recording } from './rig.ts'

function rig(
  connections: number,
  drawInput?: () => unknown,
): Recording & {
  readonly clock: VirtualClock
  readonly target: Target
  readonly dispatcher: Dispatcher
  readonly bound: InFlightBound
} {
  const clock = new VirtualClock()
  const target = new Target(clock, connections)
  const recorded = recording(clock)
  const bound = new InFlightBound(1000)
  const dispatcher = new Dispatcher({
    work: target,
    recorder: recorded.recorder,
    drawInput,
    bound,
    giveUpNs: 10e9,
    now: clock.now,
  })
  return { ...recorded, clock, target, dispatcher, bound }
}

describe('a dispatcher', () => {
  test('gives each iteration an input of its own, in order, also those that wait', () => {
    let drawn = 0
    const { clock, target, dispatcher } = rig(1, () => drawn++)
    const inputs: unknown[] = []
    const start = target.start.bind(target)
    target.start = (iteration) => {
      const { input } = iteration
      const started = start(iteration)
      if (started) inputs.push(input)
      return started
    }
    for (let index = 0; index < 5; index++) dispatcher.submit(clock.nowNs, clock.nowNs, -1)
    clock.runTo(100)
    expect(inputs).toEqual([0, 1, 2, 3, 4])
  })

  test('an end that is told twice counts once', () => {
    const { clock, target, dispatcher, bound, total } = rig(1)
    const again: Iteration[] = []
    const start = target.start.bind(target)
    target.start = (iteration) => {
      again.push(iteration)
      return start(iteration)
    }
    dispatcher.submit(clock.nowNs, clock.nowNs, -1)
    clock.runTo(10)
    const [iteration] = again
    if (iteration === undefined) throw new Error('nothing was started')
    const parts = { kind: 'ok', code: '', example: () => '', sentNs: 1, endedNs: 2 } as const
    dispatcher.onEnded(iteration, new MadeOutcome(parts))
    dispatcher.onReleased(iteration)
    expect(total().counts.completed).toBe(1)
    expect(bound.inFlight).toBe(0)
  })

  test('settles when the last has ended', async () => {
    const { clock, dispatcher, bound } = rig(2)
    for (let index = 0; index < 5; index++) dispatcher.submit(clock.nowNs, clock.nowNs, -1)
    let settled = false
    const settling = dispatcher.settled().then(() => {
      settled = true
    })
    await Promise.resolve()
    expect(settled).toBe(false)
    clock.runTo(100)
    await settling
    expect(bound.inFlight).toBe(0)
  })
})
