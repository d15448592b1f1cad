import { truncateMiddle } from '../text/width.ts'
import { columnsOf, type Paint, plain } from './ansi.ts'
import {
  CLEAR_BELOW,
  CLEAR_TO_END,
  HIDE_CURSOR,
  type ProgressOptions,
  SHOW_CURSOR,
  up,
} from './live-line.ts'

/** One line of a block. */
export interface BlockLine {
  /** Without escape codes. */
  readonly text: string
  readonly paint?: Paint
}

/**
 * Several lines that are redrawn in place: each is written over what it was, in one write, so that nothing flickers. The
 * cursor rests in the first column of the line beneath, where a terminal echoes `^C`.
 */
export class LiveBlock {
  readonly #options: ProgressOptions
  #drawn = 0
  #hidden = false
  #stopped = false

  constructor(options: ProgressOptions) {
    this.#options = options
  }

  /** As many lines as the terminal has room for; a line that is too long is cut in its middle. */
  draw(lines: readonly BlockLine[]): void {
    if (this.#stopped) return
    const rows = this.#options.rows || USUAL_ROWS
    const shown = lines.slice(0, Math.max(1, rows - 1))
    // The last column stays free: a full line would wrap.
    const width = columnsOf(this.#options) - 1
    const text = shown
      .map(({ text: line, paint = plain }) => paint(truncateMiddle(line, width)) + CLEAR_TO_END)
      .join('\n')
    const cursor = this.#hidden ? '' : HIDE_CURSOR
    this.#hidden = true
    this.#options.write(`${cursor}${up(this.#drawn)}${text}\n${CLEAR_BELOW}`)
    this.#drawn = shown.length
  }

  /** Takes it away: what is written next stands where it was, and the block is drawn anew beneath. */
  erase(): void {
    if (this.#drawn > 0) this.#options.write(`${up(this.#drawn)}${CLEAR_BELOW}`)
    this.#drawn = 0
  }

  stop(): void {
    if (this.#stopped) return
    this.#stopped = true
    this.erase()
    if (this.#hidden) this.#options.write(SHOW_CURSOR)
  }
}

/** Of a terminal that does not tell, or says 0. */
const USUAL_ROWS = 24
