import { usageError } from '../../../kernel/errors.ts'
import type { UdpPlan } from '../../../model/exchanges/udp.ts'
import type { AddressRequest } from './request.ts'
import type { AddressWork } from './address-work.ts'

/** Datagrams to a `udp:` address: what became of them there is not known. @throws PlimsollError NO_BODY */
export function udpWork({ body }: AddressRequest, url: URL): AddressWork {
  if (body === undefined) {
    throw usageError('NO_BODY', 'udp:// needs a datagram to send', 'give it with --body')
  }
  const plan: UdpPlan = { url: url.href, mode: 'send', body: { kind: 'text', text: body } }
  return { name: `datagrams to ${url.host}`, host: url.hostname, transport: 'udp', plan }
}
