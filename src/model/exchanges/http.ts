/** What one HTTP exchange does, as data: the request, and what its answer must be like. */

/** Field names and values. Several values of one name become several lines. */
export type HttpHeaders = Readonly<Record<string, string | readonly string[]>>

/** What an answer must be like; an exchange whose answer is not fails with `CHECK_FAILED`. */
export interface HttpCheck {
  /** A status, a class of them (`'2xx'`), or several, any of which will do. Default: every status below 400. */
  readonly status?: number | string | readonly (number | string)[]
  /** By name: the value, or what it must match. */
  readonly headers?: Readonly<Record<string, string | RegExp>>
  /** As it was sent: nothing is decompressed, so that nothing should be asked for with `accept-encoding`. */
  readonly body?: HttpBodyCheck
  /** By path (`$.user.roles[0]`): the value that the body, as JSON, must hold there. */
  readonly json?: Readonly<Record<string, unknown>>
}

/** All that are given must hold. */
export interface HttpBodyCheck {
  readonly equals?: string
  readonly contains?: string
  readonly matches?: RegExp
}

/** What every exchange with one address does. Redirects are answers, not followed; nothing is sent a second time. */
export interface HttpPlan {
  /** Absolute, `http:` or `https:`. A user and password in it are sent as basic authorization. */
  readonly url: string
  /** Default `GET`. */
  readonly method?: string
  /** Beside `host`, `user-agent` and `connection`, which they may replace, and `content-length`, which they may not. */
  readonly headers?: HttpHeaders
  /** What the `cookie` field says. */
  readonly cookie?: string
  /** Default `plimsoll`. */
  readonly userAgent?: string
  /** Text or bytes, as they are. */
  readonly body?: string | Uint8Array
  /** A body of JSON instead, with `content-type: application/json` unless `headers` say otherwise. */
  readonly json?: unknown
  readonly check?: HttpCheck
  /** Certificates are not verified. */
  readonly insecure?: boolean
  /** Certificates (PEM) that are trusted instead of the machine's own. */
  readonly ca?: string
  /** HTTP/2 instead of 1.1 (needs the package undici): over TLS by ALPN, else by prior knowledge. */
  readonly http2?: boolean
}
