import { type PlimsollError, usageError } from '../../../kernel/errors.ts'
import { redact } from '../../../kernel/redact.ts'
import type { AddressWork } from './address-work.ts'
import { httpWork } from './http.ts'
import { postgresWork } from './postgres.ts'
import { redisWork } from './redis.ts'
import { type AddressFlag, type AddressRequest, givenFlags } from './request.ts'
import { udpWork } from './udp.ts'
import { wsWork } from './ws.ts'

/** One protocol's way to read a request. */
interface Protocol {
  /** Flags that mean something to it. */
  readonly flags: readonly AddressFlag[]
  readonly work: (request: AddressRequest, url: URL) => AddressWork
}

const HTTP: Protocol = {
  flags: ['method', 'header', 'cookie', 'body', 'insecure', 'ca', 'http2'],
  work: httpWork,
}

const WS: Protocol = { flags: ['header', 'body', 'insecure', 'ca'], work: wsWork }
const REDIS: Protocol = { flags: ['command', 'insecure', 'ca'], work: redisWork }
const POSTGRES: Protocol = { flags: ['query', 'insecure', 'ca'], work: postgresWork }

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  'http:': HTTP,
  'https:': HTTP,
  'ws:': WS,
  'wss:': WS,
  'redis:': REDIS,
  'rediss:': REDIS,
  'postgres:': POSTGRES,
  'postgresql:': POSTGRES,
  'udp:': { flags: ['body'], work: udpWork },
}

/**
 * What one address asks for: its protocol, and what an exchange does there.
 *
 * @throws PlimsollError (exit 2) BAD_ADDRESS, or BAD_FLAGS with every flag that means nothing to the protocol
 */
export function workOfAddress(request: AddressRequest): AddressWork {
  const url = URL.parse(request.url)
  const protocol = url === null ? undefined : PROTOCOLS[url.protocol]
  if (url === null || url.hostname === '' || protocol === undefined) throw badAddress(request.url)
  const foreign = givenFlags(request).filter((flag) => !protocol.flags.includes(flag))
  if (foreign.length > 0) throw badFlags(url.protocol, foreign)
  return protocol.work(request, url)
}

/** Whether an argument is an address, and not a filter. */
export function isAddress(argument: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(argument)
}

/** `localhost:3000` and the like: somebody meant an address, and gave no protocol. */
const HOST_AND_PORT = /^(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:]+\]):\d{1,5}(?:[/?].*)?$/i

/**
 * That none of what is to be filters is an address without its protocol, or goes with flags of addresses.
 * @throws PlimsollError (exit 2) BAD_ADDRESS, BAD_FLAGS
 */
export function refuseAddressParts(
  filters: readonly string[],
  request: Omit<AddressRequest, 'url'>,
): void {
  const meant = filters.find((filter) => HOST_AND_PORT.test(filter))
  if (meant !== undefined) {
    const message = `${JSON.stringify(meant)} has no protocol, and would be a part of a scenario's name`
    throw usageError('BAD_ADDRESS', message, `give the whole address, such as http://${meant}`)
  }
  const flags = givenFlags({ ...request, url: '' })
  if (flags.length === 0) return
  throw usageError(
    'BAD_FLAGS',
    `${flags.map((flag) => `--${flag}`).join(', ')}: only for an address`,
    'say in the scenario what it sends, or give an address to load',
  )
}

function badAddress(text: string): PlimsollError {
  const known = Object.keys(PROTOCOLS).map((protocol) => `${protocol}//`)
  return usageError(
    'BAD_ADDRESS',
    `${JSON.stringify(redact(text))} is no address that can be loaded`,
    `give one that begins with ${known.join(', ')}`,
  )
}

function badFlags(protocol: string, flags: readonly AddressFlag[]): PlimsollError {
  return usageError(
    'BAD_FLAGS',
    `${flags.map((flag) => `--${flag}`).join(', ')}: not for ${protocol}// addresses`,
    'leave it out',
  )
}
