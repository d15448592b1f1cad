import { accepted, closed } from '../parts.ts'
import {
  anyText,
  checkedApart,
  flag,
  ifGiven,
  list,
  number,
  partOf,
  problemsAt,
  problemsByKind,
} from './parts.ts'

/** The shape of commands for Redis. */

const redis = closed({
  url: anyText.optional(),
  work: checkedApart,
  insecure: flag.optional(),
  ca: anyText.optional(),
})

const command = accepted('a command such as ["GET", "greeting"]', isCommand)

const commands = accepted(
  'an array of commands such as ["GET", "greeting"]',
  (value) => Array.isArray(value) && value.every(isCommand),
)

const KINDS = {
  command: { command },
  pipeline: { commands },
  publish: {
    channel: anyText.optional(),
    subscribers: number.optional(),
    subscribeUrls: list.optional(),
    messageBytes: number.optional(),
  },
}

/** What is wrong with the shape of a plan. */
export const redisShape = (plan: unknown): readonly string[] => [
  ...problemsAt(['redis'], redis, plan),
  ...ifGiven(partOf(plan, 'work'), (work) => problemsByKind(['redis', 'work'], KINDS, work)),
]

function isCommand(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (one) => typeof one === 'string' || typeof one === 'number' || one instanceof Uint8Array,
    )
  )
}
