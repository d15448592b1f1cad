import type { SourceKind, SourceReading, Window } from '../../model/run.ts'
import { type JudgedWindows, mostlyKnown } from './windows.ts'

/** Everything that was read beside the load, one series each, on the windows that are judged. */

/** What was read of one source. */
export interface Watched {
  readonly source: string
  readonly kind: SourceKind
  /** By name; one value a window, NaN where it was not read. */
  readonly series: ReadonlyMap<string, Float64Array>
}

/** Every source of the windows, in the order in which they first appear. */
export function watchedSources({ windows }: JudgedWindows): readonly Watched[] {
  const sources = new Map<string, Pick<Watched, 'source' | 'kind'>>()
  for (const { source, kind } of windows.flatMap((window) => window.sources ?? [])) {
    sources.set(`${kind}/${source}`, { source, kind })
  }
  return [...sources.values()].map(({ source, kind }) => {
    const readings = windows.map((window) => readingOf(window, source, kind))
    return { source, kind, series: seriesOf(readings) }
  })
}

function readingOf(window: Window, source: string, kind: SourceKind): SourceReading | undefined {
  return window.sources?.find((reading) => reading.source === source && reading.kind === kind)
}

function seriesOf(
  readings: readonly (SourceReading | undefined)[],
): ReadonlyMap<string, Float64Array> {
  const names = new Set(readings.flatMap((reading) => Object.keys(reading?.values ?? {})))
  const series = new Map<string, Float64Array>()
  for (const name of names) {
    const values = mostlyKnown(readings.map((reading) => reading?.values[name] ?? Number.NaN))
    if (values !== undefined) series.set(name, values)
  }
  return series
}
