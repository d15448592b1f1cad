import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PlimsollError } from '../kernel/errors.ts'
import type { Store } from '../model/ports.ts'
import type { Run } from '../model/run.ts'
import { pruneByRetention } from './store-care.ts'
import type { Project } from './project.ts'

/**
 * Commits a run. Where the store refuses it (a full disk, a lock that stays), the run is written to a file instead, so
 * that what took minutes to measure is not lost.
 */
export async function keepRun(project: Project, store: Store, run: Run): Promise<void> {
  try {
    await store.commit(run)
  } catch (thrown) {
    if (!(thrown instanceof PlimsollError)) throw thrown
    throw withRescue(thrown, rescue(project, run))
  }
  await pruneOldRuns(project, store)
}

/** The run is kept by now, so what goes wrong here is told and not thrown. */
async function pruneOldRuns(project: Project, store: Store): Promise<void> {
  try {
    await pruneByRetention(project, store)
  } catch (thrown) {
    if (!(thrown instanceof PlimsollError)) throw thrown
    project.tell(`old runs were not removed: ${thrown.message}`)
  }
}

/** Where the run was written instead; `undefined` when no folder took it. */
function rescue(project: Project, run: Run): string | undefined {
  for (const folder of [project.cwd, tmpdir()]) {
    const file = join(folder, `plimsoll-run-${run.id}.json`)
    try {
      writeFileSync(file, `${JSON.stringify(run)}\n`, { flag: 'wx' })
      return file
    } catch {
      // The next folder may be on another disk.
    }
  }
  return undefined
}

function withRescue(refused: PlimsollError, file: string | undefined): PlimsollError {
  if (file === undefined) return refused
  return new PlimsollError({
    code: refused.code,
    message: refused.message,
    hint: `the run is safe in ${file}: plimsoll import it once this is mended (${refused.hint})`,
    exitCode: refused.exitCode,
    cause: refused,
  })
}
