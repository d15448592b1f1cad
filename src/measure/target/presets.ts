import type { EnvironmentPreset } from '../../model/target.ts'

/** Variables that services of one kind of run share. */

/** Log lines are read: colours would stand between a pattern and its words. */
const PLAIN = { NO_COLOR: '1', FORCE_COLOR: undefined } as const

/** What tells a program that it runs inside a test, which a target does not. */
const OUTSIDE_TESTS = {
  VITEST: undefined,
  VITEST_MODE: undefined,
  VITEST_POOL_ID: undefined,
  VITEST_WORKER_ID: undefined,
  JEST_WORKER_ID: undefined,
} as const

/**
 * Name → variables; `undefined` removes one. `production` is the default of every target, also where this process runs
 * tests: a framework in test mode is another program. `inherited` leaves everything as it is here.
 */
export const environmentPresets: Readonly<
  Record<EnvironmentPreset, Readonly<Record<string, string | undefined>>>
> = {
  production: { ...PLAIN, ...OUTSIDE_TESTS, NODE_ENV: 'production' },
  test: { ...PLAIN, NODE_ENV: 'test' },
  development: { ...PLAIN, ...OUTSIDE_TESTS, NODE_ENV: 'development' },
  inherited: {},
}
