import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ulid } from 'ulid'
import writeFileAtomic from 'write-file-atomic'
import { PlimsollError, usageError } from '../kernel/errors.ts'
import type { CommitReport } from '../model/ports.ts'
import { parseRun } from '../model/read.ts'
import type { BudgetVerdict, Run } from '../model/run.ts'
import { tidyRun } from '../model/tidy.ts'
import { judgeBudgets } from '../judge/index.ts'
import { exportRun, importRuns, mergeRuns, openStore } from '../record/index.ts'
import { fileProblem } from './errors.ts'
import { openProjectStore, openStoreToRead, type Project } from './project.ts'
import { findRun, findShownRun } from './runs.ts'

/** Records in, out and together. */

/** `export [run]`: the record as text, bit for bit as it was committed. */
export async function exportRecorded(project: Project, id: string | undefined): Promise<string> {
  try {
    await using store = await openStoreToRead(project)
    return exportRun(await findShownRun(project, store, id))
  } catch (thrown) {
    if (!(thrown instanceof PlimsollError) || thrown.code !== 'STORE_CORRUPT') throw thrown
    return saveFromDamaged(project, id, thrown)
  }
}

/** What a damaged store still holds can be exported by its id; `store verify` lists what that is. */
async function saveFromDamaged(
  project: Project,
  id: string | undefined,
  damage: PlimsollError,
): Promise<string> {
  if (id === undefined) throw damage
  await using store = await openStore(project.settings.store, { cwd: project.cwd, readOnly: true })
  return exportRun(await findShownRun(project, store, id))
}

/** An export in a file. */
export interface WrittenExport {
  /** Its id. */
  readonly run: string
  /** Absolute. */
  readonly file: string
}

/** `export --out`: written whole or not at all. @throws PlimsollError FILE_NOT_WRITTEN */
export async function exportToFile(
  project: Project,
  id: string | undefined,
  file: string,
): Promise<WrittenExport> {
  const text = await exportRecorded(project, id)
  const path = resolve(project.cwd, file)
  try {
    await writeFileAtomic(path, text)
    return { run: parseRun(text).id, file: path }
  } catch (cause) {
    throw usageError(
      'FILE_NOT_WRITTEN',
      `${file} can't be written: ${fileProblem(cause)}`,
      'name a file in a folder that you may write to',
    )
  }
}

/** `import FILE…`: all documents of all files, or none. @throws PlimsollError FILE_UNREADABLE, DOCUMENT_…, RUN_EXISTS */
export async function importFiles(
  project: Project,
  files: readonly string[],
): Promise<CommitReport> {
  const runs = files.flatMap((file) =>
    importRuns(readText(project, file), file === '-' ? 'standard input' : file),
  )
  await using store = await openProjectStore(project)
  // Whoever wrote them may have kept what plimsoll hides; of its own exports nothing changes.
  return await store.commitAll(runs.map((run) => tidyRun(run, project.redactor)))
}

function readText(project: Project, file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : resolve(project.cwd, file), 'utf8')
  } catch (cause) {
    throw usageError(
      'FILE_UNREADABLE',
      `${file === '-' ? 'standard input' : file} can't be read: ${fileProblem(cause)}`,
      'name a file that plimsoll export wrote',
    )
  }
}

/** `merge RUN…`: several runs of one revision as one, which is recorded. @throws PlimsollError MERGE_… */
export async function mergeRecorded(project: Project, ids: readonly string[]): Promise<Run> {
  await using store = await openStoreToRead(project)
  const runs = await Promise.all(ids.map((id) => findRun(project, store, id)))
  const merged = mergeRuns(runs, { id: ulid(project.clock.epoch()) })
  const declared = new Map(merged.results.map(({ scenario, budget }) => [scenario.key, budget]))
  const judged = judgeBudgets(merged.results, (key) => declared.get(key))
  const run = { ...merged, budgets: [...judged, ...worstWindows(runs)] }
  await store.commit(run)
  return run
}

/** Limits on windows were judged while the windows were there: of several runs the worst counts. */
function worstWindows(runs: readonly Run[]): readonly BudgetVerdict[] {
  const onWindows = runs.flatMap(({ budgets }) =>
    budgets.filter(({ withinMs }) => withinMs !== undefined),
  )
  const limits = Map.groupBy(onWindows, ({ scenario, metric, statistic, withinMs, limit }) =>
    [scenario, metric, statistic, withinMs, limit].join('\n'),
  )
  return [...limits.values()].flatMap(
    (said) =>
      WORST_FIRST.flatMap((verdict) => said.find((one) => one.verdict === verdict) ?? [])[0] ?? [],
  )
}

const WORST_FIRST: readonly BudgetVerdict['verdict'][] = ['broken', 'inconclusive', 'met']
