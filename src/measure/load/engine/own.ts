import type { OwnRecorders, Scenario } from '../../../model/scenario.ts'
import { encodeHistogram } from '../../../stats/index.ts'
import { OwnMetricRecorder } from '../../bench/engine/own-metrics.ts'
import type { OwnParts } from './parts.ts'

/** A scenario's own metrics, of the steady state. Many iterations record at a time, so a counter's sum alone is exact. */
export class OwnMetrics {
  /** Handed to iterations of the steady state. */
  readonly recorders: OwnRecorders
  /** Handed to all others. */
  readonly unrecorded: OwnRecorders
  readonly #recorder: OwnMetricRecorder

  constructor(metrics: Scenario['metrics']) {
    this.#recorder = new OwnMetricRecorder(metrics)
    this.recorders = this.#recorder.recorders
    const nothing = (): void => undefined
    this.unrecorded = Object.fromEntries(Object.keys(metrics).map((name) => [name, nothing]))
  }

  endIteration(): void {
    if (this.#recorder.used) this.#recorder.endSample(1)
  }

  /** Hands over what was recorded, and forgets it. What running iterations have counted is told when one ends. */
  take(): readonly OwnParts[] {
    if (!this.#recorder.used) return []
    const parts = this.#recorder.recorded().map(({ histogram, ...metric }) => ({
      name: metric.name,
      kind: metric.kind,
      unit: metric.unit,
      ...(metric.better === undefined ? {} : { better: metric.better }),
      total: metric.total,
      histogram: encodeHistogram(histogram),
    }))
    this.#recorder.clearClosed()
    return parts
  }
}
