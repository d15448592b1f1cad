import type { HttpPlan } from '../model/exchanges/http.ts'
import type { PostgresPlan } from '../model/exchanges/postgres.ts'
import type { RedisPlan } from '../model/exchanges/redis.ts'
import type { UdpPlan } from '../model/exchanges/udp.ts'
import type { WsPlan } from '../model/exchanges/ws.ts'
import type { ScenarioExchange } from '../model/scenario.ts'

/** Work that is data: what one exchange sends, and what its answer must be like. */

/**
 * A plan whose address may be the target's: without `url`, or with one that is relative, it is found as the page on load
 * tests says.
 */
export type AtTarget<P> = Omit<P, 'url'> & { readonly url?: string }

/** What one iteration does, by the transport that does it. */
export interface DeclarativeWork {
  /** A request: `{ url: '/items', check: { status: 200 } }`. */
  readonly http: AtTarget<HttpPlan>
  /** A message over a WebSocket: `{ url: '/chat', exchange: { kind: 'reply', match: 'next', message: … } }`. */
  readonly ws: AtTarget<WsPlan>
  /** Commands: `{ work: { kind: 'command', command: ['GET', 'greeting'] } }`. */
  readonly redis: AtTarget<RedisPlan>
  /** Statements: `{ work: { kind: 'query', text: 'select $1', values: [1] } }`. */
  readonly postgres: AtTarget<PostgresPlan>
  /** Datagrams, OSC among them: `{ mode: 'send', body: { kind: 'text', text: 'ping' } }`. */
  readonly udp: AtTarget<UdpPlan>
  /** Whatever a transport of the configuration does: `{ transport: 'mqtt', plan: { … } }`. */
  readonly exchange: ScenarioExchange
}

/** Exactly one of them. */
export type OneOf<W> = {
  readonly [name in keyof W]: { readonly [own in name]: W[own] } & {
    readonly [other in Exclude<keyof W, name>]?: never
  }
}[keyof W]

/** Transports with a key of their own in scenarios; others go by `exchange`. */
const OWN_TRANSPORTS = ['http', 'ws', 'redis', 'postgres', 'udp'] as const

/** Whether a transport is one of plimsoll's. */
export const isOwnTransport = (name: string): boolean => OWN_TRANSPORTS.some((own) => own === name)

/** Keys of work that is data. */
export const DECLARATIVE_KEYS: readonly string[] = [...OWN_TRANSPORTS, 'exchange']

/** Every key that says what an iteration does. */
export const WORK_KEYS: readonly string[] = ['run', ...DECLARATIVE_KEYS]

/** The declarative work of a definition; `undefined` when it has none, or none that could be one. */
export function exchangeOf(
  definition: Partial<Record<string, unknown>>,
): ScenarioExchange | undefined {
  const own = OWN_TRANSPORTS.find((transport) => definition[transport] !== undefined)
  if (own !== undefined) return { transport: own, plan: definition[own] }
  const { exchange } = definition
  if (typeof exchange !== 'object' || exchange === null) return undefined
  const transport: unknown = Reflect.get(exchange, 'transport')
  return typeof transport === 'string'
    ? { transport, plan: Reflect.get(exchange, 'plan') as unknown }
    : undefined
}
