import { InFlightBound } from '../engine/dispatcher.ts'
import { GeneratorMonitor } from '../engine/generator-monitor.ts'
import type { PacedAlarm } from '../engine/pacing/alarm.ts'
import { shareAlarm } from '../engine/pacing/shared-alarm.ts'
import { type WorkerWindow, WINDOW_MS } from '../engine/parts.ts'
import { WorkerWindows } from '../engine/worker-windows.ts'
import { monotonicNs } from '../transports/exchanging/monotonic.ts'
import { WorkerLane } from './lane.ts'
import type { LoadOrder } from './protocol.ts'
import { type ReadyLane, tearDown } from './ready-lanes.ts'

/** What generating takes. */
export interface GenerateParts {
  readonly order: LoadOrder
  readonly startNs: number
  readonly ready: readonly ReadyLane[]
  readonly alarm: PacedAlarm
  /** Aborted = start no more. */
  readonly drain: AbortSignal
  readonly onWindow: (window: WorkerWindow) => void
  /** Gets what closes the window that is open: for whoever has to end at once, and keeps what was measured. */
  readonly onBegin: (closeWindow: () => void) => void
  /** Nothing is in flight any more: what was set up is torn down. */
  readonly onEnding: () => void
}

/** Makes one worker's share of the load, all lanes side by side, from time 0 until their schedules are over and nothing is in flight. */
export async function generate(parts: GenerateParts): Promise<void> {
  const { startNs, ready, drain, onWindow } = parts
  using monitor = new GeneratorMonitor(parts.order.lateBeyondMs, () => parts.alarm.heldNs)
  const windows = new WorkerWindows({
    startNs,
    read: () => monitor.read(),
    onWindow,
    later: setImmediate,
  })
  const lanes = lanesOf(parts, windows)
  parts.onBegin(() => windows.finish(monotonicNs()))
  const closing = setInterval(() => windows.advance(monotonicNs()), WINDOW_MS / 4)
  const ends = await Promise.all(lanes.map((lane) => lane.run(drain)))
  clearInterval(closing)
  parts.onEnding()
  try {
    await tearDown(ready)
  } finally {
    // Only now is it known what a client was still waiting for.
    windows.finish(Math.max(...ends))
  }
}

function lanesOf(
  { order, startNs, ready, alarm }: GenerateParts,
  windows: WorkerWindows,
): readonly WorkerLane[] {
  const alarms = shareAlarm(alarm, ready.length, monotonicNs)
  const bound = new InFlightBound(order.maxInFlight)
  return ready.map(
    (lane, index) =>
      new WorkerLane(lane, alarms[index] ?? alarms[0], { ...order, startNs, windows, bound }),
  )
}
