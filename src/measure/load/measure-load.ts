import type { Calibration, LoadResult, Result, Window } from '../../model/run.ts'
import { describeWindow, type PackHistogram } from './engine/describe-window.ts'
import { loadResult } from './engine/load-result.ts'
import type { LoadWindow } from './engine/load-window.ts'
import { type LoadPlan, type ResolvedPlan, resolvePlan } from './engine/plan.ts'
import { recordTimeline } from './engine/record-timeline.ts'
import { Timeline } from './engine/timeline.ts'
import { requireSchedule } from './schedule/check.ts'
import { LoadRun } from './worker/load-run.ts'

/** How to carry out a load test. */
export interface LoadOptions {
  /** Aborted: no more is started, what is in flight may end, and everything measured is kept. */
  readonly signal: AbortSignal
  /** Aborted: the workers end at once; what they have told so far is kept. */
  readonly stop?: AbortSignal
  readonly onEvent?: (event: LoadEvent) => void
  /** What scenarios print. */
  readonly onOutput?: (text: string) => void
  readonly packHistogram: PackHistogram
}

/** What happens in a load test, for whoever shows it, or ends it by its signal. */
export type LoadEvent =
  | {
      /** A window of all workers has closed. */
      readonly kind: 'window'
      /** As in the record, without histograms. */
      readonly window: Window
      /** Its histograms, to be read, or merged with those of other windows. */
      readonly merged: LoadWindow
    }
  | {
      /** The schedule is over, or was interrupted, and iterations are still in flight. */
      readonly kind: 'draining'
      readonly running: number
    }

/** What a load test gave. */
export interface LoadMeasurement {
  readonly result: LoadResult
  /** Whether it was interrupted; the result then holds what was measured before. */
  readonly aborted: boolean
  /** The reference kernels, as timed in each worker before the start. */
  readonly calibrations: readonly Calibration[]
}

/**
 * Carries out a load test: starts the workers, lets them begin together, adds up what they tell, and describes it.
 * Resolves whatever became of the target or the workers: a failure is in the result. No process outlives it.
 * @throws PlimsollError SCHEDULE_INVALID
 */
export async function measureLoad(plan: LoadPlan, options: LoadOptions): Promise<LoadMeasurement> {
  requireSchedule(plan.schedule)
  const resolved = resolvePlan(plan)
  await using timeline = await Timeline.open(plan.cwd)
  await using run = new LoadRun(resolved, {
    signal: options.signal,
    stop: options.stop ?? new AbortController().signal,
    onOutput: options.onOutput ?? (() => undefined),
    onWindow: (window) => {
      timeline.append(window)
      options.onEvent?.({ kind: 'window', window: describeWindow(window), merged: window })
    },
    onDraining: (running) => options.onEvent?.({ kind: 'draining', running }),
  })
  const { totals, failures, aborted, calibrations } = await run.end
  const { windows, notes } = await recordTimeline(timeline, options.packHistogram)
  const result = loadResult({
    plan: resolved,
    totals,
    timeline: windows,
    notes: aborted ? [...notes, interrupted(resolved, windows.at(-1))] : notes,
    failures,
    pack: options.packHistogram,
  })
  return { result, aborted, calibrations }
}

function interrupted(
  { durationMs }: ResolvedPlan,
  last: { readonly startMs: number; readonly durationMs: number } | undefined,
): Result['notes'][number] {
  const untilMs = last === undefined ? 0 : last.startMs + last.durationMs
  const seconds = (timeMs: number): string => `${Number((timeMs / 1000).toFixed(1))} s`
  return {
    code: 'INTERRUPTED',
    message: `it was interrupted after ${seconds(untilMs)} of ${seconds(durationMs)}`,
  }
}
