import type { Budget } from '../../model/scenario.ts'
import type { Arrivals, LoadProfileName } from '../../model/load.ts'
import type { DuetClockChoice } from '../settings/settings.ts'
import type { Duration } from './written-duration.ts'
import type { TargetConfig } from './target.ts'

export type { Duration }

/** What `plimsoll.config.ts` may say. Everything has a default; the table is in `docs/configuration.md`. */
export interface PlimsollConfig {
  /** Globs of perf files, relative to the project. */
  readonly include?: readonly string[]
  /** Globs of files to leave out, beside `node_modules`, `dist`, `.git` and `.plimsoll`, which always are. */
  readonly exclude?: readonly string[]
  /** Where runs are kept: `sqlite:PATH`. */
  readonly store?: string
  /** Fresh processes for each scenario. */
  readonly launches?: number
  /** Measured time in each launch. */
  readonly time?: Duration
  /** Longest warm-up in each launch. */
  readonly warmUp?: Duration
  /**
   * Longest for each step of a launch (load, set-up, warm-up, measuring, teardown), on top of the time that the step is
   * given to warm up or measure. A launch may take several times as long.
   */
  readonly timeout?: Duration
  /** Changes up to so many percent are never called. Default: 5 against a stored run, 1 in a duet. */
  readonly tolerance?: number
  /** How narrow, in percent either way, the interval must be to say `unchanged`. Default: 10, in a duet 5. */
  readonly unchangedWithin?: number
  /** Hard cap on every scenario's p95. */
  readonly threshold?: Duration
  /** Of the intervals, between 0.5 and 1. */
  readonly confidence?: number
  /** Whether an `inconclusive` scenario makes the exit code 3. */
  readonly strict?: boolean
  /** Name of the baseline to compare with. */
  readonly baseline?: string
  /** The branch whose baseline is the last resort. */
  readonly defaultBranch?: string
  /** What every random choice is derived from. */
  readonly seed?: number
  /** Kept with every run. */
  readonly labels?: Readonly<Record<string, string>>
  /** Where commits can be looked at: an address with `{commit}` in it. Default: what follows from the git remote. */
  readonly commitUrl?: string
  /** Names of headers, parameters and labels whose values are hidden, beside those that look secret anyway. */
  readonly redact?: readonly string[]
  readonly report?: {
    /** `markdown`, `json`, `junit`, `csv` … */
    readonly formats?: readonly string[]
    /** The folder that reports are written to. */
    readonly out?: string
  }
  /** What the store keeps; runs that a baseline needs are kept in any case. */
  readonly retention?: {
    /** The newest so many runs. */
    readonly keep?: number
    /** Remove only what is older. */
    readonly olderThan?: Duration
  }
  /** Whether to write one CPU profile a scenario; a text names the folder. */
  readonly cpuProfile?: boolean | string
  /** Whether to keep all that targets write; a text names the folder. Default: `.plimsoll/logs`. */
  readonly targetLogs?: boolean | string
  /** How two revisions are measured in one process. */
  readonly duet?: {
    /** Measured time in each process, both sides together. */
    readonly time?: Duration
    /** Warm-up in each process, both sides together. */
    readonly warmUp?: Duration
    /** Longest for one scenario, all its processes together. */
    readonly budget?: Duration
    /** Processes at a time: 1, or an even number. Default: as many as there are cores, at most 4. */
    readonly concurrency?: number
    /** What to judge by; `auto`: thread CPU for what computes, wall time for what waits. */
    readonly clock?: DuetClockChoice
    /** Run in a checked-out revision once its dependencies are there, such as `npm run build`. */
    readonly prepare?: string
  }
  /** How load tests drive a target. */
  readonly load?: {
    /** How the load moves. */
    readonly profile?: LoadProfileName
    /** Arrivals, whatever the answers do: `500/s`, `30/m`, or a number a second. */
    readonly rate?: number | string
    /** Virtual users, each of which waits for its answer. */
    readonly users?: number
    readonly arrivals?: Arrivals
    /** File of recorded arrival times, relative to the project: iterations start at these, instead of at a rate. */
    readonly replay?: string
    /** 2 replays it in half the time. */
    readonly replaySpeed?: number
    /** Pause of a user after each answer. */
    readonly thinkTime?: Duration
    /** Shortest time from one start of a user to its next. */
    readonly pacing?: Duration
    /** Weights of scenarios in the profile `mixed`, by name: 1 unless given; 0 leaves out. */
    readonly mix?: Readonly<Record<string, number>>
    /** Without ramps and warm-up. */
    readonly duration?: Duration
    readonly warmUp?: Duration
    readonly rampUp?: Duration
    readonly rampDown?: Duration
    /** All workers together. */
    readonly connections?: number
    /** Requests that a connection carries at a time. */
    readonly pipelining?: number
    /** Processes that make the load, one core each. */
    readonly workers?: number
    /** An iteration that takes longer has failed. */
    readonly timeout?: Duration
    /** Arrivals that wait or run at a time; beyond, they are dropped and counted. */
    readonly maxInFlight?: number
    /** Limits on windows that end the run: `['p99=500ms/10s', 'errors=50%/5s']`. */
    readonly abortOn?: string | readonly string[]
    /** Whether to accept any certificate. */
    readonly insecure?: boolean
    /** File of a certificate authority to trust, PEM. */
    readonly ca?: string
    readonly http2?: boolean
    /** Hosts that may be loaded beside this machine. */
    readonly allowHosts?: readonly string[]
    /** Numbers of the profile, such as `{ bursts: 3, spikePercent: '5%' }`; durations are texts. */
    readonly parameters?: Readonly<Record<string, string | number>>
  }
  /** How `plimsoll serve` shows the pages. */
  readonly serve?: {
    /** 0 = any port that is free. Default: 1876. */
    readonly port?: number
    /** The address to listen on; any but this machine's own needs a password. */
    readonly host?: string
    /** Where browsers reach a proxy that stands in front: `https://perf.example.org/`. */
    readonly publicUrl?: string
  }
  /** Whether to print results only. */
  readonly quiet?: boolean
  /** Limits by the name of a scenario, added to its own; where both set one limit, this one counts. */
  readonly budgets?: Readonly<Record<string, Budget>>
  /** Services under test, by the name that scenarios give: started for a command that needs them, or running already. */
  readonly targets?: Readonly<Record<string, TargetConfig>>
  /** Transports of one's own, by the name that scenarios call them: files relative to the project. */
  readonly transports?: Readonly<Record<string, string>>
}

/** The configuration as it is; gives the editor its types. Checked when it is loaded, with all problems at once. */
export function defineConfig(config: PlimsollConfig): PlimsollConfig {
  return config
}
