import { redact } from '../../../kernel/redact.ts'
import type { HttpPlan } from '../../../model/exchanges/http.ts'
import { cookieOf, headersOf } from './headers.ts'
import type { AddressRequest } from './request.ts'
import type { AddressWork } from './address-work.ts'

/** A request for an `http:` or `https:` address. @throws PlimsollError BAD_HEADER, BAD_COOKIE */
export function httpWork(request: AddressRequest, url: URL): AddressWork {
  const { method, headers, cookies, body, insecure, ca, http2 } = request
  const verb = (method ?? (body === undefined ? 'GET' : 'POST')).toUpperCase()
  const plan: HttpPlan = {
    url: url.href,
    method: verb,
    headers: headersOf(headers),
    insecure,
    http2,
    ...(cookies.length === 0 ? {} : { cookie: cookieOf(cookies) }),
    ...(body === undefined ? {} : { body }),
    ...(ca === undefined ? {} : { ca }),
  }
  return {
    name: `${verb} ${redact(url.href)}`,
    host: url.hostname,
    transport: 'http',
    plan,
  }
}
