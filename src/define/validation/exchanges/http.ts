import { accepted, closed, keyed } from '../parts.ts'
import { anyText, checkedApart, flag, problemsAt, textOrBytes, textOrPattern } from './parts.ts'

/** The shape of requests. */

const headers = keyed(
  accepted('a text, or an array of texts', (value) =>
    [value].flat().every((one) => typeof one === 'string'),
  ),
)

const status = accepted("a status such as 200 or '2xx', or an array of them", (value) =>
  [value].flat().every((one) => typeof one === 'number' || typeof one === 'string'),
)

const check = closed({
  status: status.optional(),
  headers: keyed(textOrPattern).optional(),
  body: closed({
    equals: anyText.optional(),
    contains: anyText.optional(),
    matches: accepted('a regular expression', (value) => value instanceof RegExp).optional(),
  }).optional(),
  json: keyed(checkedApart).optional(),
})

const http = closed({
  url: anyText.optional(),
  method: anyText.optional(),
  headers: headers.optional(),
  cookie: anyText.optional(),
  userAgent: anyText.optional(),
  body: textOrBytes.optional(),
  json: checkedApart,
  check: check.optional(),
  insecure: flag.optional(),
  ca: anyText.optional(),
  http2: flag.optional(),
})

/** What is wrong with the shape of a request. */
export const httpShape = (plan: unknown): readonly string[] => problemsAt(['http'], http, plan)
