/** What a protocol brings, so that its sessions can carry exchanges: how one is made, used, and given up. */

/** What is open to a server: one connection, or a few that belong together. */
export interface Session {
  /** Since it was opened. */
  bytesOut(): number
  bytesIn(): number
  /** Closes it at once, whatever is under way. Harmless when it is closed already. */
  destroy(): void
}

/** Why something failed. */
export interface Failure {
  /** Stable, SCREAMING_SNAKE_CASE. */
  readonly code: string
  /** One line, without the secrets of the plan. */
  readonly example: string
  /** Whether the session can't be used any more. */
  readonly endsSession: boolean
}

/** What an exchange says of itself while it runs. */
export interface Progress {
  /**
   * The server has done its part, and only an arrival is missing: if it does not come in time, that is a loss by this
   * code, and no fault of the session.
   * @param onLate called when it has not come
   */
  awaitsArrival(code: string, onLate: () => void): void
}

/** A protocol. Both of its methods reject, and never throw. */
export interface SessionDriver<S extends Session> {
  /** Exchanges that one session may carry at a time. */
  readonly room: number
  /**
   * Opens a session. Once the signal is aborted it is given up, and nothing of it stays open.
   * @param onLost told when it, or a part of it, broke by itself
   */
  open(onLost: (thrown: unknown) => void, signal: AbortSignal): Promise<S>
  /** Does what one exchange does. */
  perform(session: S, input: unknown, progress: Progress): Promise<void>
  /** What something that was thrown by either, or told to `onLost`, means. */
  failureOf(thrown: unknown): Failure
}
