import { messageOf } from '../../../../kernel/errors.ts'
import { invalidPlan } from '../exchanging/refuse.ts'
import { usesInput } from '../filling/fill.ts'
import { Datagrams } from './datagrams.ts'
import { type FilledUdpPlan, placeProblems } from './input.ts'
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

/** A plan as sockets need it. @throws PlimsollError (exit 2) with every problem that the plan has */
export function udpSettings(plan: FilledUdpPlan): UdpSettings {
  const { url, mode, inFlight = USUAL_IN_FLIGHT } = plan
  const problems = udpProblems(plan)
  const place = placeOf(url)
  if (place === undefined || problems.length > 0) throw invalidPlan('UDP', problems)
  return { ...place, url, isEcho: mode === 'echo', inFlight }
}

/** Everything that is wrong with a plan, one line each. */
export function udpProblems(plan: FilledUdpPlan): readonly string[] {
  const { url, mode, sequence, inFlight = USUAL_IN_FLIGHT } = plan
  const problems = [
    placeOf(url) === undefined ? `url: ${JSON.stringify(url)} is not like udp://host:port` : '',
    mode === 'echo' && sequence === undefined
      ? 'sequence: an echo is known by its sequence number, so say where it lies'
      : '',
    sequence === undefined ? '' : prefixed('sequence.', problemOfSequence(sequence)),
    Number.isInteger(inFlight) && inFlight > 0
      ? ''
      : `inFlight: ${inFlight} is no whole number from 1 on`,
  ].filter((problem) => problem !== '')
  return [
    ...problems,
    ...placeProblems(plan),
    ...(problems.length === 0 && !usesInput(plan.body) ? bodyProblems(plan) : []),
  ]
}

/** A datagram that is always the same can be made beforehand. */
function bodyProblems(plan: FilledUdpPlan): readonly string[] {
  try {
    void new Datagrams(plan)
    return []
  } catch (thrown) {
    return [`body: ${messageOf(thrown)}`]
  }
}

function placeOf(url: string): { readonly host: string; readonly port: number } | undefined {
  const parsed = URL.parse(url)
  if (parsed?.protocol !== 'udp:' || parsed.hostname === '') return undefined
  const port = Number(parsed.port)
  if (!(port > 0)) return undefined
  return { host: parsed.hostname.replace(/^\[(.*)\]$/, '$1'), port }
}

const prefixed = (path: string, problem: string | undefined): string =>
  problem === undefined ? '' : `${path}${problem}`
