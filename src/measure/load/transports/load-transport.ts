import type { LoadTransport, TransportPlace } from '../../../model/load.ts'
import { refuseProblems } from './exchanging/refuse.ts'
import { TRANSPORT_EXPORT, transportIn } from '../../../model/transport-module.ts'

/** Transports are a port: plimsoll's own are loaded as users' are. @throws TypeError when the module exports none */
export async function loadTransport({ url, exportName }: TransportPlace): Promise<LoadTransport> {
  const transport = transportIn(await import(url), exportName)
  if (transport !== undefined) return transport
  throw new TypeError(`${url} exports no transport; export ${TRANSPORT_EXPORT}`)
}

/** What a transport is opened with: where each exchange gets an input, its placeholders are found first. */
export function planFor({ withInput }: LoadTransport, plan: unknown, isFed: boolean): unknown {
  return isFed && withInput !== undefined ? withInput(plan) : plan
}

/** Checks what is to be done before any process is started for it. @throws PlimsollError (exit 2) as `check` of the transport */
export async function requireSensible(place: TransportPlace, plan: unknown): Promise<void> {
  const transport = await loadTransport(place)
  refuseProblems(transport.kind, transport.check?.(plan) ?? [])
}
