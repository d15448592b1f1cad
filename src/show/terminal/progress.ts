import type { Clock } from '../../kernel/clock.ts'
import type { BenchPlan, LaunchOutcome, MeasureEvent } from '../../model/plan.ts'
import type { Result, ScenarioIdentity } from '../../model/run.ts'
import { formatQuantity, formatSpread, plural } from '../text/quantity.ts'
import { visibleText } from '../text/visible.ts'
import { displayWidth, truncateMiddle } from '../text/width.ts'
import { columnsOf, createInk, type Ink, type TerminalOptions } from './ansi.ts'
import { sanitise } from './sanitise.ts'
import { statusPaint } from './verdict.ts'

/**
 * Progress, for stderr. On a terminal one line is redrawn and finished scenarios stay above it; elsewhere every launch
 * is a plain line. Nothing is drawn by a timer, so that drawing never disturbs a measurement: launches are other
 * processes, and lines change only when one of them starts or ends.
 */

/** How progress is shown. */
export interface ProgressOptions extends TerminalOptions {
  /** Writes to stderr. */
  readonly write: (text: string) => void
  /** Whether the line is redrawn: stderr is a terminal. */
  readonly live: boolean
  /** For the time left. */
  readonly clock: Clock
}

/** Shows the events of one plan. */
export interface Progress extends Disposable {
  /** Takes each event as it happens. */
  onEvent(event: MeasureEvent): void
  /** Takes the live line away and gives the cursor back. Harmless more than once; call it on an interrupt too. */
  stop(): void
}

const HIDE_CURSOR = '\u001b[?25l'
const SHOW_CURSOR = '\u001b[?25h'
const CLEAR_LINE = '\r\u001b[2K'
const BAR_COLUMNS = 16

/** Progress through `plan`. */
export function createProgress(plan: BenchPlan, options: ProgressOptions): Progress {
  return options.live ? new LiveProgress(plan, options) : new PlainProgress(plan, options)
}

/** What both kinds keep: how far the plan has come. */
class Tally {
  readonly total: number
  done = 0
  readonly #identities: ReadonlyMap<string, ScenarioIdentity>

  constructor(plan: BenchPlan) {
    this.total = plan.scenarios.length * plan.launches
    this.#identities = new Map(plan.scenarios.map(({ identity }) => [identity.key, identity]))
  }

  /** `[ 3/20]`, as wide for every launch. */
  position(current: number): string {
    // Scenarios of Vitest's perf tests are not in the plan: they are known once they run.
    if (current > this.total) return `[${current}]`
    const total = String(this.total)
    return `[${String(current).padStart(total.length)}/${total}]`
  }

  /** `audio: decode`. */
  label(key: string): string {
    const category = this.#identities.get(key)?.category ?? ''
    return sanitise(category === '' ? key : `${category}: ${key}`)
  }
}

class PlainProgress implements Progress {
  readonly #tally: Tally
  readonly #launches: number
  readonly #options: ProgressOptions

  constructor(plan: BenchPlan, options: ProgressOptions) {
    this.#tally = new Tally(plan)
    this.#launches = plan.launches
    this.#options = options
  }

  onEvent(event: MeasureEvent): void {
    if (event.kind === 'output') this.#writeOutput(event)
    if (event.kind !== 'launch-finished') return
    this.#tally.done++
    const position = this.#tally.position(this.#tally.done)
    const label = this.#tally.label(event.key)
    const launch = `launch ${event.launch + 1}/${this.#launches}`
    this.#options.write(`${position} ${label}  ${launch}  ${outcomeText(event.outcome)}\n`)
  }

  stop(): void {}
  [Symbol.dispose](): void {}

  #writeOutput(event: Extract<MeasureEvent, { kind: 'output' }>): void {
    for (const line of outputLines(this.#tally, event)) this.#options.write(`${line}\n`)
  }
}

class LiveProgress implements Progress {
  readonly #tally: Tally
  readonly #launches: number
  readonly #options: ProgressOptions
  readonly #ink: Ink
  readonly #startedAt: number
  #drawn = false
  #current: { readonly key: string; readonly launch: number } | undefined
  #stopped = false

  constructor(plan: BenchPlan, options: ProgressOptions) {
    this.#tally = new Tally(plan)
    this.#launches = plan.launches
    this.#options = options
    this.#ink = createInk(options.color)
    this.#startedAt = options.clock.now()
  }

  onEvent(event: MeasureEvent): void {
    if (this.#stopped) return
    if (event.kind === 'launch-started') {
      this.#current = event
      this.#draw()
    }
    if (event.kind === 'launch-finished') this.#tally.done++
    if (event.kind === 'scenario-finished') this.#keep([this.#finishedLine(event.result)])
    if (event.kind === 'output') this.#keep(outputLines(this.#tally, event).map(this.#ink.dim))
  }

  stop(): void {
    if (this.#stopped) return
    this.#stopped = true
    if (this.#drawn) this.#options.write(CLEAR_LINE + SHOW_CURSOR)
  }

  [Symbol.dispose](): void {
    this.stop()
  }

  #draw(): void {
    if (this.#current === undefined) return
    const { key, launch } = this.#current
    const { total, done } = this.#tally
    const position = this.#tally.position(Math.min(done + 1, total))
    const label = this.#tally.label(key)
    const filled = total === 0 ? 0 : Math.round((done / total) * BAR_COLUMNS)
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_COLUMNS - filled)
    const rest = `  launch ${launch + 1}/${this.#launches}${this.#timeLeft()}`
    // The last column stays free: a full line would wrap, and clearing would miss its first half.
    const room = columnsOf(this.#options) - 1 - displayWidth(`${bar} ${position} ${rest}`)
    const name = truncateMiddle(label, Math.max(1, room))
    const { cyan, dim } = this.#ink
    const line = `${cyan(bar)} ${dim(position)} ${name}${dim(rest)}`
    this.#options.write((this.#drawn ? CLEAR_LINE : HIDE_CURSOR) + line)
    this.#drawn = true
  }

  /** Lines that stay above the live one. */
  #keep(lines: readonly string[]): void {
    if (lines.length === 0) return
    this.#options.write(`${this.#drawn ? CLEAR_LINE : ''}${lines.join('\n')}\n`)
    this.#draw()
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

/** What a scenario printed, each line marked with whose it is. */
function outputLines(
  tally: Tally,
  event: { readonly key: string; readonly text: string },
): string[] {
  return visibleText(event.text)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => `${tally.label(event.key)} │ ${line}`)
}
