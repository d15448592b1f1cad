import { X509Certificate } from 'node:crypto'
import { validateHeaderName, validateHeaderValue } from 'node:http'
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import type { ClientOptions } from 'ws'
import { messageOf, type PlimsollError, usageError } from '../../../../kernel/errors.ts'
import { problemOfPlace } from '../sequence/binary-number.ts'
import type {
  NumberPlace,
  PushedPlan,
  SlowReaders,
  WsPlan,
  WsTls,
} from '../../../../model/exchanges/ws.ts'

/** Checks plans, and makes of them what the package `ws` takes. */

/** Longer than any sensible message; the package's own limit is 100 MiB, a thousand of which fill any memory. */
const LONGEST_MESSAGE_BYTES = 16 * 1024 * 1024

const TOKEN = /^[!#$%&'*+\-.0-9A-Z^_`|a-z~]+$/

/** @throws PlimsollError WS_PLAN with every problem */
export function checkWsPlan(plan: WsPlan): void {
  const problems = [
    ...problemsOfAddress(plan),
    ...problemsOfExchange(plan),
    ...(plan.pushed === undefined ? [] : problemsOfPushed(plan.pushed)),
    ...(plan.slowReaders === undefined ? [] : problemsOfReaders(plan.slowReaders)),
  ]
  if (problems.length > 0) throw badPlan(problems)
}

/**
 * Options of each socket; shared by all. No compression: it would cost each connection up to 300 kB and measure zlib.
 * @throws PlimsollError WS_PLAN when the certificates can't be read
 */
export function socketOptions({ headers, tls, maxMessageBytes }: WsPlan): ClientOptions {
  return {
    perMessageDeflate: false,
    followRedirects: false,
    maxPayload: maxMessageBytes ?? LONGEST_MESSAGE_BYTES,
    ...(headers === undefined ? {} : { headers: { ...headers } }),
    ...(tls === undefined ? {} : tlsOptions(tls)),
  }
}

/** One context for all sockets: each of its own would hold all certificates again. */
function tlsOptions({ ca, insecure }: WsTls): ClientOptions & { secureContext?: SecureContext } {
  return {
    ...(insecure === true ? { rejectUnauthorized: false } : {}),
    ...(ca === undefined ? {} : { secureContext: contextWith(ca) }),
  }
}

function contextWith(ca: string): SecureContext {
  try {
    // A context without a usable certificate would say so only by refusing each server.
    void new X509Certificate(ca)
    return createSecureContext({ ca: [...getCACertificates('default'), ca] })
  } catch (thrown) {
    throw badPlan([`tls.ca: ${messageOf(thrown)}`])
  }
}

function problemsOfAddress({
  url,
  headers = {},
  subprotocols = [],
  maxMessageBytes,
}: WsPlan): string[] {
  const parsed = URL.parse(url)
  const isSocket = parsed?.protocol === 'ws:' || parsed?.protocol === 'wss:'
  return [
    isSocket && parsed.hash === ''
      ? ''
      : `url: ${JSON.stringify(url)} is not like ws://host:port/path`,
    ...Object.entries(headers).map(([name, value]) => problemOfHeader(name, value)),
    ...subprotocols.map((name) => (TOKEN.test(name) ? '' : `subprotocols: '${name}' is no token`)),
    new Set(subprotocols).size === subprotocols.length ? '' : 'subprotocols: one is there twice',
    maxMessageBytes === undefined || maxMessageBytes > 0
      ? ''
      : `maxMessageBytes: ${maxMessageBytes} leaves no room for a message`,
  ].filter((problem) => problem !== '')
}

function problemOfHeader(name: string, value: string): string {
  try {
    validateHeaderName(name)
    validateHeaderValue(name, value)
    return ''
  } catch (thrown) {
    return `headers: ${messageOf(thrown)}`
  }
}

function problemsOfExchange({ exchange, pushed }: WsPlan): string[] {
  if (exchange.kind === 'receive') return []
  if (exchange.kind === 'send') return problemsOf('exchange.sequence', exchange.sequence)
  if (exchange.match !== 'next') return problemsOf('exchange.match', exchange.match)
  if (pushed === undefined) return []
  return [
    "exchange.match: with pushed messages, the next one need not be the answer: name a number's place",
  ]
}

function problemsOfPushed({
  sequence,
  sentAt,
  isFanOut,
  numberedBy,
  window,
}: PushedPlan): string[] {
  const isShared = isFanOut !== true || numberedBy === 'server'
  const isWindow = window === undefined || (window > 0 && window % 32 === 0)
  return [
    ...problemsOf('pushed.sequence', sequence),
    ...problemsOf('pushed.sentAt.place', sentAt?.place),
    ...(isShared
      ? []
      : ["pushed.isFanOut: needs numberedBy: 'server', so that one number is one message"]),
    ...(isWindow ? [] : [`pushed.window: ${window} is no multiple of 32`]),
  ]
}

function problemsOfReaders({ share, readMs, pauseMs }: SlowReaders): string[] {
  return [
    ...(share >= 0 && share <= 1 ? [] : [`slowReaders.share: ${share} is not within 0 … 1`]),
    ...(readMs > 0 ? [] : [`slowReaders.readMs: ${readMs} is no time`]),
    ...(pauseMs > 0 ? [] : [`slowReaders.pauseMs: ${pauseMs} is no time`]),
  ]
}

function problemsOf(path: string, place: NumberPlace | undefined): string[] {
  if (place === undefined) return []
  const problem = place.kind === 'binary' ? problemOfPlace(place) : undefined
  if (problem !== undefined) return [`${path}.${problem}`]
  if (place.kind === 'json' && place.path === '') return [`${path}.path: names no key`]
  if (place.kind === 'text' && place.after === '') return [`${path}.after: is empty`]
  return []
}

const badPlan = (problems: readonly string[]): PlimsollError =>
  usageError(
    'WS_PLAN',
    `this WebSocket target makes no sense: ${problems[0] ?? ''}`,
    'for example: { url: "ws://127.0.0.1:8080", exchange: { kind: "reply", match: "next", message: { kind: "text", text: "ping" } } }',
    problems,
  )
