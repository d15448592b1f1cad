import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { isSame, movedBy, scaledAt, type Stretch, within } from './zoom.ts'

/** After a movement charts are drawn in full again. */
const REST_MS = 160

/** What charts over one time axis share: what is seen of it, and where the pointer is. Whoever makes one ends it. */
export class TimeView implements Disposable {
  /** The whole axis. */
  readonly whole: ReadonlySignal<Stretch>
  /** What is zoomed to; `undefined` = the whole axis, also as it grows. */
  readonly zoomed: ReadonlySignal<Stretch | undefined>
  readonly seen: ReadonlySignal<Stretch>
  /** `undefined` = nowhere. */
  readonly cursorMs: ReadonlySignal<number | undefined>
  /** While it moves, charts are drawn with fewer strokes. */
  readonly isMoving: ReadonlySignal<boolean>
  readonly #whole = signal<Stretch>({ fromMs: 0, toMs: 1000 })
  readonly #zoomed = signal<Stretch | undefined>(undefined)
  readonly #cursorMs = signal<number | undefined>(undefined)
  readonly #isMoving = signal(false)
  #rest: ReturnType<typeof setTimeout> | undefined

  constructor() {
    this.whole = this.#whole
    this.zoomed = this.#zoomed
    this.cursorMs = this.#cursorMs
    this.isMoving = this.#isMoving
    this.seen = computed(() => {
      const [whole, zoomed] = [this.#whole.value, this.#zoomed.value]
      return zoomed === undefined ? whole : within(whole, zoomed)
    })
  }

  /** The axis has grown, or is another one. */
  reach(whole: Stretch): void {
    if (!isSame(whole, this.#whole.peek())) this.#whole.value = whole
  }

  /** Shows this, as far as there is so much. */
  show(wanted: Stretch | undefined): void {
    const whole = this.#whole.peek()
    const next = wanted === undefined ? undefined : within(whole, wanted)
    const settled = next === undefined || isSame(next, whole) ? undefined : next
    const before = this.#zoomed.peek()
    if (settled === before) return
    if (settled !== undefined && before !== undefined && isSame(settled, before)) return
    this.#zoomed.value = settled
    this.#moves()
  }

  /** What an address says, at a time when the axis may not reach so far yet. */
  begin(wanted: Stretch | undefined): void {
    this.#zoomed.value = wanted
  }

  scale(factor: number, atMs: number): void {
    this.show(scaledAt(this.seen.peek(), factor, atMs))
  }

  move(byMs: number): void {
    if (this.#zoomed.peek() !== undefined) this.show(movedBy(this.seen.peek(), byMs))
  }

  point(atMs: number | undefined): void {
    this.#cursorMs.value = atMs
  }

  #moves(): void {
    this.#isMoving.value = true
    clearTimeout(this.#rest)
    this.#rest = setTimeout(() => {
      this.#isMoving.value = false
    }, REST_MS)
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#rest)
  }
}
