import {
  isPlain,
  type Placeholder,
  partsOf,
  placeholdersIn,
  textOf,
  valueOf,
} from '../../../../model/exchanges/placeholders.ts'
import { InputProblem } from './input-problem.ts'

/** Parts of plans that are filled from each exchange's input. Where the places are is found out once. */

/** Makes a text of an input. @throws InputProblem */
export type TextFrom = (input: unknown) => string

/** Makes a value of an input. @throws InputProblem */
export type ValueFrom = (input: unknown) => unknown

/** Makes a value safe where it is to stand. @throws InputProblem when nothing could */
export type Guard = (value: string) => string

/** For places that bear any text. */
export const asItIs: Guard = (value) => value

/** Whether anything in a value comes from the input. */
export const usesInput = (value: unknown): boolean =>
  placeholdersIn(value).some(({ source }) => source === 'input')

/** A text with its places filled; nothing when there are none. */
export function textFrom(text: string, guard: Guard): TextFrom | undefined {
  if (!usesInput(text)) return undefined
  const makers = partsOf(text).map((part): TextFrom => {
    if (typeof part === 'string') return () => part
    return (input) => guard(requireText(part, input))
  })
  return (input) => {
    let filled = ''
    for (const make of makers) filled += make(input)
    return filled
  }
}

/**
 * A value with all places in it filled; nothing when there are none. A text that is one placeholder as a whole becomes the
 * input's value, whatever that is.
 */
export function valueFrom(value: unknown): ValueFrom | undefined {
  if (!usesInput(value)) return undefined
  if (typeof value === 'string') return wholeOrText(value)
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => valueFrom(item) ?? (() => item))
    return (input) => items.map((make) => make(input))
  }
  if (!isPlain(value)) return undefined
  const entries = Object.entries(value).map(
    ([key, item]) => [key, valueFrom(item) ?? (() => item)] as const,
  )
  return (input) => Object.fromEntries(entries.map(([key, make]) => [key, make(input)]))
}

function wholeOrText(text: string): ValueFrom | undefined {
  const [only, ...others] = partsOf(text)
  const isWhole = others.length === 0 && only !== undefined && typeof only !== 'string'
  return isWhole ? (input) => requireValue(only, input) : textFrom(text, asItIs)
}

function requireValue(place: Placeholder, input: unknown): unknown {
  const value = valueOf(place, input)
  if (value !== undefined) return value
  throw new InputProblem(`the input has nothing for ${place.written}`)
}

function requireText(place: Placeholder, input: unknown): string {
  const value = requireValue(place, input)
  const text = textOf(value)
  if (text !== undefined) return text
  const what = `${place.written} stands in a text, and the input has ${kindOf(value)} for it`
  throw new InputProblem(what)
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
