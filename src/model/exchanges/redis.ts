/** What one exchange with Redis does, as data. */

/** A command and its arguments: `['SET', 'key', 'value']`. */
export type RedisCommand = readonly [name: string, ...args: (string | number | Buffer)[]]

/** What one exchange does. */
export type RedisWork =
  /** One command, and its answer. */
  | { readonly kind: 'command'; readonly command: RedisCommand }
  /** Several commands, sent together: an exchange has ended with the last answer, and fails with the first error. */
  | { readonly kind: 'pipeline'; readonly commands: readonly RedisCommand[] }
  /**
   * A message published on one connection until it has arrived on others. Each connection of the load has a channel of its
   * own, and subscribers of its own. One that does not arrive in time fails with `MESSAGE_LOST`.
   */
  | {
      readonly kind: 'publish'
      /** What the names of the channels begin with. Default `plimsoll`. */
      readonly channel?: string
      /** How many receive each message. Default 1. */
      readonly subscribers?: number
      /** Where they subscribe, in turn: other instances, by URL. Default: where it is published. */
      readonly subscribeUrls?: readonly string[]
      /** Length of a message in bytes, at least that of its number and time. Default 64. */
      readonly messageBytes?: number
    }

/** What every exchange with one server does. */
export interface RedisPlan {
  /** `redis://` or `rediss://` (TLS), with user, password and number of the database where needed. */
  readonly url: string
  /** Default: `PING`. */
  readonly work?: RedisWork
  /** Certificates are not verified. */
  readonly insecure?: boolean
  /** Certificates (PEM) that are trusted instead of the machine's own. */
  readonly ca?: string
}
