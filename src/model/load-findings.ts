import type { CauseReport } from './cause.ts'

/** What a load test's timeline tells beside its numbers; judged from the record, and not kept in it. */
export interface LoadFindings {
  /** Key of the scenario. */
  readonly scenario: string
  /** In time order. */
  readonly bursts: readonly ErrorBurst[]
  /** `undefined` = nobody asked. */
  readonly causes: CauseReport | undefined
}

/** Errors of one code that came together. Times are from the start of the schedule. */
export interface ErrorBurst {
  readonly code: string
  readonly startMs: number
  readonly durationMs: number
  readonly count: number
  readonly latency: LatencyDuring
}

/** What the latency did meanwhile: `p95` of the windows, in ns. */
export type LatencyDuring =
  | { readonly kind: 'moved'; readonly usualNs: number; readonly duringNs: number }
  | { readonly kind: 'still'; readonly usualNs: number }
  /** Nothing completed in these windows. */
  | { readonly kind: 'silent' }
  /** There are no other windows to compare with. */
  | { readonly kind: 'unknown' }
