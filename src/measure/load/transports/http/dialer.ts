import { X509Certificate } from 'node:crypto'
import { connect, type LookupFunction, type OnReadOpts, type Socket } from 'node:net'
import { connect as connectSecurely, createSecureContext, type SecureContext } from 'node:tls'
import { messageOf } from '../../../../kernel/errors.ts'
import { type Address, serverName } from './address.ts'
import { sharedLookup } from './lookup.ts'

/** How to call a target. */
export interface DialOptions {
  readonly insecure: boolean
  /** PEM; nothing = the machine's own. */
  readonly ca: string | undefined
  /** What ALPN offers. */
  readonly protocol: 'http/1.1' | 'h2'
}

/** Calls one target, as often as asked. What is the same for each call is made once. */
export class Dialer {
  readonly secure: boolean
  readonly #address: Address
  readonly #options: DialOptions
  readonly #lookup: LookupFunction = sharedLookup()
  readonly #context: SecureContext | undefined

  constructor(address: Address, options: DialOptions) {
    this.secure = address.secure
    this.#address = address
    this.#options = options
    this.#context = address.secure ? secureContext(options.ca) : undefined
  }

  /** A socket that is being connected. With `onread` it gives its bytes to that, else it is read as a stream. */
  dial(onread?: OnReadOpts): Socket {
    const { host, port } = this.#address
    const options = {
      host,
      port,
      lookup: this.#lookup,
      ...(onread === undefined ? {} : { onread }),
    }
    const socket = this.secure ? this.#secured(options) : connect(options)
    return socket.setNoDelay(true)
  }

  #secured(options: { readonly host: string; readonly port: number }): Socket {
    const servername = serverName(this.#address)
    return connectSecurely({
      ...options,
      ...(servername === undefined ? {} : { servername }),
      ...(this.#context === undefined ? {} : { secureContext: this.#context }),
      ALPNProtocols: [this.#options.protocol],
      rejectUnauthorized: !this.#options.insecure,
    })
  }
}

/** Reading the machine's certificates takes milliseconds: once, not for each connection. */
function secureContext(ca: string | undefined): SecureContext {
  return ca === undefined
    ? createSecureContext()
    : createSecureContext({ ca: certificatesIn(ca).map(String) })
}

/** What keeps certificates from being trusted, or nothing: a context leaves out what it can't read, and trusts nobody. */
export function certificateProblem(ca: string): string {
  try {
    certificatesIn(ca)
    return ''
  } catch (thrown) {
    return `${messageOf(thrown)}; give certificates in PEM form (-----BEGIN CERTIFICATE-----)`
  }
}

const certificatesIn = (ca: string): readonly X509Certificate[] =>
  (ca.match(CERTIFICATE) ?? [ca]).map((one) => new X509Certificate(one))

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g
