import type { StageParts, TallyParts } from './parts.ts'
import type { StoredWindow } from './load-window.ts'

/** A window as a line of JSON: histograms as base64. */
export function lineOf(window: StoredWindow): string {
  return `${JSON.stringify({ ...window, tally: mapTally(window.tally, toBase64) })}\n`
}

/** What {@link lineOf} wrote. */
export function windowIn(line: string): StoredWindow {
  const written = JSON.parse(line) as Omit<StoredWindow, 'tally'> & { tally: Tally<string> }
  return { ...written, tally: mapTally(written.tally, fromBase64) }
}

/** A tally whose histograms are of some other form. */
interface Tally<H> extends Omit<TallyParts, 'histograms' | 'stages' | 'own'> {
  readonly histograms: Readonly<Record<string, H>>
  readonly stages: readonly (Omit<StageParts, 'histogram'> & { readonly histogram: H })[]
  readonly own: readonly (Omit<TallyParts['own'][number], 'histogram'> & {
    readonly histogram: H
  })[]
}

function mapTally<A, B>(tally: Tally<A>, form: (histogram: A) => B): Tally<B> {
  return {
    ...tally,
    histograms: Object.fromEntries(
      Object.entries(tally.histograms).map(([name, histogram]) => [name, form(histogram)]),
    ),
    stages: tally.stages.map((stage) => ({ ...stage, histogram: form(stage.histogram) })),
    own: tally.own.map((metric) => ({ ...metric, histogram: form(metric.histogram) })),
  }
}

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

const fromBase64 = (text: string): Uint8Array => Buffer.from(text, 'base64')
