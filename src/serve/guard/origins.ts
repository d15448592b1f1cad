import type { FastifyRequest } from 'fastify'
import { Refusal } from '../problems.ts'

/**
 * Other sites may send a browser here, with its cookies or from its loopback address: whatever they start themselves is
 * refused, but for links.
 */

/** Whether an origin (`https://perf.example.org`) is one of our own pages'. */
export type IsOwnOrigin = (origin: string, request: FastifyRequest) => boolean

/** Methods that only read. */
const READING: readonly string[] = ['GET', 'HEAD']

/** @throws Refusal FOREIGN_ORIGIN */
export function refuseForeign(request: FastifyRequest, isOwn: IsOwnOrigin): void {
  const { origin } = request.headers
  const isReading = READING.includes(request.method)
  if (origin !== undefined && !isOwn(origin, request)) throw foreign()
  // Browsers name the origin of every form that is posted; what names none can't be told from one.
  if (origin === undefined && !isReading) throw foreign()
  if (origin === undefined && isReading && isCrossSite(request)) throw foreign()
}

/** https://www.w3.org/TR/fetch-metadata: a link that is followed is a navigation; anything else was started by the site. */
function isCrossSite({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  const isOther = site === 'cross-site' || site === 'same-site'
  return isOther && headers['sec-fetch-mode'] !== 'navigate'
}

const foreign = (): Refusal =>
  new Refusal(403, {
    code: 'FOREIGN_ORIGIN',
    message: 'this was asked for by a page of another site',
    hint: 'Pages of this server may ask it, and programs with a token. Behind a proxy, its address must be known here: --public-url.',
  })

/** An origin of the very host that was asked, where nobody said more: https://developer.mozilla.org/docs/Web/HTTP/Headers/Origin */
export const isSameHost: IsOwnOrigin = (origin, request) => {
  const url = URL.parse(origin)
  return url !== null && url.host === request.host && /^https?:$/.test(url.protocol)
}
