import { messageOf, usageError } from '../../kernel/errors.ts'
import type { Feeder } from '../../model/scenario.ts'

/**
 * Feeders that read files. A path is relative to the project (the working directory of a launch); for a file beside
 * the perf file write `new URL('./inputs.csv', import.meta.url)`. A file is read when the launch opens the feeder,
 * outside the measured time, and once a process.
 */

/** Text of a CSV cell → value. */
export type Cast = 'string' | 'number' | 'boolean' | ((text: string) => unknown)

type CastValue<C> = C extends 'number'
  ? number
  : C extends 'boolean'
    ? boolean
    : C extends (text: string) => infer V
      ? V
      : string

/** Which columns to keep, and what to make of their text. */
export type Columns = Readonly<Record<string, Cast>>

/** What a row of a CSV file becomes when its columns are named. */
export type CsvRow<C extends Columns> = { readonly [column in keyof C]: CastValue<C[column]> }

/** How to read a file. */
export interface FileOptions {
  /** In which order its rows or elements come. Default: `cycle`. */
  readonly order?: FileOrder
}

/** How to read a CSV file. */
export interface CsvOptions extends FileOptions {
  /** Default: `,`. */
  readonly delimiter?: string
}

/** `cycle`: as in the file, over and over. `shuffled`: in a new random order each time. `uniform`: independent draws. */
export type FileOrder = 'cycle' | 'shuffled' | 'uniform'

/**
 * The rows of a CSV file, as objects; its first line names the columns. `columns` keeps the named ones and casts them:
 * `{ columns: { name: 'string', age: 'number' } }`. Without it every column is kept, as text.
 */
export function csvFile<const C extends Columns>(
  path: string | URL,
  options: CsvOptions & { readonly columns: C },
): Feeder<CsvRow<C>>
export function csvFile(
  path: string | URL,
  options?: CsvOptions,
): Feeder<Readonly<Record<string, string>>>
export function csvFile(
  path: string | URL,
  options: CsvOptions & { readonly columns?: Columns } = {},
): Feeder<Readonly<Record<string, unknown>>> {
  const rows = once(() => readCsv(path, options))
  return fileFeeder({ kind: 'csvFile', order: options.order, rows })
}

/** The elements of a JSON file that holds an array. */
export function jsonFile<T = unknown>(path: string | URL, options: FileOptions = {}): Feeder<T> {
  const rows = once(() => readJson<T>(path))
  return fileFeeder({ kind: 'jsonFile', order: options.order, rows })
}

interface FileSource<T> {
  readonly kind: string
  readonly order: FileOrder | undefined
  readonly rows: () => Promise<readonly T[]>
}

function fileFeeder<T>({ kind, order = 'cycle', rows }: FileSource<T>): Feeder<T> {
  return {
    kind,
    open: async (random) => {
      const choices = await import('./choices.ts')
      return choices[order](await rows()).open(random)
    },
  }
}

async function readCsv(
  path: string | URL,
  { columns, delimiter = ',' }: CsvOptions & { readonly columns?: Columns },
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const [text, { parse }] = await Promise.all([readText(path), import('csv-parse/sync')])
  const format = { columns: true, bom: true, skip_empty_lines: true, delimiter } as const
  const rows = parsed(path, () => parse<Record<string, string>>(text, format))
  if (rows.length === 0) throw badFile(path, 'has no rows below its header line')
  if (columns === undefined) return rows
  return rows.map((row, index) => castRow(row, { path, row: index + 1, columns }))
}

interface RowPlace {
  readonly path: string | URL
  /** 1 for the first row below the header line. */
  readonly row: number
  readonly columns: Columns
}

function castRow(
  cells: Readonly<Record<string, string>>,
  place: RowPlace,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(place.columns).map(([column, cast]) => {
      const text = cells[column]
      if (text === undefined) throw badFile(place.path, `has no column ${column}`)
      const value = castCell(text, cast)
      if (Number.isNaN(value)) throw badCell(text, { ...place, column })
      return [column, value]
    }),
  )
}

/** NaN when a number was wanted and the text is none. */
function castCell(text: string, cast: Cast): unknown {
  if (typeof cast === 'function') return cast(text)
  if (cast === 'number') return text.trim() === '' ? Number.NaN : Number(text)
  if (cast === 'boolean') return TRUE_WORDS.has(text.trim().toLowerCase())
  return text
}

const TRUE_WORDS: ReadonlySet<string> = new Set(['true', '1', 'yes'])

function badCell(
  text: string,
  { path, row, column }: RowPlace & { readonly column: string },
): Error {
  return badFile(
    path,
    `row ${row}, column ${column}: expected a number, got ${JSON.stringify(text)}`,
  )
}

async function readJson<T>(path: string | URL): Promise<readonly T[]> {
  const text = await readText(path)
  const value = parsed(path, (): unknown => JSON.parse(text))
  if (!Array.isArray(value) || value.length === 0)
    throw badFile(path, 'holds no array with elements')
  return value as readonly T[]
}

async function readText(path: string | URL): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw badFile(path, `can't be read: ${messageOf(cause)}`)
  }
}

function parsed<T>(path: string | URL, parse: () => T): T {
  try {
    return parse()
  } catch (cause) {
    throw badFile(path, `can't be parsed: ${messageOf(cause)}`)
  }
}

function badFile(path: string | URL, problem: string): Error {
  return usageError(
    'BAD_INPUT_FILE',
    `${String(path)} ${problem}`,
    'a text path is relative to the project; beside the perf file write new URL("./file", import.meta.url)',
  )
}

/** Runs `read` on the first call, and hands out the same promise afterwards. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => (result ??= read())
}
