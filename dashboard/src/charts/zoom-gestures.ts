import { between, lengthOf, type Stretch } from './zoom.ts'
import type { TimeView } from './zoom-view.ts'

/**
 * What fingers, pointers and wheels do over a chart's plot:
 *
 *   drag                     a brush: what it covers is zoomed to
 *   Shift or middle + drag   moves
 *   Ctrl or ⌘ + wheel        zooms about the pointer (a pinch on a touchpad comes as this)
 *   Shift + wheel, sideways  moves
 *   two fingers              pinch and move; one finger scrolls the page, or draws the brush sideways
 *   tap                      reads the values there, until the next tap
 *   double click             everything
 */
export interface GestureTarget {
  readonly element: HTMLElement
  readonly view: TimeView
  /** Draws the brush, in CSS px of the element; `undefined` = none. */
  readonly onBrush: (brush: { readonly left: number; readonly width: number } | undefined) => void
}

/** Less than this is a click. */
const SHORTEST_BRUSH_PX = 6
const WHEEL_FACTOR = 0.002

interface Finger {
  x: number
}

/** Listens until the signal ends. */
export function listenToGestures(target: GestureTarget, signal: AbortSignal): void {
  const { element } = target
  const gestures = new Gestures(target)
  const on = { signal }
  element.addEventListener('pointerdown', (event) => gestures.press(event), on)
  element.addEventListener('pointermove', (event) => gestures.moveTo(event), on)
  element.addEventListener('pointerup', (event) => gestures.release(event), on)
  element.addEventListener('pointercancel', (event) => gestures.cancel(event), on)
  element.addEventListener('pointerleave', (event) => gestures.leave(event), on)
  element.addEventListener('dblclick', () => target.view.show(undefined), on)
  element.addEventListener('wheel', (event) => gestures.turn(event), { signal, passive: false })
}

class Gestures {
  readonly #target: GestureTarget
  readonly #fingers = new Map<number, Finger>()
  #brushFrom: number | undefined
  #moveFrom: number | undefined

  constructor(target: GestureTarget) {
    this.#target = target
  }

  press(event: PointerEvent): void {
    const x = this.#xOf(event)
    this.#fingers.set(event.pointerId, { x })
    if (this.#fingers.size > 1 || event.button === 1 || event.shiftKey) {
      this.#endBrush()
      this.#moveFrom = x
    } else if (event.button === 0) this.#brushFrom = x
    this.#target.element.setPointerCapture(event.pointerId)
    if (event.button === 1) event.preventDefault()
  }

  moveTo(event: PointerEvent): void {
    const x = this.#xOf(event)
    const { view } = this.#target
    const finger = this.#fingers.get(event.pointerId)
    if (finger === undefined || this.#fingers.size === 1) view.point(this.#timeAt(x))
    if (finger === undefined) return
    if (this.#fingers.size === 2) this.#pinch(event.pointerId, x)
    else if (this.#moveFrom !== undefined) view.move(this.#timeAcross(this.#moveFrom - x))
    if (this.#moveFrom !== undefined) this.#moveFrom = x
    finger.x = x
    if (this.#brushFrom !== undefined) this.#drawBrush(x)
  }

  release(event: PointerEvent): void {
    const x = this.#xOf(event)
    const from = this.#brushFrom
    this.cancel(event)
    if (from === undefined) return
    const { view } = this.#target
    if (Math.abs(x - from) >= SHORTEST_BRUSH_PX) {
      view.show(between(this.#timeAt(from), this.#timeAt(x)))
    } else if (event.pointerType === 'touch') view.point(this.#timeAt(x))
  }

  cancel(event: PointerEvent): void {
    this.#fingers.delete(event.pointerId)
    this.#moveFrom = undefined
    this.#endBrush()
    if (event.pointerType === 'touch') this.#target.view.point(undefined)
  }

  /** A finger leaves whenever it is lifted: what was tapped stays. */
  leave({ pointerType }: PointerEvent): void {
    if (this.#fingers.size === 0 && pointerType !== 'touch') this.#target.view.point(undefined)
  }

  turn(event: WheelEvent): void {
    const { view } = this.#target
    const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)
    if (event.ctrlKey || event.metaKey) {
      view.scale(Math.exp(event.deltaY * WHEEL_FACTOR), this.#timeAt(this.#xOf(event)))
    } else if (isSideways) view.move(this.#timeAcross(event.deltaX || event.deltaY))
    else return
    event.preventDefault()
  }

  #pinch(moved: number, x: number): void {
    const { view } = this.#target
    const [own, other] = [this.#fingers.get(moved), this.#otherThan(moved)]
    if (own === undefined || other === undefined) return
    const [before, now] = [Math.abs(own.x - other.x), Math.abs(x - other.x)]
    if (before < 1 || now < 1) return
    view.scale(before / now, this.#timeAt(other.x))
  }

  #otherThan(id: number): Finger | undefined {
    for (const [key, finger] of this.#fingers) if (key !== id) return finger
    return undefined
  }

  #drawBrush(x: number): void {
    const from = this.#brushFrom ?? x
    const [left, right] = [Math.min(from, x), Math.max(from, x)]
    this.#target.onBrush({ left, width: right - left })
  }

  #endBrush(): void {
    this.#brushFrom = undefined
    this.#target.onBrush(undefined)
  }

  #xOf(event: MouseEvent): number {
    const { left, width } = this.#target.element.getBoundingClientRect()
    return Math.min(width, Math.max(0, event.clientX - left))
  }

  #timeAt(x: number): number {
    return this.#seen.fromMs + this.#timeAcross(x)
  }

  #timeAcross(px: number): number {
    return (px * lengthOf(this.#seen)) / Math.max(1, this.#target.element.clientWidth)
  }

  get #seen(): Stretch {
    return this.#target.view.seen.peek()
  }
}
