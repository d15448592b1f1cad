import { join } from 'node:path'
import type { SideFolder } from '../../model/duet.ts'
import { askGit, type GitOptions, listGit } from './git.ts'
import { readLockfile } from './lockfiles.ts'
import { type LockedVersions, readLockedVersions } from './locked-versions.ts'
import { homeOf, pathWithin } from './places.ts'
import type { SideFolders } from './sides.ts'

/** What is known of two revisions' difference without loading them. */

/** What {@link obstacleBetweenSides} judges by. Paths are relative to the top of a checkout, with `/`. */
export interface SideFacts {
  /** Tops of the checkouts that own files may come from, absolute; the innermost first. */
  readonly roots: { readonly baseline: string; readonly current: string; readonly home: string }
  /** Files that differ between the sides, uncommitted and untracked ones too. */
  readonly changed: ReadonlySet<string>
  /** Files that git knows, and so can compare; `undefined` without a repository. */
  readonly tracked: ReadonlySet<string> | undefined
  /** What each side's lockfile installs; `undefined` when it can't be told. */
  readonly versions: {
    readonly current: LockedVersions | undefined
    readonly baseline: LockedVersions | undefined
  }
  /** A package of which each side must load a version of its own. */
  readonly replaced?: string
}

/** Longest that git may take to compare two large checkouts. */
const COMPARE_TIMEOUT_MS = 120_000

/** Reads the facts of two checkouts of one repository. @throws PlimsollError GIT_MISSING, GIT_TIMED_OUT */
export async function readSideFacts(
  { current, baseline }: SideFolders,
  signal: AbortSignal,
): Promise<SideFacts> {
  const options = { cwd: current.root, signal, timeoutMs: COMPARE_TIMEOUT_MS }
  const commit = await askGit(['rev-parse', 'HEAD'], { ...options, cwd: baseline.root })
  const [changed, tracked] = await Promise.all([
    changedFiles(commit ?? 'HEAD', options),
    listGit(['ls-files', '-z'], options),
  ])
  return {
    roots: { baseline: baseline.root, current: current.root, home: homeOf(current.root) },
    changed: new Set(changed),
    tracked: new Set(tracked),
    versions: { current: await versionsOf(current), baseline: await versionsOf(baseline) },
  }
}

/** Files of a checkout that differ from a commit, or that the commit does not have; relative to its top. */
async function changedFiles(commit: string, options: GitOptions): Promise<readonly string[]> {
  const [differing, untracked] = await Promise.all([
    listGit(['diff', '--name-only', '--no-renames', '--no-relative', '-z', commit, '--'], options),
    listGit(['ls-files', '--others', '--exclude-standard', '-z'], options),
  ])
  return [...differing, ...untracked]
}

/** By the lockfile nearest to the project. */
async function versionsOf({ root, cwd }: SideFolder): Promise<LockedVersions | undefined> {
  for (let folder = cwd; ; folder = join(folder, '..')) {
    const lockfile = await readLockfile(folder)
    if (lockfile !== undefined) return readLockedVersions(lockfile)
    if (pathWithin(root, folder) === undefined) return undefined
  }
}
