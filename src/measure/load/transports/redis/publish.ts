import { Arrivals, ownChannel } from '../session/arrivals.ts'
import { type DeliveryEvents, USUAL_CHANNEL, USUAL_MESSAGE_BYTES } from '../session/delivery.ts'
import type { Session, SessionDriver } from '../session/driver.ts'
import { NobodyReceived } from './failure.ts'
import { openRedis, type RedisOpening, type RedisSession } from './open.ts'
import type { RedisWork } from '../../../../model/exchanges/redis.ts'

/** Publishing until a message has arrived: one connection that publishes, and its subscribers. */

/** What publishing does. */
export type PublishWork = Extract<RedisWork, { readonly kind: 'publish' }>

/** One connection that publishes, its subscribers, and what is under way between them. */
export interface PublishSession extends Session {
  readonly publisher: RedisSession
  readonly channel: string
  readonly arrivals: Arrivals
  readonly subscribers: number
}

/**
 * Opens the connections of one session; if one breaks, the session has.
 * @param subscribeAt where its subscribers are, one each
 */
export async function openPublishing(
  work: PublishWork,
  openings: { readonly publishAt: RedisOpening; readonly subscribeAt: readonly RedisOpening[] },
  events: DeliveryEvents & { readonly onLost: (thrown: unknown) => void },
): Promise<PublishSession> {
  const channel = ownChannel(work.channel ?? USUAL_CHANNEL)
  const subscribers = openings.subscribeAt.length
  const bytes = work.messageBytes ?? USUAL_MESSAGE_BYTES
  const arrivals = new Arrivals({ receivers: subscribers, bytes }, events.onArrival)
  const sessions: RedisSession[] = []
  const destroy = (): void => {
    for (const session of sessions) session.destroy()
  }
  const open = async (opening: RedisOpening): Promise<RedisSession> => {
    const session = await openRedis(opening, events.onLost)
    sessions.push(session)
    return session
  }
  try {
    for (const opening of openings.subscribeAt) {
      const { redis } = await open(opening)
      redis.on('message', (_channel: string, text: string) => arrivals.receive(text))
      await redis.subscribe(channel)
    }
    const publisher = await open(openings.publishAt)
    const sum = (of: (session: RedisSession) => number): number =>
      sessions.reduce((all, session) => all + of(session), 0)
    return {
      publisher,
      channel,
      arrivals,
      subscribers,
      bytesOut: () => sum((session) => session.bytesOut()),
      bytesIn: () => sum((session) => session.bytesIn()),
      destroy,
    }
  } catch (thrown) {
    destroy()
    throw thrown
  }
}

/** Publishes a message, and waits until every subscriber got it. */
export function performPublish(
  work: PublishWork,
  { onLoss }: DeliveryEvents,
): SessionDriver<PublishSession>['perform'] {
  // With other instances the server counts its own subscribers alone.
  const countsAll = work.subscribeUrls === undefined
  return async ({ publisher, channel, arrivals, subscribers }, _input, progress) => {
    const sent = arrivals.begin()
    try {
      const received = await publisher.redis.publish(channel, sent.text)
      if (countsAll && received < subscribers) {
        throw new NobodyReceived(`${received} of ${subscribers} subscribers received a message`)
      }
    } catch (thrown) {
      sent.forget()
      if (thrown instanceof NobodyReceived) onLoss()
      throw thrown
    }
    progress.awaitsArrival('MESSAGE_LOST', () => {
      sent.forget()
      onLoss()
    })
    await sent.arrived
  }
}
