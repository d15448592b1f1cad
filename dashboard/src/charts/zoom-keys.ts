import { lengthOf } from './zoom.ts'
import type { TimeView } from './zoom-view.ts'

/** A step of zoom, and of movement as a share of what is seen. */
const ZOOM_STEP = 2
const MOVE_STEP = 0.25
/** Steps of the pointer across what is seen, by keyboard. */
const POINT_STEPS = 100

/** Steps that buttons and keys take. */
export const zoomIn = (view: TimeView): void => zoom(view, 1 / ZOOM_STEP)
export const zoomOut = (view: TimeView): void => zoom(view, ZOOM_STEP)
export const goEarlier = (view: TimeView): void =>
  view.move(-MOVE_STEP * lengthOf(view.seen.peek()))
export const goLater = (view: TimeView): void => view.move(MOVE_STEP * lengthOf(view.seen.peek()))
export const showAll = (view: TimeView): void => view.show(undefined)

/** About the pointer, else the middle. */
function zoom(view: TimeView, factor: number): void {
  const { fromMs, toMs } = view.seen.peek()
  const at = view.cursorMs.peek()
  view.scale(factor, at !== undefined && at >= fromMs && at <= toMs ? at : (fromMs + toMs) / 2)
}

function point(view: TimeView, steps: number): void {
  const { fromMs, toMs } = view.seen.peek()
  const at = view.cursorMs.peek() ?? (fromMs + toMs) / 2
  const next = at + (steps * (toMs - fromMs)) / POINT_STEPS
  view.point(Math.min(toMs, Math.max(fromMs, next)))
}

const KEYS: Readonly<Record<string, (view: TimeView) => void>> = {
  '+': zoomIn,
  '=': zoomIn,
  '-': zoomOut,
  _: zoomOut,
  ArrowLeft: goEarlier,
  ArrowRight: goLater,
  'Shift+ArrowLeft': (view) => point(view, -1),
  'Shift+ArrowRight': (view) => point(view, 1),
  Home: showAll,
  Escape: showAll,
}

/** Said beside the buttons, and to screen readers. */
export const KEYS_SENTENCE =
  'Keys: + and − zoom, ← and → move, Home or Esc shows everything, Shift with ← or → moves the reading line.'

/** What a key does to the axis. @returns whether it did anything */
export function pressed(view: TimeView, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyped(event.target)) return false
  const name = event.shiftKey && event.key.startsWith('Arrow') ? `Shift+${event.key}` : event.key
  const act = KEYS[name]
  if (act === undefined) return false
  act(view)
  return true
}

/** Fields and lists need these keys themselves. */
const isTyped = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLSelectElement ||
  target instanceof HTMLTextAreaElement
