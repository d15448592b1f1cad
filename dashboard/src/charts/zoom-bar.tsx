import { timeText } from './axis-time.ts'
import { goEarlier, goLater, KEYS_SENTENCE, showAll, zoomIn, zoomOut } from './zoom-keys.ts'
import type { TimeView } from './zoom-view.ts'
import './zoom-bar.css'

/** What is seen of the axis, and what changes it. */
export function ZoomBar({ view }: { readonly view: TimeView }) {
  return (
    <div class="zoom-bar" role="group" aria-label="Time axis">
      <button type="button" aria-label="Zoom in" onClick={() => zoomIn(view)}>
        +
      </button>
      <button type="button" aria-label="Zoom out" onClick={() => zoomOut(view)}>
        −
      </button>
      <button type="button" aria-label="Earlier" onClick={() => goEarlier(view)}>
        ←
      </button>
      <button type="button" aria-label="Later" onClick={() => goLater(view)}>
        →
      </button>
      <button type="button" onClick={() => showAll(view)}>
        Whole run
      </button>
      <SeenText view={view} />
      <details class="zoom-help">
        <summary>How to zoom</summary>
        <p class="muted">
          Drag over a chart to zoom in. Ctrl (or ⌘) and the wheel, or two fingers, zoom too; Shift
          and drag moves. {KEYS_SENTENCE}
        </p>
      </details>
    </div>
  )
}

function SeenText({ view }: { readonly view: TimeView }) {
  const { fromMs, toMs } = view.seen.value
  const isAll = view.zoomed.value === undefined
  const of = isAll ? '' : ` of ${timeText(view.whole.value.toMs)}`
  return (
    <output class="zoom-seen">
      {roundText(fromMs)} to {roundText(toMs)}
      {of}
    </output>
  )
}

/** To a tenth of a second: nobody reads more while it moves. */
const roundText = (atMs: number): string => timeText(Math.round(atMs / 100) * 100)
