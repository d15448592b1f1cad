import { Observed } from '../observing/observed.ts'

/** Messages that are followed from where they are published to where they arrive. */

/** What the names of channels begin with, where the plan does not say. */
export const USUAL_CHANNEL = 'plimsoll'
/** Length of a message, where the plan does not say. */
export const USUAL_MESSAGE_BYTES = 64

/** What is seen beside the exchanges. */
export interface DeliveryEvents {
  /** A receiver got a message, so many ns after it was sent. */
  readonly onArrival: (tookNs: number) => void
  /** Not every receiver got a message in time. */
  readonly onLoss: () => void
}

/** Observations of deliveries, and the events that fill them. */
export function observedDeliveries(): {
  readonly observed: Observed<'received' | 'lost', 'delivery'>
  readonly events: DeliveryEvents
} {
  const observed = new Observed({ counters: ['received', 'lost'], trendsNs: ['delivery'] })
  const events = {
    onArrival: (tookNs: number): void => {
      observed.count('received')
      observed.value('delivery', tookNs)
    },
    onLoss: (): void => observed.count('lost'),
  }
  return { observed, events }
}
