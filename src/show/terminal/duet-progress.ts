import type { DuetEvent, DuetEvidence, DuetPlan, DuetProgress } from '../../model/duet.ts'
import { formatChange, formatChangeInterval, plural } from '../text/quantity.ts'
import { createInk, type Ink } from './ansi.ts'
import {
  labelsOf,
  LiveLine,
  outputLines,
  positionOf,
  type Progress,
  type ProgressOptions,
} from './live-line.ts'
import { sanitise } from './sanitise.ts'

/**
 * Progress of a duet, for stderr: as `createProgress` shows that of a benchmark. How many processes a scenario takes is
 * not known before it is decided, so that what counts is the scenarios that are done.
 */
export function createDuetProgress(
  plan: Pick<DuetPlan, 'pairs'>,
  options: ProgressOptions,
): Progress<DuetEvent> {
  return options.live ? new LiveDuet(plan, options) : new PlainDuet(plan, options)
}

/** What both kinds keep: what is known of each scenario so far. */
class Score {
  readonly total: number
  readonly label: (key: string) => string
  done = 0
  readonly #progress = new Map<string, DuetProgress>()

  constructor({ pairs }: Pick<DuetPlan, 'pairs'>) {
    this.total = pairs.length
    this.label = labelsOf(pairs.map(({ identity }) => identity))
  }

  take(event: DuetEvent): void {
    if (event.kind === 'duet-judged') this.#progress.set(event.key, event.progress)
    if (event.kind === 'duet-finished' || event.kind === 'interleaved-finished') this.done++
  }

  /** `+92.5 % (+89.2 … +95.9 %)`; empty while too few processes have run. */
  estimate(key: string): string {
    const { ratio = null, interval = null } = this.#progress.get(key) ?? {}
    if (ratio === null) return ''
    return interval === null
      ? formatChange(ratio)
      : `${formatChange(ratio)} (${formatChangeInterval(interval)})`
  }

  /** How a scenario ended; `undefined` for an event that ends none. */
  ending(event: DuetEvent): Ending | undefined {
    if (event.kind === 'interleaved-finished') {
      return event.failure === undefined
        ? { failed: false, text: 'measured in fresh processes in turn' }
        : failed(event.failure)
    }
    if (event.kind !== 'duet-finished') return undefined
    const { failure, obstacle, launches, ended } = event.evidence
    if (failure !== undefined) return failed(failure)
    if (obstacle !== undefined) return { failed: false, text: 'not comparable' }
    const spent = ended === 'time-budget' ? ', its time is spent' : ''
    const count = `${plural(launches.length, 'process', 'processes')}${spent}`
    const estimate = this.estimate(event.key)
    return { failed: false, text: estimate === '' ? count : `${estimate}, ${count}` }
  }
}

interface Ending {
  readonly failed: boolean
  readonly text: string
}

function failed({ side, error }: NonNullable<DuetEvidence['failure']>): Ending {
  const where = side === undefined ? '' : ` in the ${side} side`
  return { failed: true, text: `failed${where}: ${sanitise(`${error.code}: ${error.example}`)}` }
}

/** What is being done now; `undefined` for an event that begins nothing. */
function beginning(event: DuetEvent): string | undefined {
  if (event.kind === 'duet-started') return `process ${event.launch + 1}`
  return event.kind === 'profile-started' ? `CPU profile of the ${event.side} side` : undefined
}

class PlainDuet implements Progress<DuetEvent> {
  readonly #score: Score
  readonly #options: ProgressOptions

  constructor(plan: Pick<DuetPlan, 'pairs'>, options: ProgressOptions) {
    this.#score = new Score(plan)
    this.#options = options
  }

  onEvent(event: DuetEvent): void {
    this.#score.take(event)
    for (const line of this.#linesOf(event)) this.#options.write(`${line}\n`)
  }

  stop(): void {}
  [Symbol.dispose](): void {}

  #linesOf(event: DuetEvent): readonly string[] {
    const label = this.#score.label(event.key)
    if (event.kind === 'output') return outputLines(label, event.text)
    if (event.kind === 'profile-started') return [`${label}  ${beginning(event)}`]
    if (event.kind === 'duet-judged') {
      const estimate = this.#score.estimate(event.key)
      const measured = plural(event.launches, 'process', 'processes')
      return [[label, measured, ...(estimate === '' ? [] : [estimate])].join('  ')]
    }
    const ending = this.#score.ending(event)
    if (ending === undefined) return []
    return [`${positionOf(this.#score.done, this.#score.total)} ${label}  ${ending.text}`]
  }
}

class LiveDuet implements Progress<DuetEvent> {
  readonly #score: Score
  readonly #ink: Ink
  readonly #line: LiveLine
  #current: { readonly key: string; readonly doing: string } | undefined

  constructor(plan: Pick<DuetPlan, 'pairs'>, options: ProgressOptions) {
    this.#score = new Score(plan)
    this.#ink = createInk(options.color)
    this.#line = new LiveLine(options, () => this.#now())
  }

  onEvent(event: DuetEvent): void {
    this.#score.take(event)
    const label = this.#score.label(event.key)
    const doing = beginning(event)
    if (doing !== undefined) {
      this.#current = { key: event.key, doing }
      this.#line.draw()
    }
    if (event.kind === 'output') {
      this.#line.keep(outputLines(label, event.text).map(this.#ink.dim))
    }
    const ending = this.#score.ending(event)
    if (ending !== undefined) this.#line.keep([this.#endingLine(label, ending)])
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
    const { key, doing } = this.#current
    const { done, total } = this.#score
    const position = positionOf(Math.min(done + 1, total), total)
    const estimate = this.#score.estimate(key)
    const rest = `  ${doing}${estimate === '' ? '' : `  ${estimate}`}`
    const name = this.#line.fit(this.#score.label(key), `${position} ${rest}`)
    const { dim } = this.#ink
    return `${dim(position)} ${name}${dim(rest)}`
  }

  /** No verdict yet, and so no sign of one: what is called depends on the other scenarios too. */
  #endingLine(label: string, { failed: isFailed, text }: Ending): string {
    const { dim, red } = this.#ink
    const sign = isFailed ? red('✗') : '•'
    return `${sign} ${this.#line.fit(label, `• ${text}  `)}  ${dim(text)}`
  }
}
