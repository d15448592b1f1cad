import type { Window } from '../../../src/model/run.ts'
import { unpackHistogram } from '../source/histograms.ts'
import { type Bins, binsOf, NO_BINS } from './heat-map-cells.ts'

/** Each window's histogram is unpacked once, however often it is drawn. */
const known = new WeakMap<Window, Bins>()
/** Unpacked at a time; between two lots the page answers. */
const LOT = 16
/** Between two looks whether a movement is over. */
const PAUSE_MS = 100
/** Drawn anew no more often while it is read. */
const TOLD_EVERY_MS = 250

/** What is known of a window's latencies; `undefined` = not read yet. */
export const binsIn = (window: Window): Bins | undefined => known.get(window)

/** How to read. */
export interface ReadOptions {
  readonly signal: AbortSignal
  /** Called when there is something new to draw. */
  readonly onRead: () => void
  /** Whether the page has something better to do now. */
  readonly isBusy: () => boolean
}

/**
 * Reads what is not read yet, newest last.
 * @returns when all are read, or the signal has ended it
 */
export async function readBins(
  windows: readonly Window[],
  { signal, onRead, isBusy }: ReadOptions,
): Promise<void> {
  const unread = windows.filter((window) => !known.has(window))
  let toldAt = performance.now()
  for (let start = 0; start < unread.length; start += LOT) {
    while (isBusy() && !signal.aborted) await pause(PAUSE_MS)
    if (signal.aborted) return
    const lot = unread.slice(start, start + LOT)
    const read = await Promise.all(lot.map(readOne))
    for (const [index, bins] of read.entries()) {
      const window = lot[index]
      if (window !== undefined) known.set(window, bins)
    }
    await pause(0)
    // Drawn anew a few times, not for every lot.
    if (start + LOT >= unread.length || performance.now() - toldAt > TOLD_EVERY_MS) {
      toldAt = performance.now()
      if (!signal.aborted) onRead()
    }
  }
}

/** A damaged histogram is an empty column: everything else can still be read. */
async function readOne({ metrics }: Window): Promise<Bins> {
  const text = metrics['latency']?.histogram
  if (text === undefined) return NO_BINS
  try {
    return binsOf(await unpackHistogram(text))
  } catch {
    return NO_BINS
  }
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
