import type { Calibration, LoadResult, Mark, Note, Window } from '../../model/run.ts'
import { describeWindow, type PackHistogram } from './engine/describe-window.ts'
import { laneFailures } from './engine/lane-failures.ts'
import { loadResult } from './engine/load-result.ts'
import type { LoadWindow } from './engine/load-window.ts'
import { LoadAbort, type LoadMark, recordedMarks } from './engine/marks.ts'
import { type LoadPlan, type ResolvedLane, type ResolvedPlan, resolvePlan } from './engine/plan.ts'
import { MOST_CHARACTERS, recordTimeline } from './engine/record-timeline.ts'
import { RareCollections } from './engine/rare-collections.ts'
import { rehearseWindows } from './engine/rehearse.ts'
import { Timeline } from './engine/timeline.ts'
import type { Totals } from './engine/totals.ts'
import { requireSchedule } from './schedule/check.ts'
import { requireMix } from './schedule/lane.ts'
import { descriptorNotes, requireDescriptors } from './worker/descriptors.ts'
import { LoadRun, type LoadRunEnd, type ObserveSources } from './worker/load-run.ts'

/** How to carry out a load test. */
export interface LoadOptions {
  /**
   * Aborted: no more is started, what is in flight may end, and everything measured is kept. With a `LoadAbort` as its
   * reason the record says so; any other is an interrupt.
   */
  readonly signal: AbortSignal
  /** Aborted: the workers end at once; what they have told so far is kept. */
  readonly stop?: AbortSignal
  /** Called once all workers are ready, a little ahead of time 0 of the schedule: ns of the monotonic clock. */
  readonly onStart?: (startNs: number) => void
  readonly onEvent?: (event: LoadEvent) => void
  /** Gets made-up windows before the start, so that what it does with real ones is compiled by then. */
  readonly onRehearsal?: (lanes: readonly LaneEvent[]) => void
  /** What scenarios print. */
  readonly onOutput?: (text: string) => void
  /** Asked as each window closes, for what was watched beside the load: it is put into the window of every lane. */
  readonly observe?: ObserveSources
  /** Asked once, at the end: what happened beside the load, such as the death of a target. */
  readonly marks?: () => readonly LoadMark[]
  readonly packHistogram: PackHistogram
  /** Results that the record is to hold, if more than the plan has lanes: they share its room for timelines. */
  readonly resultsInRecord?: number
}

/** What happens in a load test, for whoever shows it, or ends it by its signal. */
export type LoadEvent =
  | {
      /** A window of all workers has closed. */
      readonly kind: 'window'
      /** In the plan's order; at least one. */
      readonly lanes: readonly LaneEvent[]
    }
  | {
      /** The schedule is over, or was interrupted, and iterations are still in flight. */
      readonly kind: 'draining'
      readonly running: number
    }

/** The window of one lane. */
export interface LaneEvent {
  /** The scenario's. */
  readonly key: string
  /** As in the record, without histograms. */
  readonly window: Window
  /** Its histograms, to be read, or merged with those of other windows. */
  readonly merged: LoadWindow
}

/** What a load test gave. */
export interface LoadMeasurement {
  /** One a lane, in the plan's order. */
  readonly results: readonly LoadResult[]
  /** Whether its signal ended it before its time; the results then hold what was measured before. */
  readonly aborted: boolean
  /** The reference kernels, as timed in each worker before the start. */
  readonly calibrations: readonly Calibration[]
}

/**
 * Carries out a load test: starts the workers, lets them begin together, adds up what they tell, and describes it.
 * Resolves whatever became of the target or the workers: a failure is in the results. No process outlives it.
 * @throws PlimsollError SCHEDULE_INVALID, MIX_INVALID, TOO_MANY_CONNECTIONS, FOLDER_UNWRITABLE
 */
export async function measureLoad(plan: LoadPlan, options: LoadOptions): Promise<LoadMeasurement> {
  requireLanes(plan)
  const resolved = resolvePlan(plan)
  requireDescriptors(resolved)
  await using opened = new AsyncDisposableStack()
  const timelines: Timeline[] = []
  for (const _ of resolved.lanes) timelines.push(opened.use(await Timeline.open(plan.cwd)))
  await using run = new LoadRun(resolved, {
    signal: options.signal,
    stop: options.stop ?? new AbortController().signal,
    onOutput: options.onOutput ?? (() => undefined),
    observe: options.observe ?? (() => undefined),
    onStart: options.onStart ?? (() => undefined),
    onWindow: (windows) => {
      for (const [place, window] of windows.entries()) timelines[place]?.append(window)
      options.onEvent?.({ kind: 'window', lanes: eventsOf(resolved, windows) })
    },
    onDraining: (running) => options.onEvent?.({ kind: 'draining', running }),
  })
  // While the workers get ready.
  using _ = new RareCollections()
  rehearseWindows(resolved, (window) => {
    const lanes = eventsOf(resolved, [window])
    options.onRehearsal?.(lanes)
  })
  const end = await run.end
  const results = await resultsOf({ plan: resolved, end, timelines, options })
  return { results, aborted: end.aborted, calibrations: end.calibrations }
}

function requireLanes({ lanes }: LoadPlan): void {
  if (lanes.length === 0) throw new RangeError('a load test takes at least one lane')
  for (const { schedule, mix } of lanes) {
    requireSchedule(schedule)
    if (mix !== undefined) requireMix(mix)
  }
}

function eventsOf({ lanes }: ResolvedPlan, windows: readonly LoadWindow[]): readonly LaneEvent[] {
  return windows.map((merged, place) => ({
    key: lanes[place]?.identity.key ?? '',
    window: describeWindow(merged),
    merged,
  }))
}

interface Measured {
  readonly plan: ResolvedPlan
  readonly end: LoadRunEnd
  /** One a lane, likewise the totals of the end. */
  readonly timelines: readonly Timeline[]
  readonly options: LoadOptions
}

async function resultsOf(measured: Measured): Promise<readonly LoadResult[]> {
  const { plan, end, timelines, options } = measured
  const marks = end.startNs === undefined ? [] : recordedMarks(marksOf(end, options), end.startNs)
  const results: LoadResult[] = []
  for (const [place, lane] of plan.lanes.entries()) {
    const [timeline, totals] = [timelines[place], end.totals[place]]
    if (timeline === undefined || totals === undefined) continue
    results.push(await resultOf(measured, { lane, place, timeline, totals, marks }))
  }
  return results
}

const marksOf = (end: LoadRunEnd, { marks }: LoadOptions): readonly LoadMark[] => [
  ...end.marks,
  ...(marks?.() ?? []),
]

interface MeasuredLane {
  readonly lane: ResolvedLane
  /** In the plan. */
  readonly place: number
  readonly timeline: Timeline
  readonly totals: Totals
  readonly marks: readonly Mark[]
}

async function resultOf(
  { plan, end, options }: Measured,
  { lane, place, timeline, totals, marks }: MeasuredLane,
): Promise<LoadResult> {
  const pack = options.packHistogram
  const most = MOST_CHARACTERS / Math.max(plan.lanes.length, options.resultsInRecord ?? 0)
  const { windows, notes } = await recordTimeline(timeline, pack, most)
  return loadResult({
    plan,
    lane,
    totals,
    timeline: windows,
    notes: [
      ...notes,
      ...end.notes,
      ...descriptorNotes(plan),
      ...(end.aborted ? [endedEarly(options.signal, lane, windows.at(-1))] : []),
    ],
    failures: laneFailures(end.failures, plan.lanes, place),
    marks,
    pack,
  })
}

function endedEarly(
  { reason }: AbortSignal,
  { durationMs }: ResolvedLane,
  last: { readonly startMs: number; readonly durationMs: number } | undefined,
): Note {
  const untilMs = last === undefined ? 0 : last.startMs + last.durationMs
  const seconds = (timeMs: number): string => `${Number((timeMs / 1000).toFixed(1))} s`
  const when =
    untilMs > durationMs
      ? 'after its time, while the last were waited for'
      : `after ${seconds(untilMs)} of ${seconds(durationMs)}`
  return reason instanceof LoadAbort
    ? { code: 'ABORTED', message: `it was ended ${when}: ${reason.text}` }
    : { code: 'INTERRUPTED', message: `it was interrupted ${when}` }
}
