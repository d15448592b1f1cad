import { setTimeout as delay } from 'node:timers/promises'
import { createRandom } from '../../../kernel/random.ts'
import type { Alarm } from '../engine/pacing/alarm.ts'
import { monotonicNs } from '../transports/exchanging/monotonic.ts'
import { ClosedDriver } from '../engine/closed-driver.ts'
import { Dispatcher } from '../engine/dispatcher.ts'
import type { Driver } from '../engine/driver.ts'
import { GeneratorMonitor } from '../engine/generator-monitor.ts'
import { OpenDriver } from '../engine/open-driver.ts'
import { type WorkerWindow, WINDOW_MS } from '../engine/parts.ts'
import { Recorder } from '../engine/recorder.ts'
import { arrivalTimes } from '../schedule/arrivals.ts'
import type { ReadyWork } from './load-work.ts'
import type { LoadOrder } from './protocol.ts'

/** Beyond the time-out, for ends that are on their way as it passes. */
const DRAIN_GRACE_MS = 250

/** What generating takes. */
export interface GenerateParts {
  readonly order: LoadOrder
  readonly startNs: number
  readonly ready: ReadyWork
  readonly alarm: Alarm
  /** Aborted = start no more. */
  readonly drain: AbortSignal
  readonly onWindow: (window: WorkerWindow) => void
  /** Nothing is in flight any more: what was set up is torn down. */
  readonly onEnding: () => void
}

/**
 * Makes one worker's share of the load, from the start of the schedule until nothing is in flight.
 *
 *   schedule ── driver ──▶ dispatcher ──▶ work      ends or is stopped ──▶ drain ──▶ what is left: TIMEOUT
 *                              └──▶ recorder ──▶ windows
 */
export async function generate(parts: GenerateParts): Promise<void> {
  const { order, ready, drain } = parts
  using monitor = new GeneratorMonitor()
  const recorder = recorderOf(parts, monitor)
  const dispatcher = dispatcherOf(parts, recorder)
  const driver = driverOf(parts, dispatcher)
  const stop = (): void => driver.stop()
  drain.addEventListener('abort', stop, { once: true })
  if (drain.aborted) stop()
  const closing = setInterval(() => recorder.advance(monotonicNs()), WINDOW_MS / 4)
  await driver.run()
  await drained(dispatcher, order.timeoutMs)
  clearInterval(closing)
  drain.removeEventListener('abort', stop)
  const endNs = monotonicNs()
  parts.onEnding()
  try {
    await ready.work[Symbol.asyncDispose]()
  } finally {
    // Only now is it known what a client was still waiting for.
    recorder.finish(endNs)
  }
}

async function drained(dispatcher: Dispatcher, timeoutMs: number): Promise<void> {
  const settled = new AbortController()
  const limit = delay(timeoutMs + DRAIN_GRACE_MS, undefined, { signal: settled.signal })
  await Promise.race([dispatcher.settled(), limit])
  settled.abort()
  await limit.catch(() => undefined)
  const example = `was still waiting ${timeoutMs} ms after the last start`
  dispatcher.expire({ code: 'TIMEOUT', example }, monotonicNs())
}

function recorderOf(
  { order, startNs, ready, onWindow }: GenerateParts,
  monitor: GeneratorMonitor,
): Recorder {
  const { observations, own } = ready
  return new Recorder({
    startNs,
    phases: order.phases,
    lateBeyondNs: order.lateBeyondMs * 1e6,
    onWindow,
    read: () => monitor.read(),
    observations,
    own,
  })
}

/** In the closed model there are no more iterations than users, and none is dropped: its user would be gone with it. */
function dispatcherOf({ order, ready }: GenerateParts, recorder: Recorder): Dispatcher {
  const isClosed = order.schedule.kind === 'closed'
  return new Dispatcher({
    work: ready.work,
    recorder,
    drawInput: ready.drawInput,
    maxInFlight: isClosed ? Number.POSITIVE_INFINITY : order.maxInFlight,
    giveUpNs: isClosed ? Number.POSITIVE_INFINITY : order.timeoutMs * 1e6,
    now: monotonicNs,
  })
}

function driverOf({ order, startNs, alarm }: GenerateParts, dispatcher: Dispatcher): Driver {
  const { schedule, share, seed } = order
  const parts = { startNs, dispatcher, alarm, now: monotonicNs }
  if (schedule.kind === 'closed') {
    const { stages, thinkTimeMs, pacingMs } = schedule
    return new ClosedDriver({ ...parts, stages, share, thinkTimeMs, pacingMs })
  }
  // Every worker draws the same arrivals, and takes its own of them.
  const random = createRandom(seed).split('schedule')
  return new OpenDriver({ ...parts, arrivals: arrivalTimes(schedule, { random, share }) })
}
