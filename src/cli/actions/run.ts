import type { ExitCode } from '../../kernel/errors.ts'
import { type BenchmarkOutcome, runBenchmark } from '../../flows/benchmark.ts'
import type { Project } from '../../flows/project.ts'
import { renderRun } from '../../show/index.ts'
import type { Invocation } from '../command.ts'
import { listFiles, lookOf, printJson, textOf, watchProgress } from './show.ts'

/** `plimsoll run`. */
export async function runAction(invocation: Invocation): Promise<ExitCode> {
  const project = await invocation.openProject()
  const { run, exitCode, profiles } = await measure(invocation, project)
  if (invocation.json) printJson(invocation, run)
  else {
    const files = listFiles('CPU profiles:', profiles, invocation.cwd)
    invocation.io.out(renderRun(run, lookOf(invocation)) + files)
  }
  return exitCode
}

/** Measures with progress on stderr. */
async function measure(invocation: Invocation, project: Project): Promise<BenchmarkOutcome> {
  using progress = watchProgress(invocation, project.settings.quiet)
  const note = textOf(invocation.options['note'])
  return await runBenchmark(project, { filters: invocation.arguments, note, watch: progress.watch })
}
