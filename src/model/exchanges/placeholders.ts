/**
 * Places in the texts of declarative work that are filled in: `{{input}}` and `{{input.user.name}}` by what the feeder
 * draws for each exchange, `{{params.size}}` by the scenario's params before anything starts. Whatever else stands in
 * braces is text.
 */

/** Where a value comes from. */
export type PlaceholderSource = 'input' | 'params'

/** A text that is one placeholder as a whole: it becomes the value itself, be it a number or an object. */
export type PlaceholderText = `{{${PlaceholderSource}${string}}}`

/** A value, or a placeholder that becomes one; everywhere in it. */
export type Fillable<T> = T extends string | number | bigint | Uint8Array
  ? T | PlaceholderText
  : { readonly [key in keyof T]: Fillable<T[key]> }

/** One place. */
export interface Placeholder {
  readonly source: PlaceholderSource
  /** Keys from the source on; none = the source itself. */
  readonly path: readonly string[]
  /** As it is written. */
  readonly written: string
}

const PLACEHOLDER = /\{\{\s*(input|params)((?:\.[\w$-]+)*)\s*\}\}/g

/** What a text consists of, in its order. */
export function partsOf(text: string): readonly (string | Placeholder)[] {
  const parts: (string | Placeholder)[] = []
  let end = 0
  for (const found of text.matchAll(PLACEHOLDER)) {
    const [written, source, path = ''] = found
    if (found.index > end) parts.push(text.slice(end, found.index))
    parts.push({ source: source as PlaceholderSource, path: path.split('.').slice(1), written })
    end = found.index + written.length
  }
  if (end < text.length) parts.push(text.slice(end))
  return parts
}

/** Changes a text in a way that would spoil its placeholders, such as encoding it as a URL. */
export function keepingPlaceholders(text: string, change: (text: string) => string): string {
  const kept: string[] = []
  const marked = partsOf(text).map((part) => {
    if (typeof part === 'string') return part
    kept.push(part.written)
    return markOf(kept.length - 1)
  })
  if (kept.length === 0) return change(text)
  return kept.reduce(
    (changed, written, index) => changed.replace(markOf(index), () => written),
    change(marked.join('')),
  )
}

/** Stands for a placeholder where braces could not. */
const markOf = (index: number): string => `plimsoll-placeholder-${index}-`

/** A placeholder, and where in a plan it stands: `headers.cookie`, `work.command[1]`. */
export interface PlacedPlaceholder extends Placeholder {
  readonly at: string
}

/** Every placeholder of a plan. */
export function placeholdersIn(value: unknown, at = ''): readonly PlacedPlaceholder[] {
  if (typeof value === 'string') {
    return partsOf(value).flatMap((part) => (typeof part === 'string' ? [] : [{ ...part, at }]))
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => placeholdersIn(item, `${at}[${index}]`))
  }
  if (!isPlain(value)) return []
  return Object.entries(value).flatMap(([key, item]) =>
    placeholdersIn(item, at === '' ? key : `${at}.${key}`),
  )
}

/** Whether a value is an object of data, and no bytes, pattern or date. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** What the source has there; `undefined` when it has nothing. What it inherits is not its own. */
export function valueOf({ path }: Placeholder, source: unknown): unknown {
  let value = source
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = Reflect.get(value, key)
  }
  return value
}

/** A value as it may stand among other text; `undefined` for one that can't. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  const isWritten =
    typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
  return isWritten ? String(value) : undefined
}
