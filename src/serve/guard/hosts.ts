import type { FastifyRequest } from 'fastify'
import { Refusal } from '../problems.ts'
import type { OwnNames } from './addresses.ts'

/**
 * A name of someone else's that leads to this machine makes a browser hand the answers to that someone's pages (DNS
 * rebinding): only names that this server is known by are answered. https://www.rfc-editor.org/rfc/rfc9110#name-421-misdirected-request
 *
 * @throws Refusal HOST_NOT_SERVED
 */
export function refuseStrangeHost(request: FastifyRequest, names: OwnNames): void {
  const { host } = request.headers
  // An address that names its host is for a proxy, which this is not.
  const isOurs = request.raw.url?.startsWith('/') === true
  if (host !== undefined && names.isHost(host) && isOurs) return
  throw new Refusal(421, {
    code: 'HOST_NOT_SERVED',
    message: 'this server is not known by the name that was asked for',
    hint: 'Ask it by the address that it printed, or start it with the one that it is reached at: --public-url.',
  })
}

/** Set by proxies; https://www.rfc-editor.org/rfc/rfc7239 */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

/**
 * Whoever asks from this machine is let in without a password. A proxy on this machine asks for others.
 *
 * @throws Refusal PROXY_NOT_EXPECTED
 */
export function refuseProxies({ headers }: FastifyRequest): void {
  if (!FORWARDED.some((name) => headers[name] !== undefined)) return
  throw new Refusal(403, {
    code: 'PROXY_NOT_EXPECTED',
    message: 'this came through a proxy, and nobody is asked for a password here',
    hint: 'Set one (--set-password), and say where the proxy is reached: --public-url.',
  })
}
