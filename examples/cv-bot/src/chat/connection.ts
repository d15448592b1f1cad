import { type RawData, WebSocket } from 'ws'
import { TokenBuckets, type Rate } from '../limits/bucket.ts'
import type { UserMessage } from '../pipeline.ts'
import { formatAnswer, type MessageId, type Outcome, readMessage } from './protocol.ts'

/** What a connection may do, and who does what it says. */
export interface ConnectionOptions {
  readonly user: string
  /** Messages that are refused, for whatever reason: who sends more is cut off. */
  readonly refusals: Rate
  readonly handle: (message: UserMessage) => Promise<Outcome>
}

/** Messages of one connection that are worked on at a time. */
const MOST_IN_WORK = 64
/** Answers that wait for a client to read them, in bytes: who reads none is cut off. */
export const MOST_UNREAD_BYTES = 1_000_000

const POLICY_VIOLATION = 1008

/** Serves one chat client until it goes. */
export function serveConnection(socket: WebSocket, options: ConnectionOptions): void {
  const refusals = new TokenBuckets(options.refusals, 1)
  let inWork = 0

  const answer = (id: MessageId | null, outcome: Outcome): void => {
    if (socket.readyState !== WebSocket.OPEN) return
    if (socket.bufferedAmount > MOST_UNREAD_BYTES) return socket.terminate()
    socket.send(formatAnswer(id, outcome))
    const isRefusal = outcome.status === 'rejected' || outcome.status === 'invalid'
    if (isRefusal && refusals.take('', performance.now()) > 0) {
      socket.close(POLICY_VIOLATION, 'too many messages that had to be refused')
    }
  }

  const hear = async (data: RawData): Promise<void> => {
    // What had already arrived when the connection was cut off is not heard.
    if (socket.readyState !== WebSocket.OPEN) return
    // ws gives Buffers, unless `binaryType` is changed.
    const message = readMessage((data as Buffer).toString())
    if (typeof message === 'string') return answer(null, { status: 'invalid', reason: message })
    if (inWork >= MOST_IN_WORK) return answer(message.id, TOO_MANY)
    inWork++
    const outcome = await options.handle({ user: options.user, text: message.text })
    inWork--
    answer(message.id, outcome)
  }

  socket.on('error', () => socket.terminate()) // a frame too large, or no WebSocket at all
  socket.on('message', (data) => void hear(data))
}

const TOO_MANY: Outcome = { status: 'rejected', scope: 'user', retryAfterMs: 10 }
