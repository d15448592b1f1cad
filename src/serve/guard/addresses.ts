import { hostname, networkInterfaces } from 'node:os'
import { isIPv6 } from 'node:net'

/** The names that a server is reached by: any other name in a request was led here by someone else's DNS. */

/** Where a server listens, and how else it is reached. */
export interface Place {
  /** As it was asked for, and the address that it means. */
  readonly host: string
  readonly address: string
  readonly port: number
  /** Of a proxy in front of it. */
  readonly publicUrl: URL | undefined
}

/** Addresses of this machine that no other reaches. */
export const isLoopback = (address: string): boolean =>
  /^(?:(?:::ffff:)?127(?:\.\d{1,3}){3}|::1)$/i.test(address)

/** Addresses that stand for all of a machine's. */
export const isEverywhere = (address: string): boolean => /^(?:0\.0\.0\.0|::)$/.test(address)

/** An address as it stands in a URL: IPv6 in brackets, without its zone. */
export const inUrl = (address: string): string =>
  isIPv6(address) ? `[${address.replace(/%.*$/, '')}]` : address

/** What a server is known by; nothing, until it listens. */
export class OwnNames {
  /** Where its pages may come from: `http://127.0.0.1:1876`. */
  #origins: ReadonlySet<string> = new Set()
  /** What may stand in `Host`. */
  #hosts: ReadonlySet<string> = new Set()

  listensAt(place: Place): void {
    this.#origins = originsOf(place)
    this.#hosts = hostsOf(this.#origins)
  }

  isOrigin(origin: string): boolean {
    return this.#origins.has(origin.toLowerCase())
  }

  isHost(host: string): boolean {
    return this.#hosts.has(host.toLowerCase())
  }
}

function originsOf({ host, address, port, publicUrl }: Place): ReadonlySet<string> {
  const everywhere = isEverywhere(address)
  const local = everywhere || isLoopback(address) ? LOOPBACK : []
  const names = everywhere ? [hostname(), ...addressesOfMachine()] : [host, address]
  const origins = [...local, ...names].flatMap(
    (name) => URL.parse(`http://${inUrl(name)}:${port}`)?.origin ?? [],
  )
  return new Set(publicUrl === undefined ? origins : [...origins, publicUrl.origin])
}

const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '::1']

const addressesOfMachine = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((found) => found?.map(({ address }) => address) ?? [])

/** With the port, and without it where the scheme implies it. */
function hostsOf(origins: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(
    [...origins].flatMap((origin) => {
      const { host, port, protocol } = new URL(origin)
      return port === '' ? [host, `${host}:${protocol === 'https:' ? 443 : 80}`] : [host]
    }),
  )
}
