import { type PlimsollError, usageError } from '../../kernel/errors.ts'
import { isPlain, keepingPlaceholders } from './placeholders.ts'
import type { ScenarioExchange } from '../scenario.ts'
import type { TargetInfo } from '../target.ts'

/**
 * Addresses of declarative work. One that says no protocol is found at the scenario's target: for `http` and `ws` it is a
 * path, for `redis` and `postgres` the variable that tells the target of the server, for `udp` the name of a port.
 */

/** How a transport's addresses are found at a target. */
interface Finder {
  /** @param written nothing: the only one that it could be */
  readonly find: (written: string | undefined, target: TargetInfo) => string
  /** An address like those that are found, for checking the rest of a plan. */
  readonly sample: string
}

const FINDERS: Readonly<Record<string, Finder>> = {
  http: { find: pageAt(['http:', 'https:']), sample: 'http://target.invalid' },
  ws: { find: pageAt(['ws:', 'wss:']), sample: 'ws://target.invalid' },
  redis: { find: serverOf(['redis:', 'rediss:']), sample: 'redis://target.invalid' },
  postgres: { find: serverOf(['postgres:', 'postgresql:']), sample: 'postgres://target.invalid' },
  udp: { find: portOf, sample: 'udp://target.invalid:1' },
}

/** Whether an exchange goes to whatever its scenario's target is. */
export function needsTarget({ transport, plan }: ScenarioExchange): boolean {
  const url = urlOf(plan)
  if (transport in FINDERS) return url === undefined || !isAbsolute(url)
  return url !== undefined && url.startsWith('/')
}

/**
 * The exchange with its address complete.
 * @throws PlimsollError (exit 2) NO_TARGET where it is the target's and there is none; NOT_AT_TARGET where the target has
 * nothing by that name
 */
export function resolveAddress<E extends ScenarioExchange>(
  exchange: E,
  target: TargetInfo | undefined,
): E {
  if (!needsTarget(exchange)) return exchange
  const written = urlOf(exchange.plan)
  if (target === undefined) throw noTarget(written)
  const find = FINDERS[exchange.transport]?.find ?? pageAt(undefined)
  return withUrl(exchange, find(written, target))
}

/** The exchange with an address like the one that it will have, so that the rest of its plan can be checked. */
export function withSampleAddress(exchange: ScenarioExchange): ScenarioExchange {
  const finder = FINDERS[exchange.transport]
  if (finder === undefined || !needsTarget(exchange)) return exchange
  const written = urlOf(exchange.plan) ?? ''
  const isPage = exchange.transport === 'http' || exchange.transport === 'ws'
  return withUrl(exchange, isPage ? joined(written, finder.sample) : finder.sample)
}

/** Hosts that an exchange names itself: names or IP addresses, without brackets. */
export function hostsOf({ plan }: ScenarioExchange): readonly string[] {
  const work: unknown = isPlain(plan) ? plan['work'] : undefined
  const others: unknown = isPlain(work) ? work['subscribeUrls'] : []
  return [urlOf(plan), ...(Array.isArray(others) ? (others as unknown[]) : [])].flatMap((text) => {
    const url = typeof text === 'string' && isAbsolute(text) ? URL.parse(text) : null
    return url === null || url.hostname === '' ? [] : [url.hostname.replace(/^\[(.*)\]$/, '$1')]
  })
}

/** A protocol and `//`: a name with a port alone could be either. */
const isAbsolute = (text: string): boolean => /^[a-z][a-z\d+.-]*:\/\//i.test(text)

function urlOf(plan: unknown): string | undefined {
  const url: unknown = isPlain(plan) ? plan['url'] : undefined
  return typeof url === 'string' ? url : undefined
}

const withUrl = <E extends ScenarioExchange>(exchange: E, url: string): E => ({
  ...exchange,
  plan: { ...(isPlain(exchange.plan) ? exchange.plan : {}), url },
})

/** As a browser has it: one that begins with `/` counts from the host on, any other from the base's folder on. */
const joined = (written: string, base: string): string =>
  keepingPlaceholders(written, (text) => new URL(text, base).href)

/** WebSockets are found where pages are. */
function pageAt(protocols: readonly string[] | undefined): Finder['find'] {
  return (written = '', target) => {
    const base = new URL(target.url)
    if (protocols?.includes('ws:')) base.protocol = base.protocol.replace(/^http/, 'ws')
    if (protocols === undefined || protocols.includes(base.protocol)) {
      return joined(written, base.href)
    }
    throw notThere(target, `is at ${base.protocol}//${base.host}, not at ${protocols[0]}//`)
  }
}

function serverOf(protocols: readonly string[]): Finder['find'] {
  return (written, target) => {
    const known = Object.entries({ url: target.url, ...target.servers }).filter(([, address]) =>
      protocols.includes(URL.parse(address)?.protocol ?? ''),
    )
    const names = known.map(([name]) => name).filter((name) => name !== 'url')
    const found = written === undefined ? only(known) : known.find(([name]) => name === written)
    if (found !== undefined) return found[1]
    const what = `${protocols[0]}// server${written === undefined ? '' : ` by the name ${written}`}`
    throw notThere(target, `has ${known.length > 1 ? 'more than one' : 'no'} ${what}`, names)
  }
}

const only = <T>(items: readonly T[]): T | undefined => (items.length === 1 ? items[0] : undefined)

function portOf(written: string | undefined, target: TargetInfo): string {
  const base = new URL(target.url)
  if (written === undefined && base.protocol === 'udp:') return target.url
  const ports = target.instances[0]?.ports ?? {}
  const port = written !== undefined && Object.hasOwn(ports, written) ? ports[written] : undefined
  if (port !== undefined) return `udp://${base.hostname}:${port}`
  const what = written === undefined ? 'is at no udp:// address' : `has no port named ${written}`
  throw notThere(target, what, Object.keys(ports))
}

function noTarget(written: string | undefined): PlimsollError {
  const what =
    written === undefined ? 'no address is given' : `${JSON.stringify(written)} is no whole address`
  return usageError(
    'NO_TARGET',
    `${what}, and there is no target that it could be found at`,
    'write a whole one, or name one of the configuration’s targets: target: "name"',
  )
}

function notThere(
  { name }: TargetInfo,
  what: string,
  names: readonly string[] = [],
): PlimsollError {
  const known = names.length === 0 ? '' : `; there are ${names.join(', ')}`
  return usageError(
    'NOT_AT_TARGET',
    `the target ${name} ${what}${known}`,
    'give a whole address as url, or a name that the target has',
  )
}
