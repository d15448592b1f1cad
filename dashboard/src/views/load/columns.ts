import type { SourceReading, Window } from '../../../../src/model/run.ts'

/** One number of a window; `null` = not known. */
export type ReadWindow = (window: Window) => number | null

/** What a timeline holds. */
export interface Contents {
  /** Of errors, in the order in which they were first seen; likewise below. */
  readonly codes: ReadonlySet<string>
  readonly stages: ReadonlySet<string>
  readonly metrics: ReadonlySet<string>
  /** By kind and name. */
  readonly sources: ReadonlyMap<string, WatchedSource>
}

/** One source, with the names of its series. */
export interface WatchedSource {
  readonly source: string
  readonly kind: SourceReading['kind']
  readonly series: Set<string>
}

interface Column {
  readonly read: ReadWindow
  readonly values: (number | null)[]
}

/**
 * Windows as columns of numbers, as charts want them. Each window is read once for each column that somebody asked for;
 * columns grow in place as windows come, and lose their front where windows go.
 */
export class WindowColumns {
  /** Middles of the windows, in ms. */
  readonly xs: number[] = []
  readonly contents = {
    codes: new Set<string>(),
    stages: new Set<string>(),
    metrics: new Set<string>(),
    sources: new Map<string, WatchedSource>(),
  } satisfies Contents
  #windows: readonly Window[] = []
  readonly #columns = new Map<string, Column>()

  /** The whole timeline as it is now; what was there before is the same objects. */
  take(windows: readonly Window[]): void {
    if (windows === this.#windows) return
    const gone = this.#goneBefore(windows)
    const columns = [...this.#columns.values()]
    this.xs.splice(0, gone)
    for (const { values } of columns) values.splice(0, gone)
    for (const window of windows.slice(this.xs.length)) {
      this.xs.push(window.startMs + window.durationMs / 2)
      this.#discover(window)
      for (const { read, values } of columns) values.push(read(window))
    }
    this.#windows = windows
  }

  /** A column; the same array each time. @param key names what `read` reads */
  column(key: string, read: ReadWindow): readonly (number | null)[] {
    const known = this.#columns.get(key)
    if (known !== undefined) return known.values
    const made = { read, values: this.#windows.map(read) }
    this.#columns.set(key, made)
    return made.values
  }

  /** How many windows have gone at the front; all of them where it is another timeline. */
  #goneBefore(windows: readonly Window[]): number {
    const known = this.#windows.length
    const gone = windows[0] === undefined ? known : this.#windows.indexOf(windows[0])
    const isSame = gone >= 0 && windows[known - 1 - gone] === this.#windows.at(-1)
    return isSame ? gone : known
  }

  #discover({ errors, stages, metrics, sources = [] }: Window): void {
    for (const { code } of errors) this.contents.codes.add(code)
    for (const { name } of stages) this.contents.stages.add(name)
    for (const name of Object.keys(metrics)) this.contents.metrics.add(name)
    for (const { source, kind, values } of sources) {
      const key = `${kind} ${source}`
      const watched = this.contents.sources.get(key) ?? { source, kind, series: new Set() }
      this.contents.sources.set(key, watched)
      for (const name of Object.keys(values)) watched.series.add(name)
    }
  }
}
