import { X509Certificate } from 'node:crypto'
import { validateHeaderName, validateHeaderValue } from 'node:http'
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import type { ClientOptions } from 'ws'
import { messageOf } from '../../../../kernel/errors.ts'
import { usesInput } from '../filling/fill.ts'
import { problemOfPlace } from '../sequence/binary-number.ts'
import { type FilledWsMessage, type FilledWsPlan, placeProblems } from './input.ts'
import { messageMaker } from './messages.ts'
import type { NumberPlace, PushedPlan, SlowReaders, WsTls } from '../../../../model/exchanges/ws.ts'

/** Checks plans, and makes of them what the package `ws` takes. */

/** Longer than any sensible message; the package's own limit is 100 MiB, a thousand of which fill any memory. */
const LONGEST_MESSAGE_BYTES = 16 * 1024 * 1024

const TOKEN = /^[!#$%&'*+\-.0-9A-Z^_`|a-z~]+$/

/** Everything that is wrong with a plan, one line each. */
export function wsProblems(plan: FilledWsPlan): readonly string[] {
  const { tls } = plan
  return [
    ...problemsOfAddress(plan),
    ...problemsOfExchange(plan),
    ...(plan.pushed === undefined ? [] : problemsOfPushed(plan.pushed)),
    ...(plan.slowReaders === undefined ? [] : problemsOfReaders(plan.slowReaders)),
    ...(tls?.ca === undefined ? [] : problemsOfCa(tls.ca)),
    ...placeProblems(plan),
  ]
}

/** Options of each socket; shared by all. No compression: it would cost each connection up to 300 kB and measure zlib. */
export function socketOptions({ headers, tls, maxMessageBytes }: FilledWsPlan): ClientOptions {
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

const contextWith = (ca: string): SecureContext =>
  createSecureContext({ ca: [...getCACertificates('default'), ca] })

/** A context without a usable certificate would say so only by refusing each server. */
function problemsOfCa(ca: string): string[] {
  try {
    void new X509Certificate(ca)
    return []
  } catch (thrown) {
    return [`tls.ca: ${messageOf(thrown)}`]
  }
}

function problemsOfAddress({
  url,
  headers = {},
  subprotocols = [],
  maxMessageBytes,
}: FilledWsPlan): string[] {
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

function problemsOfExchange({ exchange, pushed }: FilledWsPlan): string[] {
  if (exchange.kind === 'receive') return []
  if (exchange.kind === 'send') return problemsOfPlace('sequence', exchange.sequence, exchange)
  if (exchange.match !== 'next') return problemsOfPlace('match', exchange.match, exchange)
  if (pushed === undefined) return []
  return [
    "exchange.match: with pushed messages, the next one need not be the answer: name a number's place",
  ]
}

function problemsOfPlace(
  key: string,
  place: NumberPlace | undefined,
  { message }: { readonly message: FilledWsMessage },
): string[] {
  const problems = problemsOf(`exchange.${key}`, place)
  return problems.length > 0 ? problems : problemsOfMessage(message, place)
}

/** A message that is always the same can be made beforehand. */
function problemsOfMessage(message: FilledWsMessage, place: NumberPlace | undefined): string[] {
  if (usesInput(message)) return []
  try {
    void messageMaker(message, place)
    return []
  } catch (thrown) {
    return [`exchange.message: ${messageOf(thrown)}`]
  }
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
