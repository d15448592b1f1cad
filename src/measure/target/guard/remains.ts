import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import type { GuardedCommand } from './protocol.ts'

/** What a target leaves behind that no process of it holds any more. */

/** Removes it when all of the target has ended. */
export async function removeRemains({
  sharedMemory,
  temporaryFolders,
}: Pick<GuardedCommand, 'sharedMemory' | 'temporaryFolders'>): Promise<void> {
  // First of all: the folders hold the file that tells which it is.
  if (sharedMemory !== undefined) await releaseSharedMemory(sharedMemory)
  await removeFolders(temporaryFolders)
}

/** Folders with all that is in them; one that can't be removed is left. */
async function removeFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {})
  }
}

/** The line of `postmaster.pid` with key and id (PostgreSQL: `LOCK_FILE_LINE_SHMEM_KEY`), counted from 0. */
const SHARED_MEMORY_LINE = 6

/**
 * A PostgreSQL that is killed leaves a piece of the system's shared memory behind, which outlives all processes: after some
 * 4,000 the system has no more to give. One that ends by itself gives it back, and removes the file.
 */
async function releaseSharedMemory(file: string): Promise<void> {
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n')
  const id = /^\s*\d+\s+(\d+)\s*$/.exec(lines[SHARED_MEMORY_LINE] ?? '')?.[1]
  if (id === undefined) return
  // Where there is no such program, it stays.
  const remover = spawn('ipcrm', ['-m', id], { stdio: 'ignore' })
  await once(remover, 'close').catch(() => {})
}
