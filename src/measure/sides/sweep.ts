import { readdir, rm, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { askGit } from './git.ts'
import { isAbandoned } from '../../processes/owner.ts'
import { keptFolder, type KeptFolder, pathWithin, tsconfigOf } from './places.ts'

/** Removes what duets left behind that were killed before they could. */

const KINDS: readonly KeptFolder[] = ['worktrees', 'node_modules-cache', 'packages']

const REMOVAL = { recursive: true, force: true, maxRetries: 3 } as const

/** Removal is not to be interrupted, and takes as long as a large checkout needs. */
const REMOVAL_TIMEOUT_MS = 120_000

/**
 * Removes what abandoned processes left below `<top>/.plimsoll`; what belongs to a living one stays. Failing to remove
 * something is no failure: the next sweep tries again.
 */
export async function sweep(top: string): Promise<void> {
  for (const kind of KINDS) {
    const folder = keptFolder(top, kind)
    for (const name of await readdir(folder).catch((): string[] => [])) {
      const path = join(folder, name)
      if (!(await isAbandoned(name, await ageOf(path)))) continue
      await (kind === 'worktrees' ? removeWorktree(top, path) : rm(path, REMOVAL)).catch(() => {})
    }
  }
  await sweepEntries(top)
}

/** Entries of git whose folders are gone already. */
async function sweepEntries(top: string): Promise<void> {
  const folder = keptFolder(top, 'worktrees')
  for (const path of await worktreesOf(top)) {
    if (pathWithin(folder, path) === undefined) continue
    if (await isAbandoned(basename(path), await ageOf(path))) {
      await removeWorktree(top, path).catch(() => {})
    }
  }
}

/** Absolute paths of the repository's worktrees; none outside a repository. */
async function worktreesOf(top: string): Promise<readonly string[]> {
  const list = await askGit(['worktree', 'list', '--porcelain'], unstoppable(top)).catch(() => '')
  const lines = (list ?? '').split('\n')
  return lines.flatMap((line) => (line.startsWith('worktree ') ? [resolve(line.slice(9))] : []))
}

/**
 * Removes a worktree: its folder, and git's entry of it. Never interrupted. A prune would do for the entry, but would
 * also drop those of the user's own worktrees that are out of reach just now, such as one on a drive that is not there.
 * What can't be removed now must not cost what was measured: the next sweep tries again.
 */
export async function removeWorktree(top: string, path: string): Promise<void> {
  // Before git does: on some systems it follows links, and those of node_modules lead into the working tree.
  await rm(path, REMOVAL).catch(() => {})
  await rm(tsconfigOf(path), REMOVAL).catch(() => {})
  // Twice forced: git locks a worktree while it makes it, and a killed git leaves the lock.
  await askGit(['worktree', 'remove', '--force', '--force', path], unstoppable(top)).catch(() => {})
}

/** Removal goes on when the rest is interrupted. */
const unstoppable = (cwd: string): Parameters<typeof askGit>[1] => ({
  cwd,
  signal: new AbortController().signal,
  timeoutMs: REMOVAL_TIMEOUT_MS,
})

/** Milliseconds since a file was changed; 0 for one that is gone. */
async function ageOf(path: string): Promise<number> {
  const stats = await stat(path).catch(() => undefined)
  return stats === undefined ? 0 : Date.now() - stats.mtimeMs
}
