import type { LoadSchedule } from '../../model/load.ts'
import type { Window } from '../../model/run.ts'
import { formatCount, formatQuantity, formatTogether } from '../text/quantity.ts'
import { createInk, type Ink } from './ansi.ts'
import { barOf, LiveLine, type Progress, type ProgressOptions } from './live-line.ts'
import { sanitise } from './sanitise.ts'

/** One load test, as far as its progress shows it. */
export interface LoadView {
  /** What goes on side by side; at least one. */
  readonly lanes: readonly { readonly name: string; readonly schedule: LoadSchedule }[]
  readonly durationMs: number
}

/** What happens in it. */
export type LoadViewEvent =
  | { readonly kind: 'window'; readonly lanes: readonly LaneView[] }
  | { readonly kind: 'draining'; readonly running: number }

/** The window of one lane. */
export interface LaneView {
  readonly key: string
  readonly window: Window
}

/** Progress of a load test, for stderr: a line that is redrawn each second, or plain lines without a terminal. */
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

  constructor(view: LoadView, options: ProgressOptions) {
    this.#view = view
    this.#options = options
    this.#everyMs = Math.max(1000, view.durationMs / PLAIN_LINES)
    options.write(`loading ${namesOf(view)} for ${secondsOf(view.durationMs)}\n`)
  }

  onEvent(event: LoadViewEvent): void {
    if (event.kind === 'draining') {
      this.#options.write(`${drainingText(event.running)}\n`)
      return
    }
    const endMs = endOf(event.lanes)
    if (endMs < this.#nextMs) return
    this.#nextMs = endMs + this.#everyMs
    for (const text of laneTexts(event.lanes)) {
      this.#options.write(`${positionText(endMs, this.#view)}  ${text}\n`)
    }
  }

  stop(): void {}
  [Symbol.dispose](): void {}
}

class LiveLoad implements Progress<LoadViewEvent> {
  readonly #view: LoadView
  readonly #line: LiveLine
  readonly #ink: Ink
  #text = ''

  constructor(view: LoadView, options: ProgressOptions) {
    this.#view = view
    this.#ink = createInk(options.color)
    this.#line = new LiveLine(options, () => this.#text)
    this.#show(0, namesOf(view))
  }

  onEvent(event: LoadViewEvent): void {
    if (event.kind === 'draining') this.#show(this.#view.durationMs, drainingText(event.running))
    else this.#show(endOf(event.lanes), laneTexts(event.lanes).join(' | '))
  }

  stop(): void {
    this.#line.stop()
  }

  [Symbol.dispose](): void {
    this.stop()
  }

  #show(atMs: number, text: string): void {
    const { cyan, dim } = this.#ink
    const bar = barOf(Math.min(atMs, this.#view.durationMs), this.#view.durationMs)
    const position = positionText(atMs, this.#view)
    const fitted = this.#line.fit(text, `${bar} ${position} `)
    this.#text = `${cyan(bar)} ${dim(position)} ${fitted}`
    this.#line.draw()
  }
}

const secondsOf = (durationMs: number): string => formatQuantity(durationMs * 1e6, 'ns')

const namesOf = ({ lanes }: LoadView): string => lanes.map(({ name }) => sanitise(name)).join(', ')

const endOf = (lanes: readonly LaneView[]): number =>
  Math.max(0, ...lanes.map(({ window }) => window.startMs + window.durationMs))

/** One a lane; with a name only where there are several. */
function laneTexts(lanes: readonly LaneView[]): readonly string[] {
  const name = ({ key }: LaneView): string => (lanes.length === 1 ? '' : `${sanitise(key)}: `)
  return lanes.map((lane) => `${name(lane)}${windowText(lane.window)}`)
}

const positionText = (atMs: number, { durationMs }: LoadView): string =>
  `[${Math.round(Math.min(atMs, durationMs) / 1000)}/${Math.round(durationMs / 1000)} s]`

const drainingText = (running: number): string =>
  `waiting for ${formatCount(running)} iterations that are still running`

/** What one window saw: asked for, done, how fast, what went wrong, and whether the generator kept up. */
function windowText(window: Window): string {
  const perSecond = (count: number): string =>
    formatQuantity((1000 * count) / window.durationMs, 'perSecond')
  const { scheduled, completed, failed, rejected, dropped } = window
  const latency = window.metrics['latency']
  const parts = [
    `${perSecond(completed)} of ${perSecond(scheduled)}`,
    ...(latency === undefined ? [] : [latencyText(latency.p50, latency.p99 ?? latency.max)]),
    ...named(failed, 'failed'),
    ...named(rejected, 'rejected'),
    ...named(dropped, 'dropped'),
    ...(window.health.generator === 'ok' ? [] : ['the generator is late']),
  ]
  return parts.join('  ')
}

function latencyText(p50: number, p99: number): string {
  const [middle = '', high = ''] = formatTogether([p50, p99], 'ns')
  return `p50 ${middle}  p99 ${high}`
}

const named = (count: number, what: string): readonly string[] =>
  count > 0 ? [`${formatCount(count)} ${what}`] : []
