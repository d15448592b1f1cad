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

/** Where a transport is to be imported from; users' own are named alike. */
export interface TransportModule {
  /** File URL. */
  readonly url: string
  readonly exportName: string
}

/** The module of one of plimsoll's own. */
export function transportModule(name: TransportName): TransportModule {
  const { folder, exportName } = TRANSPORTS[name]
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return { url: new URL(`./${folder}/transport.${extension}`, import.meta.url).href, exportName }
}
