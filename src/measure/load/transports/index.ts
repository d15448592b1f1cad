import type { TransportPlace } from '../../../model/load.ts'

/** The protocols that plimsoll speaks, each in a folder of its own. A generating process loads the one that it needs. */
const TRANSPORTS = {
  http: { folder: 'http', exportName: 'httpTransport' },
  ws: { folder: 'ws', exportName: 'wsTransport' },
  redis: { folder: 'redis', exportName: 'redisTransport' },
  postgres: { folder: 'postgres', exportName: 'postgresTransport' },
  udp: { folder: 'udp', exportName: 'udpTransport' },
} as const

/** One of them. */
export type TransportName = keyof typeof TRANSPORTS

/** The module of one of plimsoll's own. */
export function transportModule(name: TransportName): TransportPlace {
  const { folder, exportName } = TRANSPORTS[name]
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return { url: new URL(`./${folder}/transport.${extension}`, import.meta.url).href, exportName }
}

/** The modules of all of them, by name. */
export const ownTransports = (): Readonly<Record<TransportName, TransportPlace>> => ({
  http: transportModule('http'),
  ws: transportModule('ws'),
  redis: transportModule('redis'),
  postgres: transportModule('postgres'),
  udp: transportModule('udp'),
})
