import { PlimsollError } from '../kernel/errors.ts'
import { findPerfFiles } from '../define/index.ts'
import { watchPerfFiles } from '../measure/index.ts'
import { type BenchmarkOutcome, type BenchmarkRequest, runBenchmark } from './benchmark.ts'
import type { Project } from './project.ts'

/** One turn of watching: a run, or why there was none. */
export type WatchTurn =
  | { readonly kind: 'measured'; readonly outcome: BenchmarkOutcome }
  | { readonly kind: 'failed'; readonly error: PlimsollError }

/**
 * Measures everything, then, change after change, the perf files that a change touches, until the project's signal is
 * aborted. What can't be measured (a file half written, say) is a turn like any other.
 */
export async function* watchBenchmarks(
  project: Project,
  request: BenchmarkRequest,
): AsyncGenerator<WatchTurn> {
  const { cwd, signal, settings, loaded } = project
  const { perf, vitest } = await findPerfFiles({
    cwd,
    include: settings.include,
    exclude: settings.exclude,
  })
  const shared = loaded.configPath === undefined ? [] : [loaded.configPath]
  // Watched from here on, so that a change during the first run is not missed.
  const changes = watchPerfFiles({ cwd, files: [...perf, ...vitest], signal, shared })
  yield await turn(project, request)
  for await (const within of changes) {
    const next = await turn(project, { ...request, within })
    // A change in a file that the filters leave out.
    if (next.kind === 'failed' && next.error.code === 'NOTHING_MEASURED') continue
    yield next
  }
}

async function turn(project: Project, request: BenchmarkRequest): Promise<WatchTurn> {
  try {
    return { kind: 'measured', outcome: await runBenchmark(project, request) }
  } catch (error) {
    if (error instanceof PlimsollError) return { kind: 'failed', error }
    throw error
  }
}
