/** What `npm test` consists of, in order: cheap checks first, then what needs the build. */

/** One line of the summary. */
export interface Suite {
  readonly name: string
  /** `command`: passes as a whole, and counts as one. `vitest`: a project of vitest.config.ts; its tests are counted. */
  readonly kind: 'command' | 'vitest'
  /** For a command: the package that brings it and the command's name, or a script of our own. */
  readonly run: readonly string[]
  /** After this long it is ended and counts as failed. */
  readonly timeoutMs: number
}

const MINUTE_MS = 60_000

const tool = (name: string, ...run: string[]): Suite => ({
  name,
  kind: 'command',
  run,
  timeoutMs: 2 * MINUTE_MS,
})

const project = (name: string, timeoutMs: number = 4 * MINUTE_MS): Suite => ({
  name,
  kind: 'vitest',
  run: ['vitest', 'run', '--project', name],
  timeoutMs,
})

/** The static part: reads the source, runs none of it. */
export const staticSuites: readonly Suite[] = [
  tool('types', 'tsc', '--noEmit', '-p', 'tsconfig.json'),
  tool('types of the page', 'tsc', '--noEmit', '-p', 'dashboard'),
  tool('lint', 'oxlint', '--deny-warnings'),
  tool('format', 'biome', 'format'),
  project('architecture'),
  tool('knip', 'knip', '--no-progress'),
]

/** Everything. */
export const allSuites: readonly Suite[] = [
  ...staticSuites,
  tool('build', 'scripts/build.ts'),
  project('unit'),
  project('conformance'),
  project('golden'),
  project('e2e', 12 * MINUTE_MS),
  project('browser', 5 * MINUTE_MS),
  project('package'),
]
