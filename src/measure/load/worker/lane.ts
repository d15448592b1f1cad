import { setTimeout as delay } from 'node:timers/promises'
import { createRandom } from '../../../kernel/random.ts'
import { ClosedDriver } from '../engine/closed-driver.ts'
import { Dispatcher, InFlightBound } from '../engine/dispatcher.ts'
import type { Driver } from '../engine/driver.ts'
import { OpenDriver } from '../engine/open-driver.ts'
import type { Alarm } from '../engine/pacing/alarm.ts'
import { Recorder } from '../engine/recorder.ts'
import type { WorkerWindows } from '../engine/worker-windows.ts'
import { scheduleDurationMs } from '../schedule/describe.ts'
import { laneArrivals, laneUsers } from '../schedule/lane.ts'
import { monotonicNs } from '../transports/exchanging/monotonic.ts'
import type { ReadyLane } from './ready-lanes.ts'
import type { LoadOrder } from './protocol.ts'

/** Beyond the time-out, for ends that are on their way as it passes. */
const DRAIN_GRACE_MS = 250

/** What the lanes of one worker share. */
export interface LaneSurroundings extends Pick<LoadOrder, 'timeoutMs' | 'lateBeyondMs' | 'seed'> {
  readonly startNs: number
  readonly windows: WorkerWindows
  /** Of all open lanes. */
  readonly bound: InFlightBound
}

/**
 * Makes one worker's share of one lane, from the start of its schedule until that is over and nothing is in flight.
 *
 *   schedule ── driver ──▶ dispatcher ──▶ work      ends or is stopped ──▶ drain ──▶ what is left: TIMEOUT
 *                              └──▶ recorder ──▶ windows
 */
export class WorkerLane {
  readonly #dispatcher: Dispatcher
  readonly #driver: Driver
  readonly #timeoutMs: number
  /** Of the schedule, on the monotonic clock. */
  readonly #endNs: number

  constructor(ready: ReadyLane, alarm: Alarm, around: LaneSurroundings) {
    this.#timeoutMs = around.timeoutMs
    this.#endNs = around.startNs + scheduleDurationMs(ready.order.schedule) * 1e6
    this.#dispatcher = dispatcherOf(ready, recorderOf(ready, around), around)
    this.#driver = driverOf(ready, { alarm, dispatcher: this.#dispatcher }, around)
  }

  /**
   * A schedule lasts for all of its time, also behind its last start: a rate is told of whole windows.
   *
   * @param drain aborted = start no more
   * @returns when it was over, on the monotonic clock
   */
  async run(drain: AbortSignal): Promise<number> {
    const stop = (): void => this.#driver.stop()
    drain.addEventListener('abort', stop, { once: true })
    if (drain.aborted) stop()
    await this.#driver.run()
    const [drainedNs] = await Promise.all([
      drained(this.#dispatcher, this.#timeoutMs),
      passed(this.#endNs, drain),
    ])
    drain.removeEventListener('abort', stop)
    return drain.aborted ? monotonicNs() : Math.max(this.#endNs, drainedNs)
  }
}

/** @returns when nothing was in flight any more */
async function drained(dispatcher: Dispatcher, timeoutMs: number): Promise<number> {
  const settled = new AbortController()
  const limit = delay(timeoutMs + DRAIN_GRACE_MS, undefined, { signal: settled.signal })
  await Promise.race([dispatcher.settled(), limit])
  settled.abort()
  await limit.catch(() => undefined)
  const example = `was still waiting ${timeoutMs / 1000} s after the last start`
  const endedNs = monotonicNs()
  dispatcher.expire({ code: 'TIMEOUT', example }, endedNs)
  return endedNs
}

/** The time has come, or the signal. */
async function passed(atNs: number, signal: AbortSignal): Promise<void> {
  const leftMs = Math.ceil((atNs - monotonicNs()) / 1e6)
  if (leftMs > 0) await delay(leftMs, undefined, { signal }).catch(() => undefined)
}

function recorderOf(
  { order, work }: ReadyLane,
  { startNs, windows, lateBeyondMs }: LaneSurroundings,
): Recorder {
  return new Recorder({
    lane: order.lane,
    windows,
    startNs,
    phases: order.phases,
    lateBeyondNs: lateBeyondMs * 1e6,
    observations: work.observations,
    own: work.own,
  })
}

/** In the closed model there are no more iterations than users, and none is dropped: its user would be gone with it. */
function dispatcherOf(
  { order, work }: ReadyLane,
  recorder: Recorder,
  { bound, timeoutMs }: LaneSurroundings,
): Dispatcher {
  const isClosed = order.schedule.kind === 'closed'
  return new Dispatcher({
    work: work.work,
    recorder,
    drawInput: work.drawInput,
    bound: isClosed ? new InFlightBound(Number.POSITIVE_INFINITY) : bound,
    giveUpNs: isClosed ? Number.POSITIVE_INFINITY : timeoutMs * 1e6,
    now: monotonicNs,
  })
}

function driverOf(
  { order }: ReadyLane,
  driven: { readonly alarm: Alarm; readonly dispatcher: Dispatcher },
  { startNs, seed }: LaneSurroundings,
): Driver {
  const { schedule, share, mix, streams } = order
  const parts = { ...driven, startNs, now: monotonicNs }
  if (schedule.kind === 'closed') {
    const { stages, thinkTimeMs, pacingMs } = schedule
    const users = laneUsers(stages, mix, share)
    return new ClosedDriver({ ...parts, stages, users, thinkTimeMs, pacingMs })
  }
  // Every worker draws the same arrivals, and takes its own of them.
  const random = createRandom(seed).split(streams.schedule)
  return new OpenDriver({ ...parts, arrivals: laneArrivals(schedule, mix, { random, share }) })
}
