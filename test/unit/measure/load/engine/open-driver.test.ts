import { describe, expect, test } from 'vitest'
import { Dispatcher, InFlightBound } from '../../../../../src/measure/load/engine/dispatcher.ts'
import { MOST_IN_A_TURN } from '../../../../../src/measure/load/engine/driver.ts'
import { OpenDriver } from '../../../../../src/measure/load/engine/open-driver.ts'
import { START_NS, Target, VirtualClock, recording, type Recording } from './rig.ts'

interface Rig extends Recording {
  readonly clock: VirtualClock
  readonly target: Target
  readonly driver: OpenDriver
  readonly dispatcher: Dispatcher
}

/** Arrivals every so many ms, over a number of connections. */
function rig(options: {
  readonly everyMs: number
  readonly count: number
  readonly connections?: number
  readonly maxInFlight?: number
  readonly giveUpMs?: number
}): Rig {
  const clock = new VirtualClock()
  const target = new Target(clock, options.connections ?? 100)
  const recorded = recording(clock)
  const dispatcher = new Dispatcher({
    work: target,
    recorder: recorded.recorder,
    drawInput: undefined,
    bound: new InFlightBound(options.maxInFlight ?? 10_000),
    giveUpNs: (options.giveUpMs ?? 10_000) * 1e6,
    now: clock.now,
  })
  let drawn = 0
  const next = (): number =>
    drawn < options.count ? drawn++ * options.everyMs : Number.POSITIVE_INFINITY
  const parts = { startNs: START_NS, dispatcher, alarm: clock, now: clock.now }
  const driver = new OpenDriver({ ...parts, arrivals: { next } })
  return { ...recorded, clock, target, driver, dispatcher }
}

const ms = (ns: number | undefined): number => Math.round((ns ?? Number.NaN) / 1e6)

describe('the open model', () => {
  test('starts every arrival at its time, whatever became of those before', async () => {
    const { clock, target, driver, total } = rig({ everyMs: 10, count: 300 })
    const over = driver.run()
    clock.runTo(5000)
    await over
    expect(target.begun).toHaveLength(300)
    const { counts, histograms } = total()
    expect(counts).toEqual({
      scheduled: 300,
      started: 300,
      completed: 300,
      failed: 0,
      rejected: 0,
      late: 0,
      dropped: 0,
    })
    expect(histograms.get('sendLag')?.max).toBe(0)
    expect(ms(histograms.get('latency')?.max)).toBe(1)
  })

  test('a frozen target is seen in latency from the intended start, never in send lag', () => {
    const { clock, target, driver, total } = rig({ everyMs: 10, count: 300, connections: 5 })
    target.frozenUntilMs = 1000
    void driver.run()
    clock.runTo(5000)
    const { counts, histograms } = total()
    expect(counts).toMatchObject({ scheduled: 300, started: 300, completed: 300, late: 0 })
    expect(histograms.get('sendLag')?.max).toBe(0)
    // The one that was due at 0 waited 1 s, those behind it 10 ms less each: none is left out.
    expect(ms(histograms.get('latency')?.max)).toBeGreaterThanOrEqual(1000)
    expect(histograms.get('latency')?.countBetween(500e6, 2e9)).toBeGreaterThanOrEqual(50)
    // Only those on a connection were with the target for so long.
    expect(histograms.get('service')?.countBetween(900e6, 2e9)).toBe(5)
  })

  test('what the generator is late for counts as its own lag, and as late', () => {
    const { clock, driver, total } = rig({ everyMs: 10, count: 100 })
    clock.lateNs = 15e6
    void driver.run()
    clock.runTo(3000)
    const { counts, histograms } = total()
    expect(counts).toMatchObject({ scheduled: 100, started: 100, completed: 100 })
    expect(counts.late).toBeGreaterThan(40)
    expect(ms(histograms.get('sendLag')?.max)).toBe(15)
    expect(ms(histograms.get('latency')?.max)).toBe(16)
    expect(ms(histograms.get('service')?.max)).toBe(1)
  })

  test('drops and counts what exceeds the bound', () => {
    const { clock, target, driver, total } = rig({
      everyMs: 10,
      count: 100,
      connections: 2,
      maxInFlight: 5,
    })
    target.serviceMs = 10_000
    void driver.run()
    clock.runTo(1500)
    target.events.onFree()
    expect(total().counts).toMatchObject({ scheduled: 100, started: 5, dropped: 95, completed: 0 })
  })

  test('drops what it gets to so late that nobody would wait for it any more', () => {
    const { clock, driver, total } = rig({ everyMs: 10, count: 100, giveUpMs: 100 })
    clock.lateNs = 500e6
    void driver.run()
    clock.runTo(3000)
    const { counts } = total()
    expect(counts.scheduled).toBe(100)
    expect(counts.dropped).toBeGreaterThan(30)
    expect(counts.late).toBeGreaterThanOrEqual(counts.dropped)
    expect(counts.started).toBe(counts.completed)
  })

  test('gives answers a turn among arrivals that are due all at once', () => {
    const { clock, target, driver } = rig({ everyMs: 0, count: 1000, connections: 1000 })
    let most = 0
    const ring = clock.onRing
    clock.onRing = () => {
      const before = target.begun.length
      ring()
      most = Math.max(most, target.begun.length - before)
    }
    void driver.run()
    clock.runTo(10)
    expect(target.begun).toHaveLength(1000)
    expect(most).toBe(MOST_IN_A_TURN)
  })

  test('stops at once when told to', async () => {
    const { clock, target, driver, dispatcher } = rig({ everyMs: 10, count: 1000 })
    const over = driver.run()
    clock.runTo(95)
    driver.stop()
    await over
    clock.runTo(500)
    await dispatcher.settled()
    expect(target.begun).toHaveLength(10)
  })

  test('those that wait are served in their order', () => {
    const { clock, target, driver } = rig({ everyMs: 1, count: 20, connections: 1 })
    target.serviceMs = 5
    const seen: number[] = []
    const start = target.start.bind(target)
    target.start = (iteration) => {
      const started = start(iteration)
      if (started) seen.push(iteration.sequence)
      return started
    }
    void driver.run()
    clock.runTo(1000)
    expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => index))
  })
})

describe('the end of a run', () => {
  test('what is in flight when time is up has timed out, whether it was sent or not', async () => {
    const { clock, target, driver, dispatcher, total } = rig({
      everyMs: 10,
      count: 10,
      connections: 3,
    })
    target.serviceMs = 60_000
    const over = driver.run()
    clock.runTo(200)
    await over
    dispatcher.expire({ code: 'TIMEOUT', example: 'too long' }, clock.nowNs)
    await dispatcher.settled()
    const { counts, errors, inFlight } = total()
    expect(counts).toMatchObject({ scheduled: 10, started: 10, completed: 0, failed: 10 })
    expect([...errors]).toEqual([['TIMEOUT', 10]])
    expect(inFlight).toBe(0)
    // What comes after is no longer listened to.
    clock.runTo(100_000)
    expect(total().counts.completed).toBe(0)
  })

  test('when no connection is left, what waits for one fails as its caller would see it', () => {
    const { clock, target, driver, total } = rig({ everyMs: 10, count: 10, connections: 0 })
    void driver.run()
    clock.runTo(200)
    target.break()
    const { counts, errors } = total()
    expect(counts).toMatchObject({ scheduled: 10, started: 10, failed: 10 })
    expect([...errors]).toEqual([['ECONNREFUSED', 10]])
  })
})
