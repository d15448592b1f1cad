import { Arrivals, ownChannel } from '../session/arrivals.ts'
import type { Session, SessionDriver } from '../session/driver.ts'
import { openPostgres, type PostgresOpening, type PostgresSession } from './open.ts'
import type { PostgresWork } from './plan.ts'

/** Notifying until a notification has arrived: one connection that notifies, and its listeners. */

/** What notifying does. */
export type NotifyWork = Extract<PostgresWork, { readonly kind: 'notify' }>

/** One connection that notifies, its listeners, and what is under way between them. */
export interface NotifySession extends Session {
  readonly notifier: PostgresSession
  readonly channel: string
  readonly arrivals: Arrivals
}

/** What is seen beside the exchanges. */
export interface NotifyEvents {
  /** A listener got a notification, so many ns after it was sent. */
  readonly onArrival: (tookNs: number) => void
  /** Not every listener got a notification in time. */
  readonly onLoss: () => void
}

const DEFAULT_CHANNEL = 'plimsoll'
const DEFAULT_MESSAGE_BYTES = 64

/** Opens the connections of one session; if one breaks, the session has. */
export async function openNotifying(
  work: NotifyWork,
  opening: PostgresOpening,
  events: NotifyEvents & { readonly onLost: (thrown: unknown) => void },
): Promise<NotifySession> {
  const channel = ownChannel(work.channel ?? DEFAULT_CHANNEL)
  const receivers = work.listeners ?? 1
  const bytes = work.messageBytes ?? DEFAULT_MESSAGE_BYTES
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
export function performNotify({ onLoss }: NotifyEvents): SessionDriver<NotifySession>['perform'] {
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
