import { Arrivals, ownChannel } from '../session/arrivals.ts'
import { type DeliveryEvents, USUAL_CHANNEL, USUAL_MESSAGE_BYTES } from '../session/delivery.ts'
import type { Session, SessionDriver } from '../session/driver.ts'
import { openPostgres, type PostgresOpening, type PostgresSession } from './open.ts'
import type { PostgresWork } from '../../../../model/exchanges/postgres.ts'

/** Notifying until a notification has arrived: one connection that notifies, and its listeners. */

/** What notifying does. */
export type NotifyWork = Extract<PostgresWork, { readonly kind: 'notify' }>

/** One connection that notifies, its listeners, and what is under way between them. */
export interface NotifySession extends Session {
  readonly notifier: PostgresSession
  readonly channel: string
  readonly arrivals: Arrivals
}

/** Opens the connections of one session; if one breaks, the session has. */
export async function openNotifying(
  work: NotifyWork,
  opening: PostgresOpening,
  events: DeliveryEvents & { readonly onLost: (thrown: unknown) => void },
): Promise<NotifySession> {
  const channel = ownChannel(work.channel ?? USUAL_CHANNEL)
  const receivers = work.listeners ?? 1
  const bytes = work.messageBytes ?? USUAL_MESSAGE_BYTES
  const arrivals = new Arrivals({ receivers, bytes }, events.onArrival)
  const sessions: PostgresSession[] = []
  const destroy = (): void => {
    for (const session of sessions) session.destroy()
  }
  const open = async (): Promise<PostgresSession> => {
    const session = await openPostgres(opening, events.onLost)
    sessions.push(session)
    return session
  }
  try {
    for (let index = 0; index < receivers; index++) {
      const { client } = await open()
      client.on('notification', ({ payload }) => arrivals.receive(payload ?? ''))
      await client.query(`listen ${client.escapeIdentifier(channel)}`)
    }
    const notifier = await open()
    const sum = (of: (session: PostgresSession) => number): number =>
      sessions.reduce((all, session) => all + of(session), 0)
    return {
      notifier,
      channel,
      arrivals,
      bytesOut: () => sum((session) => session.bytesOut()),
      bytesIn: () => sum((session) => session.bytesIn()),
      destroy,
    }
  } catch (thrown) {
    destroy()
    throw thrown
  }
}

/** Sends a notification, and waits until every listener got it. */
export function performNotify({ onLoss }: DeliveryEvents): SessionDriver<NotifySession>['perform'] {
  return async ({ notifier, channel, arrivals }, _input, progress) => {
    const sent = arrivals.begin()
    try {
      await notifier.client.query('select pg_notify($1, $2)', [channel, sent.text])
    } catch (thrown) {
      sent.forget()
      throw thrown
    }
    progress.awaitsArrival('MESSAGE_LOST', () => {
      sent.forget()
      onLoss()
    })
    await sent.arrived
  }
}
