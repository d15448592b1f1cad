import { useEffect, useState } from 'preact/hooks'
import type { Histogram } from '../../../src/stats/index.ts'
import { unpackHistogram } from '../source/histograms.ts'

/** A histogram that was read, or why it was not. */
export type HistogramRead =
  | { readonly state: 'ready'; readonly histogram: Histogram }
  | { readonly state: 'failed'; readonly why: string }

/** Those that were read, by their text: what is opened again, or printed, is there at once. */
const READ = new Map<string, HistogramRead>()
/** Some 200 kB each. */
const MOST_KEPT = 128

/** Reads packed histograms, anew whenever they change. @returns in their order; `undefined` until all are read */
export function useHistograms(texts: readonly string[]): readonly HistogramRead[] | undefined {
  const [, drawAgain] = useState(0)
  const key = texts.join(' ')
  const known = texts.flatMap((text) => READ.get(text) ?? [])
  useEffect(() => {
    let isCurrent = true
    void Promise.all(texts.map(readOnce)).then(() => isCurrent && drawAgain((count) => count + 1))
    return () => {
      isCurrent = false
    }
  }, [key])
  return known.length === texts.length ? known : undefined
}

/** Reads histograms that may be drawn soon, one after the other: paper does not wait. */
export async function readAhead(texts: readonly string[], signal: AbortSignal): Promise<void> {
  for (const text of texts.slice(0, MOST_KEPT)) {
    if (signal.aborted) return
    await readOnce(text)
  }
}

async function readOnce(text: string): Promise<void> {
  if (READ.has(text)) return
  const read = await readOne(text)
  const [oldest] = READ.keys()
  if (READ.size >= MOST_KEPT && oldest !== undefined) READ.delete(oldest)
  READ.set(text, read)
}

async function readOne(text: string): Promise<HistogramRead> {
  try {
    const histogram = await unpackHistogram(text)
    if (histogram.count > 0) return { state: 'ready', histogram }
    return { state: 'failed', why: 'It holds nothing.' }
  } catch (thrown) {
    // What browsers say of other damage speaks of their own parts.
    const why = thrown instanceof RangeError ? thrown.message : 'its text is cut off or changed'
    return { state: 'failed', why: `It is damaged: ${why}.` }
  }
}
