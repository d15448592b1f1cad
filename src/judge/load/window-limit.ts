import type { WindowLimit } from '../../model/load-limits.ts'
import type { BudgetVerdict, Result } from '../../model/run.ts'
import { isBeyond, isWithin, type Reading, readLimited, samplesFor } from './reading.ts'
import { boundText, limitedWord, partText, readingText, secondsText } from './said.ts'
import { type JudgedWindow, SlidingWindow } from './sliding.ts'

/** What was said of one window. */
interface Judged {
  readonly window: JudgedWindow
  readonly reading: Reading
}

/**
 * One limit held against every full window of its length, as they come: memory does not grow with the run. `met` when
 * it holds in all of them, `broken` when one is beyond it, or when there was none that could tell; `inconclusive` when
 * windows had too few samples for the statistic, or the load itself is not to be trusted.
 */
export class WindowLimitJudge {
  readonly #limit: WindowLimit
  readonly #sliding: SlidingWindow
  #worst: Judged | undefined
  #full = 0
  #beyond = 0
  #within = 0
  #mostSamples = 0

  constructor(limit: WindowLimit) {
    this.#limit = limit
    this.#sliding = new SlidingWindow(limit.withinMs)
  }

  /** Takes the next window of the steady state. */
  add(next: JudgedWindow): void {
    const window = this.#sliding.add(next)
    if (window === undefined) return
    const reading = readLimited(this.#limit, window)
    this.#full++
    this.#mostSamples = Math.max(this.#mostSamples, window.latency?.count ?? 0)
    if (reading.kind === 'idle') return
    if (isBeyond(this.#limit, reading)) this.#beyond++
    else if (isWithin(this.#limit, reading)) this.#within++
    if (this.#isWorse(reading)) this.#worst = { window, reading }
  }

  /** The steady state has been left: what follows does not go with what was. */
  interrupt(): void {
    this.#sliding.reset()
  }

  /** What is to be said of the limit. @param result what the load test gave */
  verdict(result: Result): BudgetVerdict {
    const said = this.#said(result)
    const { metric, statistic, unit, limit, withinMs } = this.#limit
    return {
      scenario: result.scenario.key,
      metric,
      statistic,
      unit,
      limit,
      value: this.#value(),
      interval: null,
      withinMs,
      ...(this.#worst === undefined ? {} : { atMs: this.#worst.window.startMs }),
      ...said,
    }
  }

  #said(result: Result): Pick<BudgetVerdict, 'verdict' | 'reason'> {
    const text = this.#text()
    if (result.status === 'invalid') {
      return { verdict: 'inconclusive', reason: 'the load is invalid: its numbers are not judged' }
    }
    if (this.#beyond > 0) return { verdict: 'broken', reason: text }
    const wasCut = (result.marks ?? []).some(({ kind }) => kind !== 'death')
    if (this.#full === 0) return { verdict: wasCut ? 'inconclusive' : 'broken', reason: text }
    if (this.#worst === undefined) return { verdict: 'broken', reason: text }
    if (result.status === 'failed') {
      return { verdict: 'inconclusive', reason: `the scenario failed; until then ${text}` }
    }
    return { verdict: this.#within > 0 ? 'met' : 'inconclusive', reason: text }
  }

  #text(): string {
    const limit = this.#limit
    const any = `in any ${secondsText(limit.withinMs)}`
    if (this.#full === 0) {
      return `the steady state has no whole window of ${secondsText(limit.withinMs)}: load longer (--duration)`
    }
    if (this.#worst === undefined) return 'there are no samples'
    const { window, reading } = this.#worst
    const worst = readingText(limit, reading, window)
    const bound = `${boundText(limit)} ${any}`
    if (this.#beyond > 0) {
      const where = limit.floor ? 'below' : 'above'
      const part = `${partText(this.#beyond, this.#full)} ${this.#beyond === 1 ? 'was' : 'were'}`
      return reading.kind === 'silent'
        ? `${worst}: ${bound} can't have held; ${part} beyond it`
        : `${worst}, ${where} ${bound}; ${part}`
    }
    if (this.#within > 0) return `${worst} at worst, within ${bound}`
    const needed = samplesFor(limit.statistic)
    return `${limitedWord(limit)} needs ${needed} iterations in ${secondsText(limit.withinMs)}, and there were ${this.#mostSamples} at most: judge longer windows, or p95`
  }

  /** In the limit's unit; of a window in which nothing completed, the time that somebody waited in it. */
  #value(): number | null {
    if (this.#worst === undefined) return null
    const { reading, window } = this.#worst
    return reading.kind === 'value' ? reading.value : window.durationMs * 1e6
  }

  #isWorse(reading: Reading): boolean {
    const worst = this.#worst?.reading
    if (worst === undefined) return true
    if (worst.kind !== 'value' || reading.kind !== 'value') return worst.kind === 'value'
    return this.#limit.floor ? reading.value < worst.value : reading.value > worst.value
  }
}
