import { ExitCode } from '../../kernel/errors.ts'
import { exportRecorded, exportToFile, importFiles, mergeRecorded } from '../../flows/documents.ts'
import { openStoreToRead } from '../../flows/project.ts'
import { reportRecorded } from '../../flows/report.ts'
import { listRuns } from '../../flows/runs.ts'
import {
  plural,
  renderComparison,
  renderRun,
  renderRuns,
  sanitiseForTerminal,
} from '../../show/index.ts'
import type { Invocation } from '../command.ts'
import { listFiles, lookOf, printJson, runLookOf, textOf } from './show.ts'

/** How many runs `report --list` shows. */
const LISTED = 50

/** `plimsoll merge`. */
export async function mergeAction(invocation: Invocation): Promise<ExitCode> {
  const run = await mergeRecorded(await invocation.openProject(), invocation.arguments)
  if (invocation.json) printJson(invocation, run)
  else invocation.io.out(renderRun(run, runLookOf(invocation, run)))
  return ExitCode.passed
}

/** `plimsoll report`. */
export async function reportAction(invocation: Invocation): Promise<ExitCode> {
  const { io, json, cwd } = invocation
  if (invocation.options['list'] === true) return listAction(invocation)
  const { run, comparison, reports } = await reportRecorded(
    await invocation.openProject(),
    invocation.arguments[0],
  )
  if (json) {
    printJson(invocation, { run: run.id, verdict: comparison?.verdict ?? null, reports })
    return ExitCode.passed
  }
  const look = runLookOf(invocation, run)
  io.out(comparison === undefined ? renderRun(run, look) : renderComparison(comparison, run, look))
  io.out(listFiles('Reports:', reports, cwd))
  return ExitCode.passed
}

async function listAction(invocation: Invocation): Promise<ExitCode> {
  await using store = await openStoreToRead(await invocation.openProject())
  const runs = await listRuns(store, LISTED)
  if (invocation.json) printJson(invocation, runs)
  else invocation.io.out(renderRuns(runs, lookOf(invocation)))
  return ExitCode.passed
}

/** `plimsoll export`. */
export async function exportAction(invocation: Invocation): Promise<ExitCode> {
  const out = textOf(invocation.options['out'])
  const [id] = invocation.arguments
  const project = await invocation.openProject()
  if (out === '') {
    invocation.io.out(await exportRecorded(project, id))
    return ExitCode.passed
  }
  const { run, file } = await exportToFile(project, id, out)
  if (invocation.json) printJson(invocation, { run, file })
  else invocation.io.out(`Run ${run} written to ${sanitiseForTerminal(out)}.\n`)
  return ExitCode.passed
}

/** `plimsoll import`. */
export async function importAction(invocation: Invocation): Promise<ExitCode> {
  const report = await importFiles(await invocation.openProject(), invocation.arguments)
  if (invocation.json) printJson(invocation, report)
  else {
    const { added, existing } = report
    const there = existing.length === 0 ? '' : `; ${existing.length} there already`
    invocation.io.out(`${plural(added.length, 'run')} imported${there}.\n`)
  }
  return ExitCode.passed
}
