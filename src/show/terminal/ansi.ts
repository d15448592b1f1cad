/** Colours of a terminal (ECMA-48 SGR), and nothing else of it. */

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const

/** Puts one text in one colour. */
export type Paint = (text: string) => string

/** A paint of each kind. */
export type Ink = Readonly<Record<keyof typeof CODES, Paint>>

/** Leaves a text as it is. */
export const plain: Paint = (text) => text

const paint = ([on, off]: readonly [number, number]): Paint => {
  return (text) => (text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`)
}

const COLOURED: Ink = {
  bold: paint(CODES.bold),
  dim: paint(CODES.dim),
  red: paint(CODES.red),
  green: paint(CODES.green),
  yellow: paint(CODES.yellow),
  cyan: paint(CODES.cyan),
}

const PLAIN: Ink = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain }

/** The paints to use; without colour they leave texts as they are. */
export function createInk(color: boolean): Ink {
  return color ? COLOURED : PLAIN
}

/** How a terminal is written to. */
export interface TerminalOptions {
  /** Columns; less than 60 counts as 60. */
  readonly width: number
  readonly color: boolean
  /** Also show what is unchanged, and every metric. */
  readonly verbose?: boolean
}

const MIN_WIDTH = 60

/** The columns to fill. */
export function columnsOf(options: TerminalOptions): number {
  return Math.max(MIN_WIDTH, Math.floor(options.width) || MIN_WIDTH)
}
