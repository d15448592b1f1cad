/** Services under test, as data: how one is started, and how scenarios see it. */

/** A service under test, as scenarios see it: where it is, however it came to run. */
export interface TargetInfo {
  /** As the configuration calls it. */
  readonly name: string
  /** Base address of the first instance: `http://127.0.0.1:41234`. */
  readonly url: string
  /** At least one. */
  readonly instances: readonly TargetInstance[]
  /** Addresses of the servers that it uses, by the variable that told it (`REDIS_URL`). May hold passwords. */
  readonly servers: Readonly<Record<string, string>>
}

/** Targets that run, by name. */
export type RunningTargets = Readonly<Record<string, TargetInfo>>

/** One of several copies of a service. */
export interface TargetInstance {
  /** `bot`, or `bot 1`, `bot 2` … where there are several. */
  readonly name: string
  readonly url: string
  /** By name; empty for a target that was not started by plimsoll. */
  readonly ports: Readonly<Record<string, number>>
}

/** What the configuration says of a target, with what follows from it. */
export type TargetPlan = StartedTarget | GivenTarget

/** Plimsoll starts it. */
export interface StartedTarget {
  readonly kind: 'started'
  readonly name: string
  readonly service: ServiceParts
  readonly instances: number
  /** Whether Node.js in it tells of its event loop, memory and garbage collection. */
  readonly probe: boolean
  /** By the variable that tells the service. */
  readonly servers: Readonly<Record<string, ServerPlan>>
}

/** It runs already. */
export interface GivenTarget {
  readonly kind: 'given'
  readonly name: string
  /** At least one; each is an instance. */
  readonly urls: readonly string[]
  /** What it uses, as far as it is to be watched; by the variable that would tell a service. */
  readonly servers: Readonly<Record<string, ServerPlan>>
}

/** The kinds of server that can be started for a target. */
export const SERVER_KINDS = ['redis', 'postgres'] as const

/** One of them. */
export type ServerKind = (typeof SERVER_KINDS)[number]

/** A server that a target uses: a private one, or one that runs. */
export interface ServerPlan {
  readonly kind: ServerKind
  /** `undefined` = a private one is started, and thrown away. May hold a password. */
  readonly url: string | undefined
}

/** How a service is started. `{port}`, `{port.<name>}` and `{instance}` in arguments and variables are filled in. */
export interface ServiceParts {
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
}

/** What is filled in: `{port}`, `{port.admin}`, `{instance}`. Groups: the port's name, `instance`. */
export const PLACEHOLDER: RegExp = /\{(?:port(?:\.(\w+))?|(instance))\}/g

/** Sets of variables that services of one kind of run share. */
export const ENVIRONMENT_PRESETS = ['production', 'test', 'development', 'inherited'] as const

/** One of them. */
export type EnvironmentPreset = (typeof ENVIRONMENT_PRESETS)[number]

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
