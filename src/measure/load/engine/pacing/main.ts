import { workerData } from 'node:worker_threads'
import { monotonicNs } from '../../transports/exchanging/monotonic.ts'
import { memoryIn, NONE, ORDER, type PacerMemory, RING } from './memory.ts'

/** The pacing thread: sleeps until an order's time, wakes the thread that sends, and sleeps until the next order. */
function pace({ counters, due }: PacerMemory): never {
  for (;;) {
    const order = Atomics.load(counters, ORDER)
    const leftNs = (due[0] ?? NONE) - monotonicNs()
    if (leftNs > 0) {
      // A new order ends the nap; so does one that came since the two readings.
      Atomics.wait(counters, ORDER, order, leftNs === NONE ? undefined : leftNs / 1e6)
      continue
    }
    Atomics.add(counters, RING, 1)
    Atomics.notify(counters, RING)
    Atomics.wait(counters, ORDER, order)
  }
}

if (workerData instanceof SharedArrayBuffer) pace(memoryIn(workerData))
