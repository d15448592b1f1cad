import type { DuetEvent, DuetPlan } from '../model/duet.ts'
import type { BenchPlan, MeasureEvent } from '../model/plan.ts'
import type { RunKind } from '../model/run.ts'
import type { LaneEvent, LoadEvent, LoadPlan } from '../measure/index.ts'
import { LiveJournal } from '../record/index.ts'
import { fileProblem } from './errors.ts'
import { LaunchCount } from './live-launches.ts'
import { LiveLanes } from './live-lanes.ts'
import type { Project } from './project.ts'
import type { RunStart } from './run-start.ts'

/** What moves a duet on. */
const FORWARD: ReadonlySet<DuetEvent['kind']> = new Set([
  'duet-started',
  'duet-finished',
  'interleaved-finished',
  'profile-started',
])

/**
 * A run that can be watched while it goes on: dispose of it once the run is in the store, or has come to nothing. A folder
 * that can't be written costs the view, never the run.
 */
export class LiveRecording implements AsyncDisposable {
  readonly #journal: LiveJournal
  readonly #lanes: LiveLanes

  private constructor(journal: LiveJournal, { clock }: Project) {
    this.#journal = journal
    this.#lanes = new LiveLanes(clock)
  }

  static async begin(
    project: Project,
    kind: RunKind,
    { id, startedAt, revision }: Omit<RunStart, 'environment'>,
  ): Promise<LiveRecording> {
    const run = { id, kind, startedAt, revision }
    const onTrouble = (thrown: unknown): void =>
      project.tell(`this run can't be watched live (.plimsoll/live): ${fileProblem(thrown)}`)
    const { cwd, redactor } = project
    return new LiveRecording(await LiveJournal.open({ cwd, run, redactor, onTrouble }), project)
  }

  /** Whoever watches a load test, with the journal beside. */
  besideLoad(
    watch: ((plan: LoadPlan) => (event: LoadEvent) => void) | undefined,
  ): (plan: LoadPlan) => (event: LoadEvent) => void {
    return (plan) => {
      const show = watch?.(plan)
      for (const lane of this.#lanes.begin(plan.lanes)) this.#journal.lane(lane)
      return (event) => {
        show?.(event)
        if (event.kind === 'window') this.#journal.windows(event.lanes.map(this.#lanes.closed))
      }
    }
  }

  /** Windows that were made up before the start. */
  readonly rehearse = (lanes: readonly LaneEvent[]): void => {
    this.#journal.rehearse(lanes.map(this.#lanes.closed))
  }

  /** Whoever watches benchmarks, with the journal beside. */
  besideBench(
    plan: BenchPlan,
    watch: ((plan: BenchPlan) => (event: MeasureEvent) => void) | undefined,
  ): (event: MeasureEvent) => void {
    const show = watch?.(plan)
    const count = new LaunchCount(plan)
    this.#journal.progress(count.progress)
    return (event) => {
      show?.(event)
      if (count.take(event)) this.#journal.progress(count.progress)
    }
  }

  /** Whoever watches a duet, with the journal beside: how many scenarios are done. */
  besideDuet(
    plan: DuetPlan,
    watch: ((plan: DuetPlan) => (event: DuetEvent) => void) | undefined,
  ): (event: DuetEvent) => void {
    const show = watch?.(plan)
    const progress = { done: 0, launches: plan.pairs.length, scenario: '' }
    this.#journal.progress({ ...progress })
    return (event) => {
      show?.(event)
      if (!FORWARD.has(event.kind)) return
      if (event.kind.endsWith('-finished')) progress.done++
      progress.scenario = event.key
      this.#journal.progress({ ...progress })
    }
  }

  /** So many rounds of all are done. */
  rounds(done: number, rounds: number, scenario: string): void {
    this.#journal.progress({ done, launches: rounds, scenario })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#journal[Symbol.asyncDispose]()
  }
}
