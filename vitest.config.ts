import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'

const COMPILE_CACHE = 'test/support/compile-cache.ts'

/** Files at a time where tests compute: one a core. Vitest would leave one core to itself. */
const COMPUTING = availableParallelism()

/** Where they wait for processes most of the time; none of them asserts how long anything takes. */
const WAITING = COMPUTING + 1

// Pure rooms share their workers (fast); whatever spawns processes or owns ports is isolated.
export default defineConfig({
  // Vitest hands them to Node, where `import` would hold for `require` too: pg would get a module instead of a class.
  ssr: { resolve: { conditions: ['plimsoll-source', 'node'] } },
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          isolate: false,
          maxWorkers: COMPUTING,
        },
      },
      {
        extends: true,
        test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          globalSetup: COMPILE_CACHE,
          testTimeout: 60_000,
          maxWorkers: WAITING,
        },
      },
      { extends: true, test: { name: 'golden', include: ['test/golden/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: COMPILE_CACHE,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: WAITING,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: [COMPILE_CACHE, 'test/browser/setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: WAITING,
        },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
