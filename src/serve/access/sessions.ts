import { randomBytes } from 'node:crypto'
import type { Clock } from '../../kernel/clock.ts'
import { sha256 } from './tokens.ts'

/** Who has logged in. Kept in memory alone, so that a new start of the server asks everybody again. */

const ID_BYTES = 32
/** Without a request for so long, and however many there were. */
const IDLE_MAX_MS = 12 * 3_600_000
export const SESSION_MAX_MS: number = 7 * 24 * 3_600_000
/** More than a team has browsers; beyond, the oldest ends. */
const SESSIONS_MAX = 1000

interface Session {
  readonly startedMs: number
  usedMs: number
  /** Of the password that it was opened with: another one ends it. */
  readonly salt: string
}

/** Sessions by the hash of their id, so that no comparison takes longer the nearer a guess is. */
export class Sessions {
  readonly #clock: Clock
  readonly #sessions = new Map<string, Session>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @returns the id, for the cookie */
  open(salt: string): string {
    const id = randomBytes(ID_BYTES).toString('base64url')
    const now = this.#clock.epoch()
    const [oldest] = this.#sessions.keys()
    if (this.#sessions.size >= SESSIONS_MAX && oldest !== undefined) this.#sessions.delete(oldest)
    this.#sessions.set(sha256(id), { startedMs: now, usedMs: now, salt })
    return id
  }

  /** Whether it goes on. @param salt of the password that is valid now */
  isOpen(id: string, salt: string | undefined): boolean {
    const key = sha256(id)
    const session = this.#sessions.get(key)
    if (session === undefined) return false
    const now = this.#clock.epoch()
    const isOver =
      session.salt !== salt ||
      now - session.usedMs > IDLE_MAX_MS ||
      now - session.startedMs > SESSION_MAX_MS
    if (isOver) this.#sessions.delete(key)
    return !isOver
  }

  has(id: string): boolean {
    return this.#sessions.has(sha256(id))
  }

  /** It was used just now. */
  touch(id: string): void {
    const session = this.#sessions.get(sha256(id))
    if (session !== undefined) session.usedMs = this.#clock.epoch()
  }

  close(id: string): void {
    this.#sessions.delete(sha256(id))
  }
}
