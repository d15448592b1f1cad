import type { Feeder } from '../../model/scenario.ts'
import { usageError } from '../../kernel/errors.ts'
import { messageOf } from '../../kernel/errors.ts'

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

/** What a row of a CSV file becomes: only the named columns when columns are named. */
export type CsvRow<C extends Readonly<Record<string, Cast>>> = {
  readonly [column in keyof C]: CastValue<C[column]>
}

/** How to read a CSV file. */
export interface CsvOptions<C extends Readonly<Record<string, Cast>>> {
  /** Which columns of the header line to keep, and what to make of their text. Default: all, as text. */
  readonly columns?: C
  /** Default: `,`. */
  readonly delimiter?: string
  /** In which order rows come. Default: `cycle`. */
  readonly order?: FileOrder
}

/** `cycle`: as in the file, over and over. `shuffled`: in a new random order each time. `uniform`: independent draws. */
export type FileOrder = 'cycle' | 'shuffled' | 'uniform'

/** The rows of a CSV file whose first line names its columns, as objects. */
export function csvFile<
  const C extends Readonly<Record<string, Cast>> = Readonly<Record<string, 'string'>>,
>(path: string | URL, options: CsvOptions<C> = {}): Feeder<CsvRow<C>> {
  const rows = once(() => readCsv(path, options))
  return fileFeeder({ kind: 'csvFile', order: options.order, rows })
}

/** How to read a JSON file. */
export interface JsonOptions {
  /** In which order elements come. Default: `cycle`. */
  readonly order?: FileOrder
}

/** The elements of a JSON file that holds an array. */
export function jsonFile<T = unknown>(path: string | URL, options: JsonOptions = {}): Feeder<T> {
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

async function readCsv<C extends Readonly<Record<string, Cast>>>(
  path: string | URL,
  { columns, delimiter = ',' }: CsvOptions<C>,
): Promise<readonly CsvRow<C>[]> {
  const [text, { parse }] = await Promise.all([readText(path), import('csv-parse/sync')])
  const rows = parsed(path, () =>
    parse<Record<string, string>>(text, {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      delimiter,
    }),
  )
  if (rows.length === 0) throw badFile(path, 'has no rows below its header line')
  return rows.map((row, index) => castRow(row, { path, line: index + 2, columns })) as CsvRow<C>[]
}

interface RowPlace {
  readonly path: string | URL
  readonly line: number
  readonly columns: Readonly<Record<string, Cast>> | undefined
}

function castRow(row: Readonly<Record<string, string>>, place: RowPlace): Record<string, unknown> {
  if (place.columns === undefined) return row
  return Object.fromEntries(
    Object.entries(place.columns).map(([column, cast]) => {
      const text = row[column]
      if (text === undefined) throw badFile(place.path, `has no column ${column}`)
      return [column, castCell(text, { cast, where: `row ${place.line}, column ${column}`, place })]
    }),
  )
}

function castCell(
  text: string,
  { cast, where, place }: { cast: Cast; where: string; place: RowPlace },
): unknown {
  if (typeof cast === 'function') return cast(text)
  if (cast === 'number') {
    const value = Number(text)
    if (text.trim() === '' || Number.isNaN(value)) {
      throw badFile(place.path, `${where}: expected a number, got ${JSON.stringify(text)}`)
    }
    return value
  }
  if (cast === 'boolean') return ['true', '1', 'yes'].includes(text.trim().toLowerCase())
  return text
}

async function readJson<T>(path: string | URL): Promise<readonly T[]> {
  const text = await readText(path)
  const value: unknown = parsed(path, () => JSON.parse(text))
  if (!Array.isArray(value) || value.length === 0)
    throw badFile(path, 'holds no array with elements')
  return value
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
    `${path} ${problem}`,
    'a text path is relative to the project; beside the perf file write new URL("./file", import.meta.url)',
  )
}

/** Runs `read` on the first call, and hands out the same promise afterwards. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => (result ??= read())
}
