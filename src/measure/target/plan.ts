import type { RunAs, TargetEnd } from './guard/protocol.ts'
import type { EnvironmentPreset } from './presets.ts'

/** A service to start, as data. `{port}`, `{port.<name>}` and `{instance}` in arguments and variables are filled in. */
export interface ServicePlan {
  /** Said in messages. */
  readonly name: string
  /** A program: a path, or a name that `PATH` finds. No shell reads it. */
  readonly command: string
  readonly args?: readonly string[]
  /** Default: this process's. */
  readonly cwd?: string
  /** Variables that a kind of run needs; default `production`, as what is measured should run. */
  readonly preset?: EnvironmentPreset
  /** Over this process's own variables and the preset; `undefined` removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** By name. Default: `main`, told by the variable `PORT`. `{}` = it listens nowhere. */
  readonly ports?: Readonly<Record<string, PortPlan>>
  /** Default: its first port accepts connections; without a port, that it was started. */
  readonly ready?: Readiness
  /** Default 30,000. */
  readonly readyTimeoutMs?: number
  /** Sent to its process group when it is to end. Default `SIGTERM`. */
  readonly stopSignal?: NodeJS.Signals
  /** What still runs after this is killed. Default 5,000. */
  readonly stopGraceMs?: number
  /** How many of its last lines are kept. Default 200. */
  readonly keptLines?: number
  /** Another user to run as, where this process is root: PostgreSQL refuses to be. */
  readonly runAs?: RunAs
  /** Removed when it has ended, however it and this process end. */
  readonly temporaryFolders?: readonly string[]
}

/** A port of a service. */
export interface PortPlan {
  /** The variable that tells the service. */
  readonly env?: string
  /** Default: one that is free. */
  readonly fixed?: number
}

/** How to know that a service can be used. */
export type Readiness =
  /** A GET is answered with the status, default 200. */
  | {
      readonly kind: 'http'
      readonly path: string
      readonly status?: number
      readonly port?: string
    }
  /** A connection is accepted. */
  | { readonly kind: 'tcp'; readonly port?: string }
  /** A line of its output matches. */
  | { readonly kind: 'log'; readonly pattern: RegExp }
  /** It runs: nothing else is waited for. */
  | { readonly kind: 'started' }

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
