import { parentPort, workerData } from 'node:worker_threads'
import { monotonicNs } from '../../transports/exchanging/monotonic.ts'
import { NONE, ORDER, type PacerMemory } from './memory.ts'

/** The pacing thread: sleeps until an order's time, wakes the thread that sends, and sleeps until the next order. */

function pace({ order, due }: PacerMemory, wake: () => void): never {
  for (;;) {
    const current = Atomics.load(order, ORDER)
    const leftNs = (due[0] ?? NONE) - monotonicNs()
    if (leftNs > 0) {
      // A new order ends the nap; so does one that came since the two readings.
      Atomics.wait(order, ORDER, current, leftNs === NONE ? undefined : leftNs / 1e6)
      continue
    }
    wake()
    Atomics.wait(order, ORDER, current)
  }
}

if (workerData instanceof SharedArrayBuffer && parentPort !== null) {
  const port = parentPort
  const order = new Int32Array(workerData, 0, 1)
  const due = new Float64Array(workerData, 8, 1)
  pace({ order, due }, () => port.postMessage(0))
}
