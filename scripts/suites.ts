/** What `npm test` consists of: cheap checks first, then what needs the build. */

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

/** One after the other: each of them takes the whole machine. */
const oneByOne: readonly Suite[] = [
  ...staticSuites,
  tool('build', 'scripts/build.ts'),
  project('unit'),
]

/**
 * Side by side, each list from its first to its last: they start processes and wait for them, so that one alone leaves a
 * quarter of two cores idle.
 */
const sideBySide: readonly (readonly Suite[])[] = [
  [project('e2e', 12 * MINUTE_MS)],
  [
    project('conformance', 6 * MINUTE_MS),
    project('golden'),
    project('browser', 8 * MINUTE_MS),
    project('package'),
  ],
]

/** What runs when: the steps one after the other, the lists of a step side by side. */
export const steps: readonly (readonly (readonly Suite[])[])[] = [[oneByOne], sideBySide]

/** Everything. */
export const allSuites: readonly Suite[] = steps.flat(2)
