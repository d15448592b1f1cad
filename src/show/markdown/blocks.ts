/** Blocks of Markdown. What they hold has been made safe by then. */

/** A column of a table. */
export interface Column {
  readonly heading: string
  readonly align: 'left' | 'right'
}

/** A table: every row has as many cells as there are columns. Empty without rows. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const rule = columns.map((column) => (column.align === 'right' ? '--:' : ':--'))
  const headings = columns.map((column) => column.heading)
  return [headings, rule, ...rows.map((row) => columns.map((_, index) => row[index] ?? ''))]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

/** A part that is shown on a click. Empty without a body. */
export function details(summary: string, body: string): string {
  return body === '' ? '' : `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`
}

/** A list. Empty without items. */
export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n')
}

/** Blocks apart from one another; empty ones are left out. */
export function blocks(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}
