import type { WsExchangePlan, WsMessage, WsPlan } from '../../../../model/exchanges/ws.ts'
import { asItIs, textFrom, type ValueFrom, valueFrom } from '../filling/fill.ts'
import { misplacedInput } from '../filling/places.ts'

/** Messages that differ by their exchange's input. */

/** What is sent, or what makes it of the input: a text, or what is written as JSON. */
export type FilledWsMessage = WsMessage | { readonly kind: 'filled'; readonly from: ValueFrom }

type Filled<E> = E extends { readonly message: WsMessage }
  ? Omit<E, 'message'> & { readonly message: FilledWsMessage }
  : E

/** A plan whose messages may be made of the input. */
export interface FilledWsPlan extends Omit<WsPlan, 'exchange'> {
  readonly exchange: Filled<WsExchangePlan>
}

/** Where in a plan the input may stand. */
const PLACES = /^exchange\.message\.(?:text$|value)/

/** What is wrong with the places of a plan's placeholders. */
export const placeProblems = (plan: FilledWsPlan): readonly string[] => misplacedInput(plan, PLACES)

/** The plan, with its placeholders found, so that exchanges need but fill them. */
export function wsWithInput(plan: FilledWsPlan): FilledWsPlan {
  const { exchange } = plan
  if (exchange.kind === 'receive') return plan
  const from = messageFrom(exchange.message)
  if (from === undefined) return plan
  return { ...plan, exchange: { ...exchange, message: { kind: 'filled', from } } }
}

function messageFrom(message: FilledWsMessage): ValueFrom | undefined {
  if (message.kind === 'text') return textFrom(message.text, asItIs)
  return message.kind === 'json' ? valueFrom(message.value) : undefined
}
