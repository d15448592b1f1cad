import type { Window } from '../../model/run.ts'
import { sourceLines } from '../text/load-sources.ts'
import { coresText } from '../text/load.ts'
import { formatCount, formatPercent, formatQuantity, formatTogether } from '../text/quantity.ts'
import { padEnd } from '../text/width.ts'
import { createInk, type Ink } from './ansi.ts'
import { type BlockLine, LiveBlock } from './live-block.ts'
import { barOf, type Progress, type ProgressOptions } from './live-line.ts'
import {
  drainingText,
  endOf,
  type LaneView,
  type LoadView,
  type LoadViewEvent,
  type LoadViewLane,
  positionText,
  rateText,
  windowText,
} from './load-view.ts'
import { sanitise } from './sanitise.ts'

/** Windows that the small charts show. */
const CHARTED = 24
/** More scenarios at a time get a line each. */
const DETAILED_LANES = 2
const LABEL_COLUMNS = 10
const FILL = '▁▂▃▄▅▆▇█'

/**
 * A load test as it goes on, in place: where the schedule is, and, of the newest window of each scenario, what was due
 * and done, latency, stages and errors; beneath, the generator and the targets.
 */
export class LiveLoad implements Progress<LoadViewEvent> {
  readonly #view: LoadView
  readonly #block: LiveBlock
  readonly #options: ProgressOptions
  readonly #ink: Ink
  readonly #lanes: readonly Lane[]
  /** Where the schedule was, and when. */
  #seen = { atMs: 0, nowNs: 0 }
  #state: 'starting' | 'loading' | 'interrupted' | 'draining' = 'starting'

  constructor(view: LoadView, options: ProgressOptions) {
    this.#view = view
    this.#options = options
    this.#ink = createInk(options.color)
    this.#block = new LiveBlock(options)
    this.#lanes = view.lanes.map((lane) => new Lane(lane))
    this.#draw()
  }

  onEvent(event: LoadViewEvent): void {
    if (event.kind === 'window') this.#take(event.lanes)
    if (event.kind === 'interrupted') this.#state = 'interrupted'
    if (event.kind === 'draining' && this.#state !== 'interrupted') this.#state = 'draining'
    this.#draw()
  }

  erase(): void {
    this.#block.erase()
  }

  stop(): void {
    this.#block.stop()
  }

  [Symbol.dispose](): void {
    this.stop()
  }

  #take(lanes: readonly LaneView[]): void {
    if (this.#state === 'starting') this.#state = 'loading'
    for (const [place, { window }] of lanes.entries()) this.#lanes[place]?.take(window)
    this.#seen = { atMs: endOf(lanes), nowNs: this.#options.clock.now() }
  }

  #draw(): void {
    const detailed = this.#lanes.length <= DETAILED_LANES
    this.#block.draw([
      this.#headLine(),
      ...this.#lanes.flatMap((lane) => (detailed ? lane.lines(this.#ink) : [lane.line()])),
      ...generatorLines(this.#newest, this.#ink),
      ...sourceLines(this.#newest === undefined ? [] : [this.#newest]).map(({ source, text }) => ({
        text: `${label(sanitise(source))}${text}`,
        paint: this.#ink.dim,
      })),
    ])
  }

  /** All lanes have the same processes and targets beside them. */
  get #newest(): Window | undefined {
    return this.#lanes[0]?.newest
  }

  #headLine(): BlockLine {
    const { durationMs } = this.#view
    const atMs = this.#now()
    const position = positionText(atMs, this.#view)
    // What is drained has no end that a bar could show.
    const bar =
      this.#state === 'interrupted' ? '' : `${barOf(Math.min(atMs, durationMs), durationMs)} `
    return { text: `${bar}${position} ${this.#stateText(atMs)}`, paint: this.#ink.bold }
  }

  #stateText(atMs: number): string {
    const running = this.#lanes.reduce((sum, { inFlight }) => sum + inFlight, 0)
    if (this.#state === 'starting') return 'starting'
    if (this.#state !== 'loading') return drainingText(running, this.#state === 'interrupted')
    const phase = this.#lanes[0]?.phaseAt(atMs) ?? ''
    return `${phase === '' ? '' : `${phase}  `}${formatCount(running)} in flight`
  }

  /** Between windows by the clock, so that it moves; not beyond the next one. */
  #now(): number {
    if (this.#state === 'starting') return 0
    const sinceMs = (this.#options.clock.now() - this.#seen.nowNs) / 1e6
    return this.#seen.atMs + Math.min(1000, Math.max(0, sinceMs))
  }
}

const label = (text: string): string => `${padEnd(text, LABEL_COLUMNS)} `

/** What has been seen of one scenario. */
class Lane {
  readonly #lane: LoadViewLane
  #rates: readonly number[] = []
  #latencies: readonly number[] = []
  readonly #errors = new Map<string, number>()
  newest: Window | undefined
  inFlight = 0

  constructor(lane: LoadViewLane) {
    this.#lane = lane
  }

  take(window: Window): void {
    const { started, completed, failed, rejected, metrics } = window
    this.newest = window
    this.inFlight = Math.max(0, this.inFlight + started - completed - failed - rejected)
    const latency = metrics['latency']
    this.#rates = [...this.#rates, completed].slice(-CHARTED)
    this.#latencies = [...this.#latencies, latency?.p99 ?? latency?.max ?? 0].slice(-CHARTED)
    for (const { code, count } of window.errors) {
      this.#errors.set(code, count + (this.#errors.get(code) ?? 0))
    }
  }

  phaseAt(atMs: number): string {
    const phase = this.#lane.phases?.findLast(({ startMs }) => startMs <= atMs)
    return phase === undefined ? '' : sanitise(phase.name)
  }

  line(): BlockLine {
    const name = sanitise(this.#lane.name)
    return { text: `${label(name)}${this.newest === undefined ? '' : windowText(this.newest)}` }
  }

  lines(ink: Ink): readonly BlockLine[] {
    const name = { text: sanitise(this.#lane.name), paint: ink.cyan }
    const window = this.newest
    if (window === undefined) return [name]
    return [
      name,
      { text: `${label('  rate')}${padEnd(rateText(window), 38)} ${chart(this.#rates)}` },
      { text: `${label('  latency')}${padEnd(latencyText(window), 38)} ${chart(this.#latencies)}` },
      ...stageLine(window),
      ...errorLine(this.#errors).map((text) => ({ text, paint: ink.red })),
      ...refusedLine(window).map((text) => ({ text, paint: ink.yellow })),
    ]
  }
}

/** Bars from 0 to the highest. */
function chart(values: readonly number[]): string {
  const most = Math.max(...values)
  if (most <= 0) return ''
  return values.map((value) => FILL.charAt(Math.round((value / most) * (FILL.length - 1)))).join('')
}

function latencyText({ metrics }: Window): string {
  const latency = metrics['latency']
  if (latency === undefined) return 'nothing completed'
  const { p50, p95, p99, max } = latency
  const [middle = '', high = '', top = ''] = formatTogether([p50, p95, p99 ?? max], 'ns')
  return `p50 ${middle}  p95 ${high}  ${p99 === undefined ? 'max' : 'p99'} ${top}`
}

function stageLine({ stages }: Window): readonly BlockLine[] {
  const parts = stages.flatMap(({ name, metrics }) => {
    const latency = metrics['latency']
    return latency?.p95 === undefined
      ? []
      : [`${sanitise(name)} ${formatQuantity(latency.p95, 'ns')}`]
  })
  return parts.length === 0 ? [] : [{ text: `${label('  stages')}p95 ${parts.join(', ')}` }]
}

/** Of the whole run so far, the most frequent first. */
function errorLine(errors: ReadonlyMap<string, number>): readonly string[] {
  const parts = [...errors]
    .toSorted(([, a], [, b]) => b - a)
    .map(([code, count]) => `${sanitise(code)} ${formatCount(count)}`)
  return parts.length === 0 ? [] : [`${label('  errors')}${parts.join(', ')}`]
}

function refusedLine({ rejected, dropped }: Window): readonly string[] {
  const parts = [
    ...(rejected > 0 ? [`${formatCount(rejected)} rejected`] : []),
    ...(dropped > 0 ? [`${formatCount(dropped)} dropped: too many in flight`] : []),
  ]
  return parts.length === 0 ? [] : [`${label('')}${parts.join(', ')}`]
}

function generatorLines(window: Window | undefined, ink: Ink): readonly BlockLine[] {
  if (window === undefined) return []
  const { generator, sendLagP99Ms, eventLoopUtilization, ownCpuCores } = window.health
  const lag = formatQuantity(sendLagP99Ms * 1e6, 'ns')
  const parts = [
    generator === 'ok' ? `keeps up, ${lag} late at p99` : `is late: ${lag} at p99`,
    `event loop ${formatPercent(100 * eventLoopUtilization)} busy`,
    coresText(ownCpuCores),
  ]
  const paint = generator === 'ok' ? ink.dim : ink.yellow
  return [{ text: `${label('generator')}${parts.join(', ')}`, paint }]
}
