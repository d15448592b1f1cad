import type { SourceReading } from '../../../model/run.ts'
import { joinSources, type WatchedWindow } from '../../load/engine/sources.ts'
import { monotonicNs } from '../../load/transports/exchanging/monotonic.ts'
import type { SeriesValues, Source } from './source.ts'

/** A minute and more: who reads the windows of a load reads them as they close. */
const KEPT_NS = 90e9

interface Sample {
  readonly fromNs: number
  readonly toNs: number
  readonly values: SeriesValues
}

/** What one source has said lately, each time of the stretch since the time before. */
export class SourceSeries {
  readonly source: Source
  readonly #samples: Sample[] = []
  #lastNs = monotonicNs()
  #isReading = false

  constructor(source: Source) {
    this.source = source
  }

  /** End of the newest sample, or when it was begun. */
  get lastNs(): number {
    return this.#lastNs
  }

  /** Asks once more, unless the last answer is still on its way. */
  async read(): Promise<void> {
    if (this.#isReading) return
    this.#isReading = true
    const values = await this.source.read()
    this.#isReading = false
    this.take(values)
  }

  take(values: SeriesValues | undefined): void {
    const fromNs = this.#lastNs
    this.#lastNs = monotonicNs()
    if (values !== undefined) this.#samples.push({ fromNs, toNs: this.#lastNs, values })
    while ((this.#samples[0]?.toNs ?? Number.POSITIVE_INFINITY) < this.#lastNs - KEPT_NS) {
      this.#samples.shift()
    }
  }

  /** What it said of a stretch of time; nothing, when that is not known. */
  reading(fromNs: number, toNs: number): readonly SourceReading[] {
    const { name: source, kind } = this.source
    const shared = this.#samples.flatMap((sample): readonly WatchedWindow[] => {
      const sharedNs = Math.min(sample.toNs, toNs) - Math.max(sample.fromNs, fromNs)
      if (sharedNs <= 0) return []
      return [{ durationMs: sharedNs / 1e6, sources: [{ source, kind, values: sample.values }] }]
    })
    return joinSources(shared).map((reading) => ({ ...reading, values: rounded(reading.values) }))
  }
}

/** Means have digits that say nothing, and records are kept for years. */
const DIGITS = 9

const rounded = (values: SeriesValues): SeriesValues =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Number(value.toPrecision(DIGITS))]),
  )
