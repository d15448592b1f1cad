import { usageError } from '../../kernel/errors.ts'
import type { SideFolder } from '../../model/duet.ts'
import type { Revision } from '../../model/run.ts'
import { readRevision } from '../revision/revision.ts'
import { prepareDependencies } from './dependencies.ts'
import { runPrepareCommand } from './prepare-command.ts'
import type { SideOptions } from './options.ts'
import { findCommit, findRepository, quoted, type Repository } from './revisions.ts'
import { removeWorktree, sweep } from './sweep.ts'
import { addWorktree } from './worktree.ts'

/** Prepares the two sides of a duet. */

/** A checked-out revision, ready to be loaded. Disposing removes it. */
export interface PreparedSide extends AsyncDisposable {
  readonly folder: SideFolder
  /** `branch` is the one that the revision was named by; `null` when it was named otherwise. */
  readonly revision: Revision
}

/**
 * Checks a revision out beside the working tree, and gives it its dependencies. What killed processes left is removed
 * on the way.
 *
 *     name ─→ commit ─→ worktree ─→ dependencies (shared, cached or installed) ─→ prepare command
 *
 * @throws PlimsollError (exit 2) NOT_A_REPOSITORY, GIT_MISSING, GIT_TIMED_OUT, REVISION_NOT_FOUND,
 *   REVISION_NOT_FETCHED, REVISION_WITHOUT_PROJECT, WORKTREE_FAILED, INSTALL_FAILED, PREPARE_FAILED; the signal's reason
 *   when it is aborted. Nothing is left then.
 */
export async function prepareSide(revision: string, options: SideOptions): Promise<PreparedSide> {
  const { cwd, signal, onProgress } = options
  const repository = await findRepository(cwd, signal)
  await sweep(repository.top)
  const named = await findCommit(revision, repository, signal)
  onProgress?.(`checking out ${shown(revision, named.commit)}`)
  const folder = await addWorktree({ repository, revision, named, signal })
  const dispose = (): Promise<void> => removeWorktree(repository.top, folder.root)
  try {
    await furnish(revision, { repository, folder }, options)
    const read = await revisionIn(folder.cwd)
    return { folder, revision: { ...read, branch: named.branch }, [Symbol.asyncDispose]: dispose }
  } catch (thrown) {
    await dispose()
    throw thrown
  }
}

/** @throws PlimsollError as {@link prepareSide} does, without checking anything out */
export async function requireRevision(
  revision: string,
  { cwd, signal }: Pick<SideOptions, 'cwd' | 'signal'>,
): Promise<void> {
  await findCommit(revision, await findRepository(cwd, signal), signal)
}

/** `main (1a2b3c4)`; a commit that was named by itself once is enough. */
function shown(revision: string, commit: string): string {
  const short = commit.slice(0, 7)
  return commit.startsWith(revision) ? short : `${revision} (${short})`
}

async function furnish(
  revision: string,
  { repository, folder }: { readonly repository: Repository; readonly folder: SideFolder },
  options: SideOptions,
): Promise<void> {
  const { top, subfolder } = repository
  const name = `revision ${quoted(revision)}`
  await prepareDependencies({ top, root: folder.root, subfolder, name }, options)
  await runPrepareCommand(folder, { ...options, name })
}

/**
 * The working tree as it is, dirty or not. @throws PlimsollError (exit 2) NOT_A_REPOSITORY, GIT_MISSING;
 * REVISION_NOT_FOUND before the first commit
 */
export async function workingTreeSide(
  cwd: string,
  signal: AbortSignal,
): Promise<{ readonly folder: SideFolder; readonly revision: Revision }> {
  const repository = await findRepository(cwd, signal)
  const revision = await revisionIn(repository.cwd)
  return { folder: { root: repository.top, cwd: repository.cwd }, revision }
}

async function revisionIn(cwd: string): Promise<Revision> {
  const revision = await readRevision(cwd)
  if (revision !== null) return revision
  throw usageError(
    'REVISION_NOT_FOUND',
    `the repository of ${cwd} has no commit yet`,
    'commit first',
  )
}
