import type { UdpBody, UdpContent, UdpPlan } from '../../../../model/exchanges/udp.ts'
import { asItIs, textFrom, valueFrom } from '../filling/fill.ts'
import { InputProblem } from '../filling/input-problem.ts'
import { misplacedInput } from '../filling/places.ts'
import { isOscPacket } from './osc/packet.ts'

/** Datagrams that differ by their exchange's input. */

/** What a datagram holds, or what makes it of the input. */
export type FilledUdpBody =
  | UdpBody
  | { readonly kind: 'filled'; readonly from: (input: unknown) => UdpContent }

/** A plan whose datagrams may be made of the input. */
export interface FilledUdpPlan extends Omit<UdpPlan, 'body'> {
  readonly body: FilledUdpBody
}

/** Where in a plan the input may stand. */
const PLACES = /^body\.(?:text$|packet(?:\.|$))/

/** What is wrong with the places of a plan's placeholders. */
export const placeProblems = (plan: FilledUdpPlan): readonly string[] =>
  misplacedInput(plan, PLACES)

/** The plan, with its placeholders found, so that exchanges need but fill them. */
export function udpWithInput(plan: FilledUdpPlan): FilledUdpPlan {
  const from = contentFrom(plan.body)
  return from === undefined ? plan : { ...plan, body: { kind: 'filled', from } }
}

function contentFrom(body: FilledUdpBody): ((input: unknown) => UdpContent) | undefined {
  if (body.kind === 'text') return textFrom(body.text, asItIs)
  if (body.kind !== 'osc') return undefined
  const make = valueFrom(body.packet)
  return make && ((input) => contentOf(make(input)))
}

/** What a datagram can be made from. @throws InputProblem */
export function contentOf(value: unknown): UdpContent {
  if (typeof value === 'string' || value instanceof Uint8Array || isOscPacket(value)) return value
  const what = value === null ? 'null' : typeof value
  throw new InputProblem(
    `a datagram can't be made from ${what}: give it a Uint8Array, a string, or an OSC packet { address, arguments }`,
  )
}
