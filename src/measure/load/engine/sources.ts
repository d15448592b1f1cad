import type { SourceReading } from '../../../model/run.ts'

/** What was watched beside the load, in windows that follow one another, as one. */

/** Of a series with such a name the largest value counts; of all others the mean. The unit may stand behind. */
const LARGEST = /Max(?:[A-Z][a-z]*)?$/

/** Windows, as far as this goes. */
export interface WatchedWindow {
  readonly durationMs: number
  readonly sources?: readonly SourceReading[]
}

/** Every source that any of the windows knows. Means are weighted by the time of those windows that know the series. */
export function joinSources(windows: readonly WatchedWindow[]): readonly SourceReading[] {
  const [only, ...others] = windows
  if (others.length === 0) return only?.sources ?? []
  const joined = new Map<string, JoinedSource>()
  for (const { durationMs, sources } of windows) {
    for (const reading of sources ?? []) {
      const name = `${reading.kind} ${reading.source}`
      const known = joined.get(name) ?? { ...reading, series: new Map<string, JoinedSeries>() }
      joined.set(name, known)
      for (const [series, value] of Object.entries(reading.values)) {
        const so = known.series.get(series) ?? new JoinedSeries()
        known.series.set(series, so)
        so.add(value, durationMs)
      }
    }
  }
  return [...joined.values()].map(({ source, kind, series }) => ({
    source,
    kind,
    values: Object.fromEntries([...series].map(([name, so]) => [name, so.value(name)])),
  }))
}

interface JoinedSource extends Pick<SourceReading, 'source' | 'kind'> {
  readonly series: Map<string, JoinedSeries>
}

class JoinedSeries {
  #weighted = 0
  #timeMs = 0
  #largest = Number.NEGATIVE_INFINITY

  add(value: number, durationMs: number): void {
    this.#weighted += value * durationMs
    this.#timeMs += durationMs
    this.#largest = Math.max(this.#largest, value)
  }

  value(name: string): number {
    return LARGEST.test(name) ? this.#largest : this.#weighted / this.#timeMs
  }
}
