import { formatQuantity } from '../text/quantity.ts'
import type { Progress, ProgressOptions } from './live-line.ts'
import { LiveLoad } from './load-live.ts'
import {
  drainingText,
  endOf,
  type LaneView,
  type LoadView,
  type LoadViewEvent,
  positionText,
  windowText,
} from './load-view.ts'
import { sanitise } from './sanitise.ts'

/** Progress of a load test, for stderr: a view that is redrawn in place, or plain lines without a terminal. */
export function createLoadProgress(
  view: LoadView,
  options: ProgressOptions,
): Progress<LoadViewEvent> {
  return options.live ? new LiveLoad(view, options) : new PlainLoad(view, options)
}

/** About so many plain lines for a whole test: a log is read by scrolling. */
const PLAIN_LINES = 30

class PlainLoad implements Progress<LoadViewEvent> {
  readonly #view: LoadView
  readonly #options: ProgressOptions
  readonly #everyMs: number
  #nextMs = 0
  #interrupted = false
  #drained = false

  constructor(view: LoadView, options: ProgressOptions) {
    this.#view = view
    this.#options = options
    this.#everyMs = Math.max(1000, view.durationMs / PLAIN_LINES)
    const names = view.lanes.map(({ name }) => sanitise(name)).join(', ')
    options.write(`loading ${names} for ${formatQuantity(view.durationMs * 1e6, 'ns')}\n`)
  }

  onEvent(event: LoadViewEvent): void {
    if (event.kind === 'interrupted') this.#interrupted = true
    if (event.kind === 'window') this.#window(event.lanes)
    if (event.kind !== 'draining' || this.#drained) return
    this.#drained = true
    this.#options.write(`${drainingText(event.running, this.#interrupted)}\n`)
  }

  stop(): void {}
  [Symbol.dispose](): void {}

  #window(lanes: readonly LaneView[]): void {
    const endMs = endOf(lanes)
    if (endMs < this.#nextMs) return
    this.#nextMs = endMs + this.#everyMs
    for (const text of laneTexts(lanes)) {
      this.#options.write(`${positionText(endMs, this.#view)}  ${text}\n`)
    }
  }
}

/** One a lane; with a name only where there are several. */
function laneTexts(lanes: readonly LaneView[]): readonly string[] {
  const name = ({ key }: LaneView): string => (lanes.length === 1 ? '' : `${sanitise(key)}: `)
  return lanes.map((lane) => `${name(lane)}${windowText(lane.window)}`)
}
