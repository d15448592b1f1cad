import { closed } from '../parts.ts'
import {
  anyText,
  bytes,
  checkedApart,
  ifGiven,
  list,
  number,
  oneOf,
  partOf,
  problemsAt,
  problemsByKind,
} from './parts.ts'
import { datagramPlaceShape } from './places.ts'

/** The shape of datagrams. */

const udp = closed({
  url: anyText.optional(),
  mode: oneOf(['send', 'echo']),
  body: checkedApart,
  sequence: checkedApart,
  inFlight: number.optional(),
})

const BODIES = {
  bytes: { bytes },
  text: { text: anyText },
  osc: { packet: checkedApart },
  input: {},
}

const message = closed({ address: anyText, arguments: list })
const bundle = closed({ time: checkedApart, elements: list })

/** What is wrong with the shape of a plan. */
export function udpShape(plan: unknown): readonly string[] {
  const body = partOf(plan, 'body')
  const packet = partOf(body, 'packet')
  const isBundle = partOf(packet, 'elements') !== undefined
  return [
    ...problemsAt(['udp'], udp, plan),
    ...(typeof plan === 'object' && plan !== null
      ? problemsByKind(['udp', 'body'], BODIES, body)
      : []),
    ...(partOf(body, 'kind') === 'osc'
      ? problemsAt(['udp', 'body', 'packet'], isBundle ? bundle : message, packet)
      : []),
    ...ifGiven(partOf(plan, 'sequence'), (place) => datagramPlaceShape(['udp', 'sequence'], place)),
  ]
}
