import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { refine, route } from '../routing/route.ts'
import { Scroll } from './scroll.tsx'
import { nextSort, parseSort, type Sort, type SortValue, sortRows, sortText } from './sorting.ts'

/** One column of a table. */
export interface Column<Row> {
  /** In the address, where the table's order is kept there. */
  readonly id: string
  readonly title: string
  /** Numbers stand right, and are sorted largest first. Default: text. */
  readonly kind?: 'text' | 'number'
  /** Said on hovering its heading. */
  readonly hint?: string
  readonly cell: (row: Row) => ComponentChildren
  /** Absent = it can't be sorted by. */
  readonly sortBy?: (row: Row) => SortValue
}

/** What a table is made of. */
export interface TableProps<Row> {
  /** What it shows, for whoever can't see it. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** Name in the address of what it is sorted by; absent = forgotten with the page. */
  readonly sortIn?: string
  readonly rowClass?: (row: Row) => string | undefined
  /** Instead of rows, where there are none. */
  readonly empty?: ComponentChildren
}

/** A table whose first column names its rows, and whose headings sort them. */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, columns, rows, keyOf, sortIn, rowClass, empty } = props
  const [kept, keep] = useState('')
  const sort = parseSort(sortIn === undefined ? kept : route.value.query.get(sortIn))
  const choose = (next: Sort | undefined): void => {
    if (sortIn === undefined) keep(sortText(next))
    else refine({ [sortIn]: sortText(next) })
  }
  return (
    <Scroll label={caption}>
      <table>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={column.id} column={column} sort={sort} choose={choose} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.length === 0 ? <EmptyRow columns={columns.length}>{empty}</EmptyRow> : null}
          {ordered(props, sort).map((row) => (
            <tr key={keyOf(row)} class={rowClass?.(row)}>
              {columns.map((column, index) => (
                <Cell key={column.id} column={column} row={row} index={index} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function ordered<Row>({ columns, rows }: TableProps<Row>, sort: Sort | undefined): readonly Row[] {
  const sortBy = columns.find(({ id }) => id === sort?.column)?.sortBy
  return sort === undefined || sortBy === undefined ? rows : sortRows(rows, sortBy, sort.direction)
}

const ARROWS = { ascending: '▲', descending: '▼', none: '↕' } as const

function Heading<Row>(props: {
  readonly column: Column<Row>
  readonly sort: Sort | undefined
  readonly choose: (next: Sort | undefined) => void
}) {
  const { column, sort, choose } = props
  const { id, title, kind = 'text', hint, sortBy } = column
  if (sortBy === undefined) {
    return (
      <th scope="col" class={kind} title={hint}>
        {title}
      </th>
    )
  }
  const direction = sort?.column === id ? sort.direction : 'none'
  const first = kind === 'number' ? 'descending' : 'ascending'
  return (
    <th scope="col" class={kind} title={hint} aria-sort={direction}>
      <button type="button" class="sort" onClick={() => choose(nextSort(sort, id, first))}>
        {title}
        <span class={`arrow ${direction}`} aria-hidden="true">
          {ARROWS[direction]}
        </span>
      </button>
    </th>
  )
}

function Cell<Row>(props: {
  readonly column: Column<Row>
  readonly row: Row
  readonly index: number
}) {
  const { column, row, index } = props
  const content = column.cell(row)
  if (index > 0) return <td class={column.kind}>{content}</td>
  return (
    <th scope="row" class={column.kind}>
      {content}
    </th>
  )
}

const EmptyRow = (props: { readonly columns: number; readonly children?: ComponentChildren }) => (
  <tr>
    <td class="empty" colSpan={props.columns}>
      {props.children ?? 'Nothing here.'}
    </td>
  </tr>
)
