/**
 * One JSON object a message, either way:
 *
 *   → { "id": 7, "text": "!cv 1 2.5" }
 *   ← { "id": 7, "status": "accepted", "channel": 1, "version": 42 }
 *   ← { "id": 7, "status": "rejected", "scope": "user", "retryAfterMs": 80 }
 *   ← { "id": 7, "status": "invalid", "reason": "channels are 1 to 32" }
 *   ← { "id": 7, "status": "unavailable", "reason": "…" }
 */

/** What a client calls its message; comes back with the answer. */
export type MessageId = string | number

export interface ChatMessage {
  readonly id: MessageId
  readonly text: string
}

/** What became of a message. */
export type Outcome =
  | { readonly status: 'accepted'; readonly channel: number; readonly version: number }
  | {
      readonly status: 'rejected'
      /** Whose rate is used up. */
      readonly scope: 'user' | 'everyone'
      readonly retryAfterMs: number
    }
  | { readonly status: 'invalid'; readonly reason: string }
  /** It may have taken effect, unless the bot is stopping. */
  | { readonly status: 'unavailable'; readonly reason: string }

/** Bytes of one message. A larger one ends the connection unread. */
export const LARGEST_MESSAGE_BYTES = 4096
const LONGEST_ID = 64

/** @returns the message, or why it is none */
export function readMessage(text: string): ChatMessage | string {
  const value = parsed(text)
  if (typeof value !== 'object' || value === null) return 'a message is a JSON object'
  const { id, text: said }: { id?: unknown; text?: unknown } = value
  if (!isId(id)) return `a message has an id: a whole number, or up to ${LONGEST_ID} characters`
  return typeof said === 'string' ? { id, text: said } : 'a message has a text'
}

/** `id` is null where the message had none that could be read. */
export const formatAnswer = (id: MessageId | null, outcome: Outcome): string =>
  JSON.stringify({ id, ...outcome })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isId = (id: unknown): id is MessageId =>
  typeof id === 'string' ? id.length <= LONGEST_ID : Number.isSafeInteger(id)

/** Letters and digits of any script, `_`, `.` and `-`. */
export const isUserName = (name: string): boolean => /^[\p{L}\p{N}_.-]{1,32}$/u.test(name)
