/** Bounds of a server: far above what a team with its browsers needs, far below what would harm the machine. */
export interface ServerLimits {
  /** At a time; whoever comes later is hung up on. */
  readonly connections: number
  /** Of one request, its address among them. */
  readonly headerBytes: number
  readonly headers: number
  /** For a request's headers to arrive, and for all of it. */
  readonly headersMs: number
  readonly requestMs: number
  /** How often late ones are looked for. */
  readonly checkEveryMs: number
  /** Without a byte either way. */
  readonly silenceMs: number
  /** Between two requests of one connection. */
  readonly keepAliveMs: number
  /** For what is under way when the server ends. */
  readonly graceMs: number
}

export const SERVER_LIMITS: ServerLimits = {
  connections: 512,
  headerBytes: 16_384,
  headers: 100,
  headersMs: 10_000,
  requestMs: 15_000,
  checkEveryMs: 2000,
  silenceMs: 120_000,
  keepAliveMs: 10_000,
  graceMs: 2000,
}
