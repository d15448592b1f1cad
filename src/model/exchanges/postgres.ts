/** What one exchange with PostgreSQL does, as data. */

/** A statement, with values for `$1`, `$2` … */
export interface PostgresStatement {
  readonly text: string
  readonly values?: readonly unknown[]
}

/** What one exchange does. */
export type PostgresWork =
  /** One statement, parsed and planned by the server each time. */
  | ({ readonly kind: 'query' } & PostgresStatement)
  /** One statement by a name, parsed once on each connection. */
  | ({ readonly kind: 'prepared'; readonly name: string } & PostgresStatement)
  /** Statements between `begin` and `commit`, one after the other's answer; an error rolls it back. */
  | {
      readonly kind: 'transaction'
      readonly statements: readonly PostgresStatement[]
      /** Default: the server's own. */
      readonly isolation?: PostgresIsolation
    }
  /**
   * A notification until it has arrived at others. Each connection of the load has a channel of its own, and listeners of
   * its own. One that does not arrive in time fails with `MESSAGE_LOST`.
   */
  | {
      readonly kind: 'notify'
      /** What the names of the channels begin with. Default `plimsoll`. */
      readonly channel?: string
      /** How many receive each notification. Default 1. */
      readonly listeners?: number
      /** Length of a notification in bytes, at least that of its number and time, at most 7,999. Default 64. */
      readonly messageBytes?: number
    }

/** As `begin isolation level …` has them. */
export type PostgresIsolation = 'read committed' | 'repeatable read' | 'serializable'

/** What every exchange with one server does. */
export interface PostgresPlan {
  /** `postgres://` or `postgresql://`, with user, password and database; `?sslmode=verify-full` and the like for TLS. */
  readonly url: string
  /** Default: `select 1`. */
  readonly work?: PostgresWork
  /** TLS, its certificates not verified. */
  readonly insecure?: boolean
  /** TLS, with certificates (PEM) that are trusted instead of the machine's own. */
  readonly ca?: string
}
