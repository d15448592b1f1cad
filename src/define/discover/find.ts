import { glob } from 'tinyglobby'
import { usageError } from '../../kernel/errors.ts'

/** Where to look for perf files. */
export interface FindOptions {
  /** The project's folder, absolute. */
  readonly cwd: string
  /** Globs relative to `cwd`. */
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

/** The perf files of a project: absolute paths, sorted. */
export interface PerfFiles {
  /** They export scenarios. */
  readonly perf: readonly string[]
  /** Vitest runs them. */
  readonly vitest: readonly string[]
}

/** Never looked into: what others wrote, what was built, and plimsoll's own working trees. */
const NEVER: readonly string[] = ['node_modules', 'dist', '.git', '.plimsoll'].map(
  (folder) => `**/${folder}/**`,
)

const VITEST_FILE = /\.test\.[cm]?[jt]sx?$/

/** The perf files of a project. @throws PlimsollError NO_PERF_FILES when there are none */
export async function findPerfFiles({ cwd, include, exclude }: FindOptions): Promise<PerfFiles> {
  const found = await glob(include, {
    cwd,
    ignore: [...NEVER, ...exclude],
    absolute: true,
    expandDirectories: false,
  })
  if (found.length === 0) throw noPerfFiles(cwd, include)
  const files = found.toSorted()
  return {
    perf: files.filter((file) => !VITEST_FILE.test(file)),
    vitest: files.filter((file) => VITEST_FILE.test(file)),
  }
}

function noPerfFiles(cwd: string, include: readonly string[]): Error {
  return usageError(
    'NO_PERF_FILES',
    `no perf file in ${cwd} (looked for ${include.join(', ')})`,
    'plimsoll init writes an example; include in the configuration says where perf files are',
  )
}
