import { redact } from '../../../kernel/redact.ts'
import type { PostgresPlan } from '../../../model/exchanges/postgres.ts'
import type { AddressRequest } from './request.ts'
import type { AddressWork } from './address-work.ts'

/** A statement for a `postgres:` or `postgresql:` address. */
export function postgresWork(request: AddressRequest, url: URL): AddressWork {
  const { query: text = 'select 1', insecure, ca } = request
  const plan: PostgresPlan = {
    url: url.href,
    work: { kind: 'query', text },
    insecure,
    ...(ca === undefined ? {} : { ca }),
  }
  return {
    name: `${text} at ${redact(url.href)}`,
    host: url.hostname,
    transport: 'postgres',
    plan,
  }
}
