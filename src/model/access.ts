/** Who may see the pages of a server, as it is kept: nothing in it lets anybody in. */

/** The version that readers check. */
export const ACCESS_SCHEMA = 'plimsoll/access@1'

/** A password, unreadable: scrypt (RFC 7914), with the cost that it was made at. */
export interface PasswordHash {
  readonly kind: 'scrypt'
  /** Cost in time and memory: 128 · n · r bytes. */
  readonly n: number
  readonly r: number
  readonly p: number
  /** Base64. */
  readonly salt: string
  readonly hash: string
}

/** A token, unreadable. */
export interface TokenHash {
  /** Chosen by the user, to revoke it by. */
  readonly name: string
  /** Hexadecimal. 256 random bits need no salt. */
  readonly sha256: string
  /** ISO 8601. */
  readonly createdAt: string
}

/** Who is let in. */
export interface Access {
  /** `null` = nobody can log in. */
  readonly password: PasswordHash | null
  readonly tokens: readonly TokenHash[]
}

/** `plimsoll/access@1`. */
export interface AccessDocument extends Access {
  readonly schema: typeof ACCESS_SCHEMA
}
