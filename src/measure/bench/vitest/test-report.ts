import type { RunnerTestCase } from 'vitest'
import { type Budget, mergeBudgets } from '../../../model/budget.ts'
import { META_KEY, type TestMeasurement, type TestOrder, type TestReport } from './protocol.ts'

/** What a test leaves behind for whoever runs it: Vitest carries `task.meta` to its reporters. */

declare module 'vitest' {
  interface TaskMeta {
    [META_KEY]?: TestReport
  }
  interface ProvidedContext {
    [META_KEY]: TestOrder
  }
}

const EMPTY: TestReport = { measurements: [], asserted: {} }

/** Keeps a measurement; one of the same scenario in this test (pending, or of an earlier attempt) is replaced. */
export function keepMeasurement(test: RunnerTestCase, measurement: TestMeasurement): void {
  const report = test.meta[META_KEY] ?? EMPTY
  const others = report.measurements.filter(({ key }) => key !== measurement.key)
  test.meta[META_KEY] = { ...report, measurements: [...others, measurement] }
}

/** Keeps the limits that a scenario's result was held against. */
export function keepAsserted(test: RunnerTestCase, key: string, limits: Budget): void {
  const report = test.meta[META_KEY] ?? EMPTY
  const asserted = { ...report.asserted, [key]: mergeBudgets(report.asserted[key] ?? {}, limits) }
  test.meta[META_KEY] = { ...report, asserted }
}
