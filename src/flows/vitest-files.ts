import type { BenchPlan, MeasureEvent } from '../model/plan.ts'
import type { Calibration, Result } from '../model/run.ts'
import type { Project } from './project.ts'

/** An assertion in a Vitest performance test that failed. */
export interface FailedAssertion {
  readonly file: string
  readonly test: string
  readonly message: string
}

/** What the Vitest performance tests gave. */
export interface TestsOutcome {
  readonly results: readonly Result[]
  readonly failedAssertions: readonly FailedAssertion[]
  readonly calibrations: readonly Calibration[]
  readonly aborted: boolean
}

/** What to run. */
export interface TestsRequest {
  readonly files: readonly string[]
  readonly plan: BenchPlan
  readonly onEvent: (event: MeasureEvent) => void
  /** Whether the run was interrupted before it came to these files. */
  readonly aborted: boolean
}

/** Runs the Vitest performance tests, each file repeated as launches. */
export async function measureTests(
  _project: Project,
  request: TestsRequest,
): Promise<TestsOutcome> {
  return { results: [], failedAssertions: [], calibrations: [], aborted: request.aborted }
}
