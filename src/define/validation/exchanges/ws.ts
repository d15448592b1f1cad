import type { z } from 'zod'
import { closed, keyed } from '../parts.ts'
import {
  anyText,
  bytes,
  checkedApart,
  flag,
  ifGiven,
  list,
  number,
  oneOf,
  partOf,
  problemsAt,
  problemsByKind,
} from './parts.ts'
import { messagePlaceShape } from './places.ts'

/** The shape of what is done over WebSockets. */

const ws = closed({
  url: anyText.optional(),
  headers: keyed(anyText).optional(),
  subprotocols: list.optional(),
  tls: closed({ ca: anyText.optional(), insecure: flag.optional() }).optional(),
  exchange: checkedApart,
  pushed: closed({
    sequence: checkedApart,
    numberedBy: oneOf(['connection', 'server']).optional(),
    sentAt: closed({
      place: checkedApart,
      unit: oneOf(['ns', 'us', 'ms']),
      clock: oneOf(['monotonic', 'wall']),
    }).optional(),
    isFanOut: flag.optional(),
    window: number.optional(),
  }).optional(),
  slowReaders: closed({ share: number, readMs: number, pauseMs: number }).optional(),
  reconnect: closed({ firstMs: number, longestMs: number }).optional(),
  maxMessageBytes: number.optional(),
})

const match = closed({ path: anyText, equals: checkedApart })

const EXCHANGES: Readonly<Record<string, Readonly<Record<string, z.ZodType>>>> = {
  reply: {
    message: checkedApart,
    match: checkedApart,
    rejectedWhen: match.optional(),
    failedWhen: match.optional(),
  },
  send: { message: checkedApart, sequence: checkedApart },
  receive: {},
}

const MESSAGES: Readonly<Record<string, Readonly<Record<string, z.ZodType>>>> = {
  text: { text: anyText },
  binary: { bytes },
  json: { value: checkedApart },
  input: {},
}

/** What is wrong with the shape of a plan. */
export function wsShape(plan: unknown): readonly string[] {
  const exchange = partOf(plan, 'exchange')
  const kind = partOf(exchange, 'kind')
  const pushed = partOf(plan, 'pushed')
  const place = (path: readonly string[]) => (value: unknown) => messagePlaceShape(path, value)
  return [
    ...problemsAt(['ws'], ws, plan),
    ...(typeof plan === 'object' && plan !== null
      ? problemsByKind(['ws', 'exchange'], EXCHANGES, exchange)
      : []),
    ...(kind === 'reply' || kind === 'send'
      ? problemsByKind(['ws', 'exchange', 'message'], MESSAGES, partOf(exchange, 'message'))
      : []),
    ...(kind === 'reply' ? matchShape(partOf(exchange, 'match')) : []),
    ...ifGiven(partOf(exchange, 'sequence'), place(['ws', 'exchange', 'sequence'])),
    ...(pushed === undefined
      ? []
      : messagePlaceShape(['ws', 'pushed', 'sequence'], partOf(pushed, 'sequence'))),
    ...ifGiven(partOf(pushed, 'sentAt'), (sentAt) =>
      messagePlaceShape(['ws', 'pushed', 'sentAt', 'place'], partOf(sentAt, 'place')),
    ),
  ]
}

function matchShape(value: unknown): readonly string[] {
  if (value === 'next') return []
  const path = ['ws', 'exchange', 'match']
  if (typeof value === 'object' && value !== null) return messagePlaceShape(path, value)
  return ["ws.exchange.match: expected 'next', or the place of a number that the answer carries"]
}
