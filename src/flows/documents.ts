import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ulid } from 'ulid'
import writeFileAtomic from 'write-file-atomic'
import { messageOf, usageError } from '../kernel/errors.ts'
import type { CommitReport } from '../model/ports.ts'
import type { Run } from '../model/run.ts'
import { judgeBudgets } from '../judge/index.ts'
import { exportRun, importRuns, mergeRuns } from '../record/index.ts'
import { openProjectStore, type Project } from './project.ts'
import { findRun } from './runs.ts'

/** Records in, out and together. */

/** `export [run]`: the record as text, bit for bit as it was committed. */
export async function exportRecorded(project: Project, id: string | undefined): Promise<string> {
  await using store = await openProjectStore(project)
  return exportRun(await findRun(store, id))
}

/** `export --out`: written whole or not at all. @throws PlimsollError FILE_NOT_WRITTEN */
export async function exportToFile(
  project: Project,
  id: string | undefined,
  file: string,
): Promise<void> {
  const text = await exportRecorded(project, id)
  try {
    await writeFileAtomic(resolve(project.cwd, file), text)
  } catch (cause) {
    throw usageError(
      'FILE_NOT_WRITTEN',
      `${file} can't be written: ${messageOf(cause)}`,
      'name a file in a folder that you may write to',
    )
  }
}

/** `import FILE…`: all documents of all files, or none. @throws PlimsollError FILE_UNREADABLE, DOCUMENT_…, RUN_EXISTS */
export async function importFiles(
  project: Project,
  files: readonly string[],
): Promise<CommitReport> {
  const runs = files.flatMap((file) => importRuns(readText(project, file), file))
  await using store = await openProjectStore(project)
  return await store.commitAll(runs)
}

function readText(project: Project, file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : resolve(project.cwd, file), 'utf8')
  } catch (cause) {
    throw usageError(
      'FILE_UNREADABLE',
      `${file} can't be read: ${messageOf(cause)}`,
      'name a file that plimsoll export wrote',
    )
  }
}

/** `merge RUN…`: several runs of one revision as one, which is recorded. @throws PlimsollError MERGE_… */
export async function mergeRecorded(project: Project, ids: readonly string[]): Promise<Run> {
  await using store = await openProjectStore(project)
  const runs = await Promise.all(ids.map((id) => findRun(store, id)))
  const merged = mergeRuns(runs, { id: ulid(project.clock.epoch()) })
  const declared = new Map(merged.results.map(({ scenario, budget }) => [scenario.key, budget]))
  const run = { ...merged, budgets: judgeBudgets(merged.results, (key) => declared.get(key)) }
  await store.commit(run)
  return run
}
