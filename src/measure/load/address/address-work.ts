import type { TransportName } from '../transports/index.ts'

/** What drives an address. */
export interface AddressWork {
  /** What the scenario is called: what is done, and where; without secrets. */
  readonly name: string
  /** A name or an IP address. */
  readonly host: string
  readonly transport: TransportName
  /** What one exchange does, as the transport's `open` takes it. */
  readonly plan: unknown
}
