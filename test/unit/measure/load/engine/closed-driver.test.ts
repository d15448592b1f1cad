import { describe, expect, test } from 'vitest'
import type { UserStage } from '../../../../../src/model/load.ts'
import { ClosedDriver } from '../../../../../src/measure/load/engine/closed-driver.ts'
import { Dispatcher, InFlightBound } from '../../../../../src/measure/load/engine/dispatcher.ts'
import { usersOf } from '../../../../../src/measure/load/schedule/users.ts'
import { START_NS, Target, VirtualClock, recording, type Recording } from './rig.ts'

interface Rig extends Recording {
  readonly clock: VirtualClock
  readonly target: Target
  readonly driver: ClosedDriver
  /** When iterations started, in ms from the start, by user. */
  starts(user: number): readonly number[]
}

function rig(
  stages: readonly UserStage[],
  { thinkTimeMs = 0, pacingMs = 0, share = { worker: 0, workers: 1 } } = {},
): Rig {
  const clock = new VirtualClock()
  const target = new Target(clock, 1000)
  const recorded = recording(clock)
  const dispatcher = new Dispatcher({
    work: target,
    recorder: recorded.recorder,
    drawInput: undefined,
    bound: new InFlightBound(Number.POSITIVE_INFINITY),
    giveUpNs: Number.POSITIVE_INFINITY,
    now: clock.now,
  })
  const begun: { readonly user: number; readonly atMs: number }[] = []
  const start = target.start.bind(target)
  target.start = (iteration) => {
    begun.push({ user: iteration.user, atMs: (clock.nowNs - START_NS) / 1e6 })
    return start(iteration)
  }
  const parts = { startNs: START_NS, dispatcher, alarm: clock, now: clock.now }
  const users = usersOf(stages, share)
  const driver = new ClosedDriver({ ...parts, stages, users, thinkTimeMs, pacingMs })
  const starts = (user: number): readonly number[] =>
    begun.filter((each) => each.user === user).map(({ atMs }) => Math.round(atMs))
  return { ...recorded, clock, target, driver, starts }
}

const steady = (users: number, durationMs: number): UserStage => ({
  durationMs,
  fromUsers: users,
  toUsers: users,
})

describe('the closed model', () => {
  test('each user starts anew as its answer comes, and none after the end', async () => {
    const { clock, target, driver, total } = rig([steady(3, 100)])
    target.serviceMs = 10
    const over = driver.run()
    clock.runTo(1000)
    await over
    const { counts } = total()
    expect(counts).toMatchObject({ scheduled: 30, started: 30, completed: 30, dropped: 0 })
  })

  test('think time counts from the answer, pacing from the start before', () => {
    const thinking = rig([steady(1, 100)], { thinkTimeMs: 15 })
    thinking.target.serviceMs = 10
    void thinking.driver.run()
    thinking.clock.runTo(200)
    expect(thinking.starts(0)).toEqual([0, 25, 50, 75])

    const paced = rig([steady(1, 100)], { pacingMs: 30 })
    paced.target.serviceMs = 10
    void paced.driver.run()
    paced.clock.runTo(200)
    expect(paced.starts(0)).toEqual([0, 30, 60, 90])
  })

  test('users come and go with the ramp', () => {
    const up = { durationMs: 100, fromUsers: 0, toUsers: 10 }
    const down = { durationMs: 100, fromUsers: 10, toUsers: 0 }
    const { clock, driver, starts } = rig([up, down], { pacingMs: 10 })
    void driver.run()
    clock.runTo(400)
    expect(starts(0)[0]).toBe(0)
    expect(starts(5)[0]).toBe(50)
    expect(starts(9)[0]).toBe(90)
    // The last to come is the first to go.
    expect(starts(9).at(-1)).toBeLessThan(110)
    expect(starts(0).at(-1)).toBeGreaterThan(180)
  })

  test('workers share the users', () => {
    const share = { worker: 1, workers: 3 }
    const { clock, driver, total } = rig([steady(10, 100)], { pacingMs: 100, share })
    void driver.run()
    clock.runTo(200)
    // Users 1, 4 and 7.
    expect(total().counts.started).toBe(3)
  })

  test('is over at its end, also when an answer never comes', async () => {
    const { clock, target, driver } = rig([steady(2, 100)])
    target.serviceMs = 1e6
    const over = driver.run()
    clock.runTo(101)
    await over
    expect(target.begun).toHaveLength(2)
  })

  test('a wait of a user is latency; users without pauses have no lag of their own', () => {
    const { clock, target, driver, total } = rig([steady(2, 1000)])
    target.serviceMs = 10
    void driver.run()
    clock.runTo(200)
    target.frozenUntilMs = 700
    clock.runTo(3000)
    const { counts, histograms } = total()
    expect(counts.late).toBe(0)
    expect(histograms.get('sendLag')?.max ?? 1).toBeLessThan(1000)
    expect(histograms.get('latency')?.countBetween(400e6, 1e9)).toBe(2)
  })

  test('users whose connections are gone try again, and no faster than connections do', () => {
    const { clock, target, driver, total } = rig([steady(5, 1000)])
    target.start = () => false
    void driver.run()
    clock.runTo(10)
    target.break()
    clock.runTo(500)
    target.break()
    clock.runTo(900)
    const { counts } = total()
    expect(counts).toMatchObject({ started: 15, failed: 10, completed: 0 })
  })
})
