import type { Arrivals, LoadProfileName } from '../../model/load.ts'

/**
 * Settings as data. Each has a key in the configuration, a flag and an environment variable; the first of flag,
 * environment, configuration and default that is given counts.
 */

/** Every setting, resolved. */
export type Settings = GeneralSettings & DuetSettings & LoadSettings & ServeSettings

/** What more than one kind of measuring has. */
export interface GeneralSettings {
  /** Where runs are kept. */
  readonly store: string
  /** The configuration file; `undefined` = `plimsoll.config.{ts,mts,js,mjs}` if there is one. */
  readonly config: string | undefined
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly launches: number
  readonly timeMs: number
  readonly warmUpMs: number
  readonly timeoutMs: number
  /** `undefined` = what the method of comparing has as its default. */
  readonly tolerancePercent: number | undefined
  /** Likewise. */
  readonly unchangedWithinPercent: number | undefined
  readonly thresholdMs: number | undefined
  /** 0.5–1. */
  readonly confidence: number
  readonly strict: boolean
  /** `undefined` = the branch's own, or what it falls back to. */
  readonly baseline: string | undefined
  /** `undefined` = what git says. */
  readonly defaultBranch: string | undefined
  /** `undefined` = a new one for each run. */
  readonly seed: number | undefined
  readonly labels: Readonly<Record<string, string>>
  readonly reportFormats: readonly string[]
  readonly reportOut: string
  readonly retentionKeep: number | undefined
  readonly retentionOlderThanMs: number | undefined
  /** With `{commit}` in it; `undefined` = what follows from the git remote. */
  readonly commitUrl: string | undefined
  /** Names whose values are secrets, beside those that always are. */
  readonly redact: readonly string[]
  /** `undefined` = write no profiles. */
  readonly cpuProfileDir: string | undefined
  /** Where the whole output of targets is written; `undefined` = nowhere. */
  readonly targetLogsDir: string | undefined
  readonly quiet: boolean
}

/** Of duets. */
export interface DuetSettings {
  /** `undefined`: as many as there are cores, at most 4. */
  readonly duetConcurrency: number | undefined
  readonly duetTimeMs: number
  readonly duetWarmUpMs: number
  /** Longest for one scenario, all its processes together. */
  readonly duetBudgetMs: number
  readonly duetClock: DuetClockChoice
  /** Run in a revision's folder after its dependencies are there. */
  readonly duetPrepare: string | undefined
}

/** Of load tests. */
export interface LoadSettings {
  readonly loadProfile: LoadProfileName
  /** Arrivals a second; `undefined` = the closed model. */
  readonly loadRatePerSecond: number | undefined
  /** `undefined` = 10, unless there is a rate. */
  readonly loadUsers: number | undefined
  readonly loadArrivals: Arrivals
  /** File of recorded arrivals, relative to the project; `undefined` = none. */
  readonly loadReplay: string | undefined
  /** 2 = in half the time. */
  readonly loadReplaySpeed: number
  readonly loadThinkTimeMs: number
  /** 0 = none. */
  readonly loadPacingMs: number
  /** Weights by name or key of a scenario. */
  readonly loadMix: Readonly<Record<string, number>>
  /** `undefined` = what the profile has. */
  readonly loadDurationMs: number | undefined
  /** Likewise, and so the ramps. */
  readonly loadWarmUpMs: number | undefined
  readonly loadRampUpMs: number | undefined
  readonly loadRampDownMs: number | undefined
  readonly loadConnections: number
  readonly loadPipelining: number
  readonly loadWorkers: number
  readonly loadTimeoutMs: number
  readonly loadMaxInFlight: number
  /** Limits on windows that end the run, as written. */
  readonly loadAbortOn: readonly string[]
  readonly loadInsecure: boolean
  readonly loadCa: string | undefined
  readonly loadHttp2: boolean
  readonly loadAllowHosts: readonly string[]
  /** Numbers of the profile, as written. */
  readonly loadParameters: Readonly<Record<string, string>>
}

/** Of the pages' server. */
export interface ServeSettings {
  /** 0 = any that is free. */
  readonly servePort: number
  /** A name or an address of this machine. */
  readonly serveHost: string
  /** Of a proxy in front of it, with a `/` at its end; `undefined` = there is none. */
  readonly servePublicUrl: string | undefined
}

/** The clock that a duet is judged by; `auto` = by what was measured. */
export type DuetClockChoice = 'auto' | 'cpu' | 'wall'

/** The name of a setting. */
export type SettingName = keyof Settings

/** What reading one setting gave. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly expected: string }

/** One setting, as data. */
export interface Setting<T> {
  /** Where the configuration names it: `time`, `report.out`. Empty = not in the configuration. */
  readonly key: string
  /** As the command line names it, without `--`. */
  readonly flag: string
  /** As the environment names it. */
  readonly env: string
  readonly default: T
  /** Takes what any source gives: texts, and what the configuration may hold. */
  readonly parse: (value: unknown) => Parsed<T>
  /** What the flag takes, as `--help` writes it; empty = nothing. */
  readonly takes: string
  /** One line, for `--help` and `doctor`. */
  readonly describe: string
  /** Of the resolved value; empty when it has none. */
  readonly unit: '' | 'ms' | 'percent' | 'runs' | 'processes'
}

/** Settings of one kind, as data. */
export type Table<S> = { readonly [name in keyof S]: Setting<S[name]> }

/** Where a value came from. */
export interface Origin {
  readonly value: unknown
  /** The value as it may be shown: short, without secrets. */
  readonly shown: string
  readonly from: 'flag' | 'environment' | 'config' | 'default'
  /** `--time`, `PLIMSOLL_TIME`, the key in the configuration; empty for a default. */
  readonly name: string
}
