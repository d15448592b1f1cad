import { formatPercent, formatQuantity } from '../../../src/show/text/quantity.ts'
import { clip, visibleLine } from '../../../src/show/text/visible.ts'
import type { StageRow, StageSpan, Waterfall } from './waterfall-layout.ts'

/** What the chart of stages says in words. */

/** Stages that add up to more than this did not run one after the other. */
const ALL_AND_MORE = 1.05
/** Longest name in a sentence. */
const NAME_LENGTH = 80

/** `Most of the median iteration (9.60 ms) is decode: 45 %. Most of the 10 slowest (14.2 ms on average) is send: 80 %.` */
export function waterfallSentence({ rows, medianNs, slowestNs, slowestCount }: Waterfall): string {
  const median = largest(rows, ({ median: span }) => span)
  const slowest = largest(rows, ({ slowest: span }) => span)
  return [
    ...(median === undefined
      ? []
      : [
          `The largest part of the median iteration (${formatQuantity(medianNs, 'ns')}) is ${median}.`,
        ]),
    ...(slowest === undefined || slowestNs === null
      ? []
      : [
          slowestCount === 1
            ? `That of the slowest one (${formatQuantity(slowestNs, 'ns')}) is ${slowest}.`
            : `That of the ${slowestCount} slowest ones (${formatQuantity(slowestNs, 'ns')} on average) is ${slowest}.`,
        ]),
    ...overlap(rows),
  ].join(' ')
}

function largest(
  rows: readonly StageRow[],
  spanOf: (row: StageRow) => StageSpan | null,
): string | undefined {
  const outermost = rows.filter((row) => row.depth === 0 && spanOf(row) !== null)
  const [first] = outermost.toSorted((a, b) => (spanOf(b)?.ns ?? 0) - (spanOf(a)?.ns ?? 0))
  const span = first === undefined ? null : spanOf(first)
  if (first === undefined || span === null) return undefined
  return `${shownStage(first.name)}, ${shareText(span)}`
}

function overlap(rows: readonly StageRow[]): readonly string[] {
  const sum = rows.reduce(
    (all, { depth, slowest }) => all + (depth === 0 ? (slowest?.share ?? 0) : 0),
    0,
  )
  if (sum <= ALL_AND_MORE) return []
  return [
    `Stages add up to ${formatPercent(100 * sum)} of the slowest iterations: some ran at the same time.`,
  ]
}

/** A stage's name in a row or a sentence. */
export const shownStage = (name: string): string => visibleLine(clip(name, NAME_LENGTH))

/** `45 %`; `–` where it was not measured. */
export const shareText = (span: StageSpan | null): string =>
  span === null ? '–' : formatPercent(100 * span.share)
