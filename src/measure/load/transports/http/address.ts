import { isIP } from 'node:net'
import { keepingPlaceholders } from '../../../../model/exchanges/placeholders.ts'

/** Where a plan's requests go. */
export interface Address {
  readonly secure: boolean
  /** A name, or an IP address without brackets. */
  readonly host: string
  readonly port: number
  /** What the `host` field says. */
  readonly authority: string
  /** Path and query. */
  readonly path: string
  /** What the `authorization` field says, if the URL has a user. */
  readonly authorization: string | undefined
  /** `https://host:port`, without user and password. */
  readonly origin: string
}

/** What an absolute URL says; `undefined` if it is none of `http:` or `https:`. */
export function readAddress(text: string): Address | undefined {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined
  const secure = url.protocol === 'https:'
  return {
    secure,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    authority: url.host,
    path: keepingPlaceholders(text, pathOf),
    authorization: basicAuthorization(url),
    origin: url.origin,
  }
}

function pathOf(text: string): string {
  const { pathname, search } = new URL(text)
  return pathname + search
}

/** What TLS is to name the server by: nothing where it has no name. */
export const serverName = ({ host }: Address): string | undefined =>
  isIP(host) === 0 ? host : undefined

function basicAuthorization({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return `Basic ${Buffer.from(pair).toString('base64')}`
}
