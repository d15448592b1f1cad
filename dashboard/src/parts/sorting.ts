/** In which order the rows of a table stand, and how an address says it: `p95`, or `-p95` for the largest first. */

/** A column, and which way. */
export interface Sort {
  readonly column: string
  readonly direction: 'ascending' | 'descending'
}

/** What rows may be sorted by; what is missing comes last, whichever way. */
export type SortValue = number | string | null | undefined

/** Reads `-p95`; `undefined` = as the rows come. */
export function parseSort(text: string | null | undefined): Sort | undefined {
  if (text === null || text === undefined || text === '' || text === '-') return undefined
  return text.startsWith('-')
    ? { column: text.slice(1), direction: 'descending' }
    : { column: text, direction: 'ascending' }
}

/** As an address says it; empty = as the rows come. */
export const sortText = (sort: Sort | undefined): string =>
  sort === undefined ? '' : `${sort.direction === 'descending' ? '-' : ''}${sort.column}`

/** What a press on a column's heading asks for: one way, the other way, as the rows came. */
export function nextSort(
  current: Sort | undefined,
  column: string,
  first: Sort['direction'],
): Sort | undefined {
  if (current?.column !== column) return { column, direction: first }
  if (current.direction !== first) return undefined
  return { column, direction: first === 'ascending' ? 'descending' : 'ascending' }
}

/** A copy in order; rows that are equal stay as they were. */
export function sortRows<Row>(
  rows: readonly Row[],
  valueOf: (row: Row) => SortValue,
  direction: Sort['direction'],
): readonly Row[] {
  const sign = direction === 'ascending' ? 1 : -1
  return rows
    .map((row) => ({ row, value: present(valueOf(row)) }))
    .sort((a, b) => {
      if (a.value === undefined || b.value === undefined) {
        return Number(a.value === undefined) - Number(b.value === undefined)
      }
      return sign * compare(a.value, b.value)
    })
    .map(({ row }) => row)
}

const present = (value: SortValue): number | string | undefined =>
  value === null || (typeof value === 'number' && Number.isNaN(value)) ? undefined : value

/** `size 9` comes before `size 10`. */
const TEXTS = new Intl.Collator('en', { numeric: true })

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : Number(a > b)
  return TEXTS.compare(String(a), String(b))
}
