/** Why a transcription failed. */
export type TranscriptionProblem =
  /** Nobody answers at the address. */
  | 'connect-failed'
  /** The connection was cut, and not for a reason that the recogniser gave. */
  | 'connection-lost'
  /** The recogniser closed the session with a reason. */
  | 'refused'
  /** An answer did not come in time. */
  | 'timed-out'
  /** The recogniser said something that the protocol does not know. */
  | 'bad-message'

/** A transcription that failed; `message` says what happened. */
export class TranscriptionError extends Error {
  override readonly name = 'TranscriptionError'
  readonly problem: TranscriptionProblem

  constructor(problem: TranscriptionProblem, message: string) {
    super(message)
    this.problem = problem
  }
}
