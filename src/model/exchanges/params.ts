import { isPlain, type Placeholder, partsOf, textOf, valueOf } from './placeholders.ts'
import type { Params, ScenarioExchange } from '../scenario.ts'

/**
 * Fills in `{{params.name}}`, for one set of params. In an address a value can't begin another part of it, unless the
 * address is one placeholder as a whole.
 */
export function withParams(exchange: ScenarioExchange, params: Params): ScenarioExchange {
  const { plan } = exchange
  const url = isPlain(plan) ? plan['url'] : undefined
  const filled = filledIn(plan, params, (text) => text)
  if (typeof url !== 'string' || !isPlain(filled)) return { ...exchange, plan: filled }
  return { ...exchange, plan: { ...filled, url: filledIn(url, params, encodeURIComponent) } }
}

type Guard = (text: string) => string

function filledIn(value: unknown, params: Params, guard: Guard): unknown {
  if (typeof value === 'string') return textWith(value, params, guard)
  if (Array.isArray(value)) return value.map((item: unknown) => filledIn(item, params, guard))
  if (!isPlain(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, filledIn(item, params, guard)]),
  )
}

function textWith(text: string, params: Params, guard: Guard): unknown {
  const parts = partsOf(text)
  const [only] = parts
  if (parts.length === 1 && isOfParams(only)) return valueOf(only, params)
  return parts
    .map((part) =>
      isOfParams(part) ? guard(textOf(valueOf(part, params)) ?? '') : writtenOf(part),
    )
    .join('')
}

const isOfParams = (part: string | Placeholder | undefined): part is Placeholder =>
  typeof part === 'object' && part.source === 'params'

const writtenOf = (part: string | Placeholder): string =>
  typeof part === 'string' ? part : part.written
