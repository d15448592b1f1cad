import type { Judgement } from '../exchanging/outcomes.ts'
import { unwrapped } from '../sequence/unwrapped.ts'
import type { NumberedExchange } from '../numbered/exchange.ts'
import type { Pending } from '../numbered/pending.ts'
import type { FilledWsPlan } from './input.ts'
import { modulusOfPlace, type Received } from './received.ts'
import type { WsSession } from './session.ts'

/** Which exchange a message answers; `undefined`: none that waits. */
export function answeredBy(
  message: Received,
  pending: Pending,
  session: WsSession,
): NumberedExchange | undefined {
  if (session.place === undefined) return pending.oldest
  const sequence = sequenceOf(message, session)
  return sequence === undefined ? undefined : pending.get(sequence)
}

/** Counts a message that answers nothing. */
export function countStray(message: Received, session: WsSession): void {
  const sequence = session.plan.exchange.kind === 'reply' ? sequenceOf(message, session) : undefined
  const wasSent = sequence !== undefined && sequence < session.nextSequence
  session.observed.count(wasSent ? 'late' : 'unexpected')
}

/** Longest piece of an answer that is shown. */
const SHOWN = 200

/** What an answer means; `undefined` when it is ok. */
export function judgementOf(
  message: Received,
  plan: FilledWsPlan['exchange'],
): Judgement | undefined {
  if (plan.kind !== 'reply') return undefined
  const { rejectedWhen, failedWhen } = plan
  const isRejected = rejectedWhen !== undefined && message.matches(rejectedWhen)
  const isFailed = !isRejected && failedWhen !== undefined && message.matches(failedWhen)
  if (!isRejected && !isFailed) return undefined
  const example = message.data.toString('utf8', 0, SHOWN)
  return isRejected
    ? { kind: 'rejected', code: 'WS_REJECTED', example }
    : { kind: 'failed', code: 'WS_ANSWER_FAILED', example }
}

function sequenceOf(message: Received, { place, nextSequence }: WsSession): number | undefined {
  const lowBits = place && message.sequence(place)
  if (place === undefined || lowBits === undefined) return undefined
  return unwrapped(lowBits, nextSequence - 1, modulusOfPlace(place))
}
