import { type PlimsollError, usageError } from '../../../../kernel/errors.ts'
import type { UdpPlan } from '../../../../model/exchanges/udp.ts'
import { problemOfSequence } from './sequence.ts'

/** A plan that can be carried out. */
export interface UdpSettings {
  /** Without the brackets of an IPv6 address. */
  readonly host: string
  readonly port: number
  readonly url: string
  readonly isEcho: boolean
  readonly inFlight: number
}

/** Plenty for any round trip: 4,096 within 10 ms are 400,000 a second. */
const USUAL_IN_FLIGHT = 4_096

/** Checks a plan. @throws PlimsollError UDP_PLAN with every problem */
export function udpSettings(plan: UdpPlan): UdpSettings {
  const { url, mode, sequence, inFlight = USUAL_IN_FLIGHT } = plan
  const place = placeOf(url)
  const problems = [
    place === undefined ? `url: ${JSON.stringify(url)} is not like udp://host:port` : undefined,
    mode === 'echo' && sequence === undefined
      ? 'sequence: an echo is known by its sequence number, so say where it lies'
      : undefined,
    sequence === undefined ? undefined : prefixed(problemOfSequence(sequence)),
    Number.isInteger(inFlight) && inFlight > 0
      ? undefined
      : `inFlight: ${inFlight} is no whole number from 1 on`,
  ].filter((problem) => problem !== undefined)
  if (place === undefined || problems.length > 0) throw badPlan(problems)
  return { ...place, url, isEcho: mode === 'echo', inFlight }
}

function placeOf(url: string): { readonly host: string; readonly port: number } | undefined {
  const parsed = URL.parse(url)
  if (parsed?.protocol !== 'udp:' || parsed.hostname === '') return undefined
  const port = Number(parsed.port)
  if (!(port > 0)) return undefined
  return { host: parsed.hostname.replace(/^\[(.*)\]$/, '$1'), port }
}

const prefixed = (problem: string | undefined): string | undefined =>
  problem === undefined ? undefined : `sequence.${problem}`

const badPlan = (problems: readonly string[]): PlimsollError =>
  usageError(
    'UDP_PLAN',
    `this UDP target makes no sense: ${problems[0] ?? 'unknown'}`,
    'for example: { url: "udp://127.0.0.1:9000", mode: "send", body: { kind: "text", text: "hello" } }',
    problems,
  )
