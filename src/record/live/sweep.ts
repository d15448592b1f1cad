import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isAbandoned } from '../../processes/owner.ts'
import { isRunId, journalFile, journalsIn } from './places.ts'

/** The journal of a killed process can be looked at for this long. */
const KEPT_MS = 10 * 60_000

/** Removes journals of processes that are gone. Failing to remove one is no failure: the next sweep tries again. */
export async function sweepJournals(cwd: string, keptMs: number = KEPT_MS): Promise<void> {
  const all = journalsIn(cwd)
  for (const id of await readdir(all).catch((): string[] => [])) {
    if (!isRunId(id)) continue
    const folder = join(all, id)
    if (!(await isLeft(folder, keptMs))) continue
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Whether nobody writes into it any more, and has not for some time. An empty one may be about to be written into. */
async function isLeft(folder: string, keptMs: number): Promise<boolean> {
  const names = await readdir(folder).catch((): string[] => [])
  for (const name of ['.', ...names]) {
    const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: Date.now() }))
    const ageMs = Date.now() - mtimeMs
    if (ageMs < keptMs) return false
    const owner = journalFile(name)?.owner
    if (owner !== undefined && !(await isAbandoned(owner, ageMs))) return false
  }
  return true
}
