import type { BenchPlan, LaunchOutcome, MeasureEvent } from '../../model/plan.ts'
import type { Result } from '../../model/run.ts'
import { formatQuantity, formatSpread, plural } from '../text/quantity.ts'
import { displayWidth, truncateMiddle } from '../text/width.ts'
import { columnsOf, createInk, type Ink } from './ansi.ts'
import {
  barOf,
  labelsOf,
  LiveLine,
  outputLines,
  positionOf,
  type Progress,
  type ProgressOptions,
} from './live-line.ts'
import { sanitise } from './sanitise.ts'
import { statusPaint } from './verdict.ts'

/**
 * Progress, for stderr. On a terminal one line is redrawn and finished scenarios stay above it; elsewhere every launch
 * is a plain line. Nothing is drawn by a timer, so that drawing never disturbs a measurement: launches are other
 * processes, and lines change only when one of them starts or ends.
 */

/** Progress through `plan`. */
export function createProgress(plan: BenchPlan, options: ProgressOptions): Progress<MeasureEvent> {
  return options.live ? new LiveProgress(plan, options) : new PlainProgress(plan, options)
}

/** What both kinds keep: how far the plan has come. */
class Tally {
  readonly total: number
  readonly label: (key: string) => string
  done = 0

  constructor(plan: BenchPlan) {
    this.total = plan.scenarios.length * plan.launches
    this.label = labelsOf(plan.scenarios.map(({ identity }) => identity))
  }

  position(current: number): string {
    // Scenarios of Vitest's perf tests are not in the plan: they are known once they run.
    return current > this.total ? `[${current}]` : positionOf(current, this.total)
  }
}

class PlainProgress implements Progress<MeasureEvent> {
  readonly #tally: Tally
  readonly #launches: number
  readonly #options: ProgressOptions

  constructor(plan: BenchPlan, options: ProgressOptions) {
    this.#tally = new Tally(plan)
    this.#launches = plan.launches
    this.#options = options
  }

  onEvent(event: MeasureEvent): void {
    if (event.kind === 'output') {
      const lines = outputLines(this.#tally.label(event.key), event.text)
      for (const line of lines) this.#options.write(`${line}\n`)
    }
    if (event.kind !== 'launch-finished') return
    this.#tally.done++
    const position = this.#tally.position(this.#tally.done)
    const label = this.#tally.label(event.key)
    const launch = `launch ${event.launch + 1}/${this.#launches}`
    this.#options.write(`${position} ${label}  ${launch}  ${outcomeText(event.outcome)}\n`)
  }

  stop(): void {}
  [Symbol.dispose](): void {}
}

class LiveProgress implements Progress<MeasureEvent> {
  readonly #tally: Tally
  readonly #launches: number
  readonly #options: ProgressOptions
  readonly #ink: Ink
  readonly #line: LiveLine
  readonly #startedAt: number
  #current: { readonly key: string; readonly launch: number } | undefined

  constructor(plan: BenchPlan, options: ProgressOptions) {
    this.#tally = new Tally(plan)
    this.#launches = plan.launches
    this.#options = options
    this.#ink = createInk(options.color)
    this.#line = new LiveLine(options, () => this.#now())
    this.#startedAt = options.clock.now()
  }

  onEvent(event: MeasureEvent): void {
    if (event.kind === 'launch-started') {
      this.#current = event
      this.#line.draw()
    }
    if (event.kind === 'launch-finished') this.#tally.done++
    if (event.kind === 'scenario-finished') this.#line.keep([this.#finishedLine(event.result)])
    if (event.kind === 'output') {
      const lines = outputLines(this.#tally.label(event.key), event.text)
      this.#line.keep(lines.map(this.#ink.dim))
    }
  }

  erase(): void {
    this.#line.erase()
  }

  stop(): void {
    this.#line.stop()
  }

  [Symbol.dispose](): void {
    this.stop()
  }

  #now(): string {
    if (this.#current === undefined) return ''
    const { key, launch } = this.#current
    const { total, done } = this.#tally
    const position = this.#tally.position(Math.min(done + 1, total))
    const bar = barOf(done, total)
    const rest = `  launch ${launch + 1}/${this.#launches}${this.#timeLeft()}`
    const name = this.#line.fit(this.#tally.label(key), `${bar} ${position} ${rest}`)
    const { cyan, dim } = this.#ink
    return `${cyan(bar)} ${dim(position)} ${name}${dim(rest)}`
  }

  #finishedLine(result: Result): string {
    const latency = result.metrics['latency']
    const paint = statusPaint(result.status, this.#ink)
    const sign = paint(result.status === 'ok' ? '✓' : '✗')
    const label = this.#tally.label(result.scenario.key)
    const numbers =
      result.status === 'failed' || latency === undefined
        ? 'failed'
        : `${formatQuantity(latency.p50, latency.unit)} ${formatSpread(latency.p50, latency.medianCi95)}`
    const room = columnsOf(this.#options) - 4 - displayWidth(numbers)
    return `${sign} ${truncateMiddle(label, room)}  ${this.#ink.dim(numbers)}`
  }

  #timeLeft(): string {
    const { total, done } = this.#tally
    if (done === 0) return ''
    const leftNs = ((this.#options.clock.now() - this.#startedAt) / done) * (total - done)
    const seconds = Math.ceil(leftNs / 1e9)
    const minutes = Math.ceil(seconds / 60)
    return `  about ${seconds < 100 ? `${seconds} s` : plural(minutes, 'minute')} left`
  }
}

function outcomeText(outcome: LaunchOutcome): string {
  if (outcome.status === 'aborted') return 'interrupted'
  if (outcome.status === 'failed') {
    return `failed: ${sanitise(`${outcome.error.code}: ${outcome.error.example}`)}`
  }
  const latency = outcome.launch.metrics['latency']
  return latency === undefined ? 'no samples' : formatQuantity(latency.p50, latency.unit)
}
