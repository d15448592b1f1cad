/** The lines of a recorded log, and where in each the time stands. */

/** A line that is neither blank nor a comment. */
export interface LogLine {
  /** From 1. */
  readonly number: number
  readonly text: string
}

/** Lines of a text, without blank ones and those that begin with `#` or `//`. */
export function logLines(text: string): readonly LogLine[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ number: index + 1, text: line.trim() }))
    .filter((line) => line.text !== '' && !/^(?:#|\/\/)/.test(line.text))
}

/** Names of columns and keys that hold a time, the likeliest first. Case, `_`, `-`, `@` and a unit behind don't count. */
const TIME_NAMES = [
  'arrival',
  'timestamp',
  'time',
  'ts',
  'datetime',
  'date',
  'at',
  'startedat',
  'start',
  'starttime',
  'epoch',
  'offset',
  'ms',
  't',
]

const plainName = (name: string): string => {
  const letters = name.toLowerCase().replace(/[^a-z]/g, '')
  return letters === 'ms' ? letters : letters.replace(/(?:ms|unix|unixnano|nanos?|utc)$/, '')
}

/** The name among these that most likely holds the time; `undefined` when none sounds like it. */
export function timeName(names: readonly string[]): string | undefined {
  for (const wanted of TIME_NAMES) {
    const found = names.find((name) => plainName(name) === wanted)
    if (found !== undefined) return found
  }
  return undefined
}

const SEPARATORS = ['\t', ';', ','] as const

/** What separates the fields of a table, by its first line; `undefined` when that is a single field. */
export function separatorOf(line: string): string | undefined {
  return SEPARATORS.find((separator) => line.includes(separator))
}

/** The fields of a line. In double quotes a separator is text, and `""` a quote; a field ends with its line. */
export function fieldsOf(line: string, separator: string | undefined): readonly string[] {
  const fields: string[] = []
  let field = ''
  let quoted = false
  for (let index = 0; index < line.length; index++) {
    const character = line.charAt(index)
    if (character === '"') {
      if (quoted && line[index + 1] === '"') {
        field += '"'
        index++
      } else quoted = !quoted
    } else if (character === separator && !quoted) {
      fields.push(field.trim())
      field = ''
    } else field += character
  }
  return [...fields, field.trim()]
}
