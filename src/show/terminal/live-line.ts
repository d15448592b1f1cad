import type { Clock } from '../../kernel/clock.ts'
import type { ScenarioIdentity } from '../../model/run.ts'
import { visibleText } from '../text/visible.ts'
import { displayWidth, truncateMiddle } from '../text/width.ts'
import { columnsOf, type TerminalOptions } from './ansi.ts'
import { sanitise } from './sanitise.ts'

/** What progress of any kind is drawn with. */

/** How progress is shown. */
export interface ProgressOptions extends TerminalOptions {
  /** Writes to stderr. */
  readonly write: (text: string) => void
  /** Whether the line is redrawn: stderr is a terminal. */
  readonly live: boolean
  /** For the time left. */
  readonly clock: Clock
  /** Lines of the terminal; absent = not known. */
  readonly rows?: number
}

/** Shows the events of one plan. */
export interface Progress<E> extends Disposable {
  /** Takes each event as it happens. */
  onEvent(event: E): void
  /** Takes away what is drawn, so that something else may be written; it is drawn anew beneath. */
  erase?(): void
  /** Takes the live line away and gives the cursor back. Harmless more than once; call it on an interrupt too. */
  stop(): void
}

export const HIDE_CURSOR = '\u001b[?25l'
export const SHOW_CURSOR = '\u001b[?25h'
const CLEAR_LINE = '\r\u001b[2K'
export const CLEAR_TO_END = '\u001b[K'
export const CLEAR_BELOW = '\u001b[J'
/** To the first column, so many lines above. */
export const up = (lines: number): string => (lines === 0 ? '\r' : `\r\u001b[${lines}A`)

/** One line that is redrawn, and others that stay above it. */
export class LiveLine {
  readonly #options: ProgressOptions
  readonly #current: () => string
  #drawn = false
  stopped = false

  /** @param current says the line as it is now; empty before anything began */
  constructor(options: ProgressOptions, current: () => string) {
    this.#options = options
    this.#current = current
  }

  draw(): void {
    const line = this.#current()
    if (this.stopped || line === '') return
    this.#options.write((this.#drawn ? CLEAR_LINE : HIDE_CURSOR) + line)
    this.#drawn = true
  }

  /** Lines that stay above the live one. */
  keep(lines: readonly string[]): void {
    if (this.stopped || lines.length === 0) return
    this.#options.write(`${this.#drawn ? CLEAR_LINE : ''}${lines.join('\n')}\n`)
    this.draw()
  }

  /** Takes the line away for now. */
  erase(): void {
    if (this.#drawn && !this.stopped) this.#options.write(CLEAR_LINE)
  }

  stop(): void {
    if (this.stopped) return
    this.stopped = true
    if (this.#drawn) this.#options.write(CLEAR_LINE + SHOW_CURSOR)
  }

  /** A name, cut so that a line fits in which `beside` stands too. */
  fit(name: string, beside: string): string {
    // The last column stays free: a full line would wrap, and clearing would miss its first half.
    const room = columnsOf(this.#options) - 1 - displayWidth(beside)
    return truncateMiddle(name, Math.max(1, room))
  }
}

const BAR_COLUMNS = 16

/** `████░░░░░░░░░░░░`. */
export function barOf(done: number, total: number): string {
  const filled = total === 0 ? 0 : Math.round((done / total) * BAR_COLUMNS)
  return '█'.repeat(filled) + '░'.repeat(BAR_COLUMNS - filled)
}

/** `[ 3/20]`, as wide for every position. */
export function positionOf(current: number, total: number): string {
  return `[${String(current).padStart(String(total).length)}/${total}]`
}

/** Says `audio: decode` for a scenario's key. */
export function labelsOf(identities: readonly ScenarioIdentity[]): (key: string) => string {
  const categories = new Map(identities.map(({ key, category }) => [key, category]))
  return (key) => {
    const category = categories.get(key) ?? ''
    return sanitise(category === '' ? key : `${category}: ${key}`)
  }
}

/** What a scenario printed, each line marked with whose it is. */
export function outputLines(label: string, text: string): string[] {
  return visibleText(text)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => `${label} │ ${line}`)
}
