import { join } from 'node:path'
import { ExitCode, PlimsollError, usageError } from '../../kernel/errors.ts'
import type { SideFolder } from '../../model/duet.ts'
import { askGit, gitComplaint, runGit } from './git.ts'
import { ownName } from '../../processes/owner.ts'
import { makeFolder } from './places.ts'
import { gitPath, type NamedCommit, quoted, type Repository } from './revisions.ts'
import { removeWorktree } from './sweep.ts'

/** Checks a commit out into a worktree of its own, below `.plimsoll/worktrees`. */

/** A large repository on a slow disk. */
const CHECKOUT_TIMEOUT_MS = 300_000

/** What to check out. */
export interface WorktreePlan {
  readonly repository: Repository
  /** As the user named it. */
  readonly revision: string
  readonly named: NamedCommit
  readonly signal: AbortSignal
}

/**
 * Adds a detached worktree. Whoever gets it removes it with {@link removeWorktree}; when this fails, or is interrupted,
 * nothing is left. @throws PlimsollError REVISION_WITHOUT_PROJECT, WORKTREE_FAILED
 */
export async function addWorktree(plan: WorktreePlan): Promise<SideFolder> {
  const { repository } = plan
  await requireProject(plan)
  const root = join(await makeFolder(repository.top, 'worktrees'), await ownName())
  try {
    await checkOut(plan, root)
    return { root, cwd: join(root, repository.subfolder) }
  } catch (thrown) {
    await removeWorktree(repository.top, root)
    throw thrown
  }
}

/** git looks at all worktrees as it adds one, and does not wait for those that are being made at the same time. */
const HALF_MADE = /failed to read .*[/\\]worktrees[/\\]/
const MOST_TRIES = 5

async function checkOut(plan: WorktreePlan, root: string): Promise<void> {
  const { repository, named, signal, revision } = plan
  const args = ['worktree', 'add', '--detach', '--force', root, named.commit]
  const options = { cwd: repository.top, signal, timeoutMs: CHECKOUT_TIMEOUT_MS }
  for (let tries = 1; ; tries++) {
    const end = await runGit(args, options)
    if (end.code === 0) return
    const complaint = gitComplaint(end)
    if (tries === MOST_TRIES || !HALF_MADE.test(complaint))
      throw worktreeFailed(revision, complaint)
    await removeWorktree(repository.top, root)
  }
}

/** Asked before anything is checked out. */
async function requireProject({
  repository,
  revision,
  named,
  signal,
}: WorktreePlan): Promise<void> {
  const folder = gitPath(repository.subfolder)
  if (folder === '') return
  const kind = await askGit(['cat-file', '-t', `${named.commit}:${folder}`], {
    cwd: repository.top,
    signal,
  })
  if (kind === 'tree') return
  throw usageError(
    'REVISION_WITHOUT_PROJECT',
    `revision ${quoted(revision)} (${named.commit.slice(0, 9)}) has no folder ${folder}`,
    'give a revision in which the project is where it is now',
  )
}

function worktreeFailed(revision: string, complaint: string): PlimsollError {
  return new PlimsollError({
    code: 'WORKTREE_FAILED',
    message: `revision ${quoted(revision)} can't be checked out: ${complaint}`,
    hint: 'git worktree add needs room and the right to write in .plimsoll and .git; git fsck tells whether the repository is whole',
    exitCode: ExitCode.usage,
  })
}
