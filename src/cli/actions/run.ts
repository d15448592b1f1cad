import { ExitCode, usageError } from '../../kernel/errors.ts'
import {
  type BenchmarkOutcome,
  type BenchmarkRequest,
  runBenchmark,
} from '../../flows/benchmark.ts'
import type { Project } from '../../flows/project.ts'
import { watchBenchmarks } from '../../flows/watch.ts'
import { renderRun } from '../../show/index.ts'
import type { Invocation } from '../command.ts'
import { reportFailure } from '../failure.ts'
import { listFiles, lookOf, printJson, textOf, type Watching, watchProgress } from './show.ts'

/** `plimsoll run`. */
export async function runAction(invocation: Invocation): Promise<ExitCode> {
  if (invocation.options['watch'] === true) return watch(invocation)
  const project = await invocation.openProject()
  const outcome = await measure(invocation, project)
  print(invocation, outcome)
  return outcome.exitCode
}

/** Measures with progress on stderr. */
async function measure(invocation: Invocation, project: Project): Promise<BenchmarkOutcome> {
  using progress = watchProgress(invocation, project.settings.quiet)
  return await runBenchmark(project, requestOf(invocation, progress))
}

const requestOf = (invocation: Invocation, progress: Watching): BenchmarkRequest => ({
  filters: invocation.arguments,
  note: textOf(invocation.options['note']),
  watch: progress.watch,
})

function print(invocation: Invocation, { run, profiles }: BenchmarkOutcome): void {
  if (invocation.json) {
    printJson(invocation, run)
    return
  }
  const files = listFiles('CPU profiles:', profiles, invocation.cwd)
  invocation.io.out(renderRun(run, lookOf(invocation)) + files)
}

/** `plimsoll run --watch`: Ctrl-C is how it ends, so between runs it is no failure. */
async function watch(invocation: Invocation): Promise<ExitCode> {
  const { io, json, signal } = invocation
  if (json) {
    throw usageError(
      'WATCH_AS_JSON',
      '--watch prints run after run, and --json one document',
      'leave one of them out',
    )
  }
  const project = await invocation.openProject()
  using progress = watchProgress(invocation, project.settings.quiet)
  for await (const turn of watchBenchmarks(project, requestOf(invocation, progress))) {
    progress.stop()
    if (turn.kind === 'measured') print(invocation, turn.outcome)
    else reportFailure(turn.error, io, { json: false, debug: invocation.options['debug'] === true })
    if (signal.aborted) return ExitCode.interrupted
    io.err('\nWatching for changes; Ctrl-C ends it.\n')
  }
  return ExitCode.passed
}
