import type { Metric, Window } from '../../model/run.ts'
import { createHistogram, encodeHistogram, type Histogram } from '../../stats/index.ts'
import { packHistogram } from '../histogram-text.ts'

/** Sixteen buckets an octave, each 3–6 % wide: a heat map is drawn in coarser ones, and it takes a tenth of the room. */
const DIGITS = 1

/** A window as it is shown live. @param latency whole, so that a heat map can be drawn; `undefined` = nothing was answered */
export function liveWindow(window: Window, latency: Histogram | undefined): Window {
  const described: Metric | undefined = window.metrics['latency']
  if (described === undefined || latency === undefined) return window
  const coarse = createHistogram({ digits: DIGITS })
  coarse.add(latency)
  const histogram = packHistogram(encodeHistogram(coarse))
  return { ...window, metrics: { ...window.metrics, latency: { ...described, histogram } } }
}
