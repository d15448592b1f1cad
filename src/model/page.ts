import type { Baseline } from './baseline.ts'
import type { Comparison } from './comparison.ts'
import type { History } from './history.ts'
import type { LoadPhase } from './load.ts'
import type { LoadFindings } from './load-findings.ts'
import type {
  RecordedSchedule,
  Revision,
  Run,
  RunKind,
  RunStatus,
  ScenarioIdentity,
  Window,
} from './run.ts'

/**
 * What pages are made of: documents under names. A running `serve` answers each under `/api/v1/<name>`; a frozen page
 * carries those that it needs, under the same names. Either way the page that reads them is the same.
 *
 *   project                          {@link PageProject}
 *   runs?limit=1000&before=ID        {@link RunList}, newest first
 *   runs/ID                          the record itself, `plimsoll/run@1`
 *   runs/ID/judged                   {@link RunJudged}
 *   comparisons/CURRENT/BASELINE     `plimsoll/comparison@1`
 *   baselines                        {@link BaselineList}
 *   history?scenario=…               `plimsoll/history@1`
 *   live                             {@link LiveState}, and over WebSocket {@link LiveMessage}s
 *
 * What can't be given is a {@link PageProblem}.
 */

/** Where pages belong. */
export interface PageProject {
  readonly schema: 'plimsoll/project@1'
  /** Of the folder or package. */
  readonly name: string
  /** plimsoll's own. */
  readonly version: string
  /** Address of a commit, with `{commit}` in it; `null` where none is known. */
  readonly commitUrl: string | null
}

/** Runs, newest first. */
export interface RunList {
  readonly schema: 'plimsoll/runs@1'
  readonly runs: readonly RunSummary[]
  /** What to ask for as `before` next; `null` = these were the oldest. */
  readonly next: string | null
}

/** What a list says of a run. */
export interface RunSummary {
  readonly id: string
  readonly kind: RunKind
  readonly status: RunStatus
  readonly startedAt: string
  readonly finishedAt: string
  readonly note: string
  readonly labels: Readonly<Record<string, string>>
  readonly revision: Revision | null
  readonly environment: EnvironmentSummary
  /** By status. */
  readonly results: { readonly ok: number; readonly failed: number; readonly invalid: number }
  /** By verdict. */
  readonly budgets: {
    readonly met: number
    readonly broken: number
    readonly inconclusive: number
  }
  /** The first few scenarios' names, for searching. */
  readonly scenarios: readonly string[]
  /** Those that point to it now. */
  readonly baselines: readonly string[]
}

/** Enough of an environment to tell one from another. */
export interface EnvironmentSummary {
  readonly fingerprint: string
  readonly cpuModel: string
  readonly cores: number
  readonly os: string
  readonly node: string
  readonly ci: string | null
}

/** What judging says of a recorded run. */
export interface RunJudged {
  readonly schema: 'plimsoll/judged@1'
  readonly run: string
  /** Beside its baseline; `null` = there is none, or it is a load test. */
  readonly comparison: Comparison | null
  /** Of load tests, what their timelines tell. */
  readonly findings: readonly LoadFindings[]
}

/** Every baseline, as it stands now. */
export interface BaselineList {
  readonly schema: 'plimsoll/baselines@1'
  readonly baselines: readonly Baseline[]
}

/** Why there is no answer: one line, and what to do. Never a stack, a path of the server, or a secret. */
export interface PageProblem {
  readonly schema: 'plimsoll/problem@1'
  readonly code: string
  readonly message: string
  readonly hint: string
}

/** The runs that are under way. Windows are those of load tests, oldest first, the newest of each lane. */
export interface LiveState {
  readonly schema: 'plimsoll/live@1'
  readonly runs: readonly LiveRun[]
}

/** Windows of a lane that are kept for whoever looks at it live: ten minutes of seconds. The record is going to hold all. */
export const LIVE_WINDOWS = 600

/** Of more than ten lanes each keeps less: all of them are told to whoever comes, in one message. */
export const liveWindowsOf = (lanes: number): number =>
  Math.min(LIVE_WINDOWS, Math.ceil((10 * LIVE_WINDOWS) / Math.max(1, lanes)))

/** A run that is under way, or has just ended. */
export interface LiveRun {
  /** Of the record it is going to be. */
  readonly id: string
  readonly kind: RunKind
  readonly startedAt: string
  readonly revision: Revision | null
  /** `running`; then what the record says, as soon as it is in the store. `lost`: its process died. */
  readonly status: 'running' | 'lost' | RunStatus
  readonly lanes: readonly LiveLane[]
  /** Of benchmarks, and of rounds that compare two revisions under load. */
  readonly progress: LiveProgress | null
}

/** One scenario under load. */
export interface LiveLane {
  readonly scenario: ScenarioIdentity
  readonly schedule: RecordedSchedule
  readonly phases: readonly LoadPhase[]
  /** Its part of the schedule, 0–1, where several scenarios share it; absent = all of it. */
  readonly share?: number
  /** Their latency has its histogram at one digit: enough for a heat map. */
  readonly windows: readonly Window[]
}

/** How far a benchmark is. */
export interface LiveProgress {
  /** Launches, or rounds, that have ended, of all scenarios. */
  readonly done: number
  readonly launches: number
  /** What is being measured; empty = nothing. */
  readonly scenario: string
}

/**
 * What goes over the wire: first `state`, then `update`s, at most four a second, each with what has happened since. Whoever
 * is too slow for them gets a new `state` instead.
 */
export type LiveMessage =
  | { readonly kind: 'state'; readonly state: LiveState }
  | {
      readonly kind: 'update'
      /** Runs of which anything but windows has changed, and new ones; their `windows` are empty. */
      readonly runs: readonly LiveRun[]
      /** Runs that are shown no longer. */
      readonly gone: readonly string[]
      readonly windows: readonly LiveWindows[]
    }

/** New windows of one lane. */
export interface LiveWindows {
  readonly run: string
  /** Of the scenario. */
  readonly key: string
  readonly windows: readonly Window[]
}

/** A page in one file: the documents that it shows, by name. `import` reads the records among them. */
export interface FrozenPage {
  readonly schema: 'plimsoll/page@1'
  readonly writtenAt: string
  /** Where it opens, as in a page's address behind `#`: `/runs/01K9…`. */
  readonly opens: string
  readonly documents: Readonly<Record<string, PageDocument>>
}

/** Anything that has a name above. */
export type PageDocument =
  | PageProject
  | RunList
  | Run
  | RunJudged
  | Comparison
  | BaselineList
  | History
