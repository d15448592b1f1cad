/** Keeps a report within what GitHub takes as a comment, by leaving out the least telling first. */

/** Longest comment that GitHub takes, in characters. */
const COMMENT_LIMIT = 65_536

/** How much is shown. */
export interface Detail {
  /** Scenarios that get a row, worst first. */
  readonly scenarios: number
  /** Whether stages and metrics get rows. */
  readonly parts: boolean
  /** Whether the unchanged get a folded table. */
  readonly unchanged: boolean
  /** Said at the end when something was left out; empty otherwise. */
  readonly omission: string
}

const OMITTED = 'Shortened to fit a comment: the whole is in the JSON report.'

const DETAILS: readonly Detail[] = [
  { scenarios: Number.POSITIVE_INFINITY, parts: true, unchanged: true, omission: '' },
  { scenarios: Number.POSITIVE_INFINITY, parts: true, unchanged: false, omission: OMITTED },
  { scenarios: Number.POSITIVE_INFINITY, parts: false, unchanged: false, omission: OMITTED },
  { scenarios: 100, parts: false, unchanged: false, omission: OMITTED },
  { scenarios: 20, parts: false, unchanged: false, omission: OMITTED },
]

/** The fullest text that fits; where none does, the shortest one cut at a line's end. */
export function fit(render: (detail: Detail) => string): string {
  let text = ''
  for (const detail of DETAILS) {
    text = render(detail)
    if (text.length <= COMMENT_LIMIT) return text
  }
  const ending = `\n\n${OMITTED}\n`
  const cut = text.lastIndexOf('\n', COMMENT_LIMIT - ending.length)
  return text.slice(0, Math.max(0, cut)) + ending
}
