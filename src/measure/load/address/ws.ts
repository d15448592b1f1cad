import { redact } from '../../../kernel/redact.ts'
import type { WsPlan } from '../../../model/exchanges/ws.ts'
import { headersOf } from './headers.ts'
import type { AddressRequest } from './request.ts'
import type { AddressWork } from './address-work.ts'

/** What is sent where nothing is said: any service that answers at all can be asked. */
const USUAL_MESSAGE = 'ping'

/** Messages to a `ws:` or `wss:` address, each with the next message for its answer. */
export function wsWork(request: AddressRequest, url: URL): AddressWork {
  const { body = USUAL_MESSAGE, insecure, ca } = request
  const plan: WsPlan = {
    url: url.href,
    headers: Object.fromEntries(
      Object.entries(headersOf(request.headers)).map(([name, all]) => [name, all.join(', ')]),
    ),
    tls: { ...(ca === undefined ? {} : { ca }), ...(insecure ? { insecure } : {}) },
    exchange: { kind: 'reply', message: { kind: 'text', text: body }, match: 'next' },
  }
  return {
    name: `messages to ${redact(url.href)}`,
    host: url.hostname,
    transport: 'ws',
    plan,
  }
}
