/** What `load URL` was asked for, beside how much and how long: flags as they were written. */
export interface AddressRequest {
  readonly url: string
  /** HTTP's. */
  readonly method?: string | undefined
  /** `name: value`. */
  readonly headers: readonly string[]
  /** `name=value`. */
  readonly cookies: readonly string[]
  /** Of HTTP requests, WebSocket messages and datagrams. */
  readonly body?: string | undefined
  /** Redis's, such as `GET key`. */
  readonly command?: string | undefined
  /** PostgreSQL's. */
  readonly query?: string | undefined
  readonly insecure: boolean
  /** Certificates to trust, PEM. */
  readonly ca?: string | undefined
  readonly http2: boolean
}

/** Flags of {@link AddressRequest}, by what they are called. */
export type AddressFlag =
  | 'method'
  | 'header'
  | 'cookie'
  | 'body'
  | 'command'
  | 'query'
  | 'insecure'
  | 'ca'
  | 'http2'

/** The flags that were given. */
export function givenFlags(request: AddressRequest): readonly AddressFlag[] {
  const { method, headers, cookies, body, command, query, insecure, ca, http2 } = request
  const given: Readonly<Record<AddressFlag, boolean>> = {
    method: method !== undefined,
    header: headers.length > 0,
    cookie: cookies.length > 0,
    body: body !== undefined,
    command: command !== undefined,
    query: query !== undefined,
    insecure,
    ca: ca !== undefined,
    http2,
  }
  return (Object.keys(given) as AddressFlag[]).filter((flag) => given[flag])
}
