import type { EnvironmentPreset, PortPlan, Readiness } from '../../model/target.ts'
import type { Duration } from './written-duration.ts'

/** A service under test, as the configuration describes it. */
export type TargetConfig = StartedTargetConfig | GivenTargetConfig

/** Plimsoll starts it, and stops it whole. */
export interface StartedTargetConfig {
  /** A program: a path, or a name that `PATH` finds. No shell reads it. */
  readonly command: string
  /** `{port}`, `{port.<name>}` and `{instance}` are filled in, as they are in `env`. */
  readonly args?: readonly string[]
  /** Relative to the project. Default: the project's folder. */
  readonly cwd?: string
  /** Over plimsoll's own variables and the preset; `undefined` removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Variables that a kind of run needs. Default: `production`. */
  readonly preset?: EnvironmentPreset
  /** By name. Default: one, free, told by the variable `PORT`. `{}` = it listens nowhere. */
  readonly ports?: Readonly<Record<string, PortPlan>>
  /** How to know that it can be used. Default: its first port accepts connections. */
  readonly ready?: Readiness
  /** Default: 30 s. */
  readonly readyTimeout?: Duration
  /** What it is asked to end by. Default: `SIGTERM`. */
  readonly stopSignal?: NodeJS.Signals
  /** What still runs after this is killed. Default: 5 s. */
  readonly stopGrace?: Duration
  /** Copies of it, each with ports of its own. Default: 1. */
  readonly instances?: number
  /** Whether a load test looks inside its Node.js processes. Default: yes. */
  readonly probe?: boolean
  /**
   * Servers that it uses, by the variable that tells it: `redis` or `postgres` for a private one, which is started and
   * thrown away, or the address of one that runs.
   */
  readonly servers?: Readonly<Record<string, string>>
  readonly url?: undefined
}

/** It runs already, and is left running. */
export interface GivenTargetConfig {
  /** Its address, or those of its instances. */
  readonly url: string | readonly string[]
  /** Addresses of the servers that it uses, which are then watched too. */
  readonly servers?: Readonly<Record<string, string>>
  readonly command?: undefined
}
