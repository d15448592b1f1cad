import { relative, sep } from 'node:path'
import type { CliOptions } from 'vitest/node'
import type { TestOrder } from './protocol.ts'

/**
 * How Vitest runs perf tests. The project's own Vitest configuration is not read: what makes tests convenient (module
 * transforms, coverage, a browser's globals, files side by side) makes measurements wrong.
 */

/** What the configuration depends on. */
export interface ConfigParts {
  readonly cwd: string
  /** Absolute. */
  readonly files: readonly string[]
  /** Of a test and of a hook. */
  readonly timeoutMs: number
  /** URL of the loader. */
  readonly loader: string
  /** Node's flags for the processes of the tests, beside the loader. */
  readonly flags: readonly string[]
  /** Told to the tests; `undefined` when they are only loaded. */
  readonly test: TestOrder | undefined
}

/** A test that hangs must not hold up the end for long. */
const TEARDOWN_MS = 1_000

/** Vitest's options for perf tests. */
export function performanceConfig(parts: ConfigParts): CliOptions {
  return {
    config: false,
    root: parts.cwd,
    include: parts.files.map((file) => literalGlob(relative(parts.cwd, file))),
    exclude: [],
    watch: false,
    cache: false,
    api: false,
    environment: 'node',
    // A fresh process for each file, one after the other.
    pool: 'forks',
    isolate: true,
    fileParallelism: false,
    maxConcurrency: 1,
    execArgv: ['--import', parts.loader, ...parts.flags],
    // Node imports the files itself: through Vite, each access of an imported binding would cost up to 7.6 ns.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    testTimeout: parts.timeoutMs,
    hookTimeout: parts.timeoutMs,
    teardownTimeout: TEARDOWN_MS,
    allowOnly: true,
    disableConsoleIntercept: true,
    ...(parts.test === undefined ? {} : { provide: { plimsoll: parts.test } }),
  }
}

/** A glob that matches this path alone. */
function literalGlob(path: string): string {
  return path
    .split(sep)
    .join('/')
    .replaceAll(/[!()*+?@[\]{|}]/g, String.raw`\$&`)
}
