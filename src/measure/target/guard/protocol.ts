/** What plimsoll and the guard of a target say to each other. */

/** A command as the guard starts it: nothing in it is looked up any more. */
export interface GuardedCommand extends Program {
  /** Runs before it, and has to end well. */
  readonly before?: Program
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** Another user to run as, where this one is root. */
  readonly runAs?: RunAs
  /** A value that is its alone: all that it starts carries it, and is known by it. */
  readonly mark: string
  /** Made before it is started, and removed when all of it has ended, however it ended. */
  readonly temporaryFolders: readonly string[]
  /** What is in them before it is started, by path. */
  readonly files: Readonly<Record<string, string>>
  /** The file in which PostgreSQL writes what shared memory is its own: released when all of it has ended. */
  readonly sharedMemory?: string
}

/** A program and its arguments. */
export interface Program {
  readonly command: string
  readonly args: readonly string[]
}

/** A user and group of the system. */
export interface RunAs {
  readonly uid: number
  readonly gid: number
}

/** How a target is asked to end. */
export interface StopRequest {
  /** Sent to its process group, as Ctrl-C is. */
  readonly signal: NodeJS.Signals
  /** What still runs after this is killed. */
  readonly graceMs: number
}

/** To the guard. */
export type Order =
  | { readonly kind: 'start'; readonly command: GuardedCommand }
  | ({ readonly kind: 'stop' } & StopRequest)
  /** To every process of the target, also those with a group of their own. */
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals }

/** How a target ended. */
export interface TargetEnd {
  /** `null`: a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** It did not end by itself in the time that it was given. */
  readonly killed: boolean
}

/** From the guard. */
export type Report =
  | { readonly kind: 'started'; readonly pid: number }
  /** A signal was sent; one for each order to, in their order. */
  | { readonly kind: 'signalled' }
  /** It could not be started at all: `ENOENT`, `EACCES` …, or {@link BEFORE_FAILED} */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** It ended, and so did all that it had started. */
  | ({ readonly kind: 'ended' } & TargetEnd)

/** The code of a command that is not started, since what runs before it did not end well. */
export const BEFORE_FAILED = 'BEFORE_FAILED'
