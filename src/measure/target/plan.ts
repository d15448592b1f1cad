import type { ServiceParts } from '../../model/target.ts'
import type { Program, RunAs, TargetEnd } from './guard/protocol.ts'

/** A service to start, as data. */
export interface ServicePlan extends ServiceParts {
  /** Said in messages. */
  readonly name: string
  /** How many of its last lines are kept. Default 200. */
  readonly keptLines?: number
  /** The folder in which a file with its name takes its whole output, up to 64 MiB. Default: none. */
  readonly logs?: string
  /** Another user to run as, where this process is root: PostgreSQL refuses to be. */
  readonly runAs?: RunAs
  /** Runs before it, in the same folder and with the same variables, and has to end well. */
  readonly before?: Program
  /**
   * Made before it is started, and removed when it has ended, however it and this process end. They are its alone:
   * whatever works in one of them is taken for a part of it, and ended with it.
   */
  readonly temporaryFolders?: readonly string[]
  /** Written into its temporary folders before it is started, for its user alone: texts by path. */
  readonly files?: Readonly<Record<string, string>>
  /** The `postmaster.pid` of a PostgreSQL: what shared memory it names is released when it was killed. */
  readonly sharedMemory?: string
}

/** How a service is watched. */
export interface ServiceOptions {
  /** Ends it, and the waiting for it. */
  readonly signal?: AbortSignal
  /** Called once when it ends without having been asked to. */
  readonly onDeath?: (death: ServiceDeath) => void
}

/** A service that ended by itself. */
export interface ServiceDeath extends TargetEnd {
  readonly name: string
  /** When, on the monotonic clock (`process.hrtime`), in ns. */
  readonly atNs: number
  /** The last that it wrote, secrets hidden. */
  readonly lastLines: readonly string[]
}

/** A service that runs, or has. Disposing of it stops it. */
export interface Service extends AsyncDisposable {
  readonly name: string
  /** The id of its first process. */
  readonly pid: number
  readonly ports: Readonly<Record<string, number>>
  /** Resolves when it and all that it started have ended; never rejects. */
  readonly ended: Promise<TargetEnd>
  /** `http://127.0.0.1:<port>`. @throws PlimsollError when it has no such port */
  url(port?: string): string
  /** What it wrote last, oldest first. */
  lines(): readonly string[]
  /** Sends every process of it a signal, and resolves when that is done: `SIGSTOP` freezes it whole. */
  signal(signal: NodeJS.Signals): Promise<void>
  /** Asks it to end, and kills what still runs after the grace. */
  stop(): Promise<TargetEnd>
  /** Kills all of it at once. */
  kill(): Promise<TargetEnd>
}
