import { median, sorted } from '../../src/stats/index.ts'

/** Median, and the range. */
export function spread(values: readonly number[], digits: number): string {
  const [low = Number.NaN] = sorted(values)
  const texts = [median(sorted(values)), low, Math.max(...values)].map((value) =>
    value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits }),
  )
  return `${texts[0]} (${texts[1]}–${texts[2]})`
}

/** A table as Markdown has it, padded so that it can be read as it stands. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [head = [], ...rest] = rows
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`
  return [line(head), rule, ...rest.map(line)].join('\n')
}
