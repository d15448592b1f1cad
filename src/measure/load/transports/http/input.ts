import { placeholdersIn } from '../../../../model/exchanges/placeholders.ts'
import type { HttpHeaders, HttpPlan } from '../../../../model/exchanges/http.ts'
import { asItIs, type TextFrom, textFrom, valueFrom } from '../filling/fill.ts'
import { InputProblem } from '../filling/input-problem.ts'
import { misplacedInput } from '../filling/places.ts'
import { readAddress } from './address.ts'

/** Requests that differ by their exchange's input. */

/** What of a request differs from one exchange to the next. What is left out stays as the plan says. */
export interface HttpInput {
  /** Path and query, starting with `/`. */
  readonly path?: string
  /** Replace those of the same name. */
  readonly headers?: HttpHeaders
  readonly body?: string | Uint8Array
}

/** A plan, and what makes an exchange's own part of its input; without that, all are the same. */
export interface FilledHttpPlan extends HttpPlan {
  readonly fromInput?: (input: unknown) => HttpInput
}

/** Where in a plan the input may stand. */
const PLACES = /^(?:url|headers\..+|cookie|userAgent|body|json.*)$/

/** What is wrong with the places of a plan's placeholders. */
export function placeProblems(plan: HttpPlan): readonly string[] {
  const inUrl = placeholdersIn(plan.url).length
  const inPath = placeholdersIn(readAddress(plan.url)?.path).length
  return [
    ...misplacedInput(plan, PLACES),
    ...(inPath < inUrl ? ['url: the input can stand in its path and its query only'] : []),
  ]
}

/** The plan, with its placeholders found, so that exchanges need but fill them. */
export function httpWithInput(plan: HttpPlan): FilledHttpPlan {
  const path = textFrom(readAddress(plan.url)?.path ?? '', encodeURIComponent)
  const headers = headersFrom(plan)
  const body = bodyFrom(plan)
  if (path === undefined && headers === undefined && body === undefined) return plan
  return {
    ...plan,
    fromInput: (input) => ({
      ...(path === undefined ? {} : { path: path(input) }),
      ...(headers === undefined ? {} : { headers: headers(input) }),
      ...(body === undefined ? {} : { body: body(input) }),
    }),
  }
}

/** Those that differ, whole: what replaces one of several lines of a name replaces all of them. */
function headersFrom(plan: HttpPlan): ((input: unknown) => HttpHeaders) | undefined {
  const { headers = {}, cookie, userAgent } = plan
  const named: [string, readonly TextFrom[] | undefined][] = [
    ...Object.entries(headers).map(([name, values]): [string, readonly TextFrom[] | undefined] => [
      name,
      linesFrom([values].flat(), asItIs),
    ]),
    ['cookie', linesFrom([cookie ?? ''], withoutSemicolon)],
    ['user-agent', linesFrom([userAgent ?? ''], asItIs)],
  ]
  const varied = named.flatMap(([name, makers]) =>
    makers === undefined ? [] : [[name, makers] as const],
  )
  if (varied.length === 0) return undefined
  return (input) =>
    Object.fromEntries(varied.map(([name, makers]) => [name, makers.map((make) => make(input))]))
}

function linesFrom(
  values: readonly string[],
  guard: (value: string) => string,
): readonly TextFrom[] | undefined {
  const makers = values.map((value) => textFrom(value, guard))
  if (makers.every((make) => make === undefined)) return undefined
  return makers.map((make, index) => make ?? ((): string => values[index] ?? ''))
}

/** It would begin another cookie. */
function withoutSemicolon(value: string): string {
  if (!value.includes(';')) return value
  throw new InputProblem(`a cookie can't hold ${JSON.stringify(value)}`)
}

function bodyFrom({ body, json }: HttpPlan): TextFrom | undefined {
  if (typeof body === 'string') return textFrom(body, asItIs)
  const make = valueFrom(json)
  return make && ((input) => JSON.stringify(make(input)))
}
