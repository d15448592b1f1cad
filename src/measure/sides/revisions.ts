import { realpath } from 'node:fs/promises'
import { relative, sep } from 'node:path'
import { type PlimsollError, usageError } from '../../kernel/errors.ts'
import { askGit, gitComplaint, runGit } from './git.ts'

/** Finds the repository that holds a project, and what a revision's name means in it. */

/** Where a project lies in its repository. */
export interface Repository {
  /** Top of the working tree, absolute, without links. */
  readonly top: string
  /** The project's folder, absolute, without links. */
  readonly cwd: string
  /** From `top` to `cwd`; '' when they are the same. */
  readonly subfolder: string
}

/** A commit that a name stands for. */
export interface NamedCommit {
  /** Full hash. */
  readonly commit: string
  /** The branch of that name; `null` when the name is no branch's. */
  readonly branch: string | null
}

/** @throws PlimsollError NOT_A_REPOSITORY, GIT_MISSING */
export async function findRepository(cwd: string, signal: AbortSignal): Promise<Repository> {
  const end = await runGit(['rev-parse', '--show-toplevel'], { cwd, signal })
  if (end.code !== 0) throw notARepository(cwd, gitComplaint(end))
  const top = await realpath(end.stdout.trimEnd())
  const real = await realpath(cwd)
  return { top, cwd: real, subfolder: relative(top, real) }
}

function notARepository(cwd: string, complaint: string): PlimsollError {
  // Git refuses a repository that is another user's, and says what to do.
  const why = complaint.startsWith('not a git repository') ? '' : ` (git: ${complaint})`
  return usageError(
    'NOT_A_REPOSITORY',
    `${cwd} is not in a git repository, so there is no revision to check out${why}`,
    'run it in a git repository; duet --package NAME@A NAME@B compares versions of a package without one',
  )
}

/**
 * What a branch, tag, hash or expression such as `HEAD~1` stands for. A branch that is only known from the remote is
 * found by its bare name too, as CI services check out nothing else.
 *
 * @throws PlimsollError REVISION_NOT_FOUND; REVISION_NOT_FETCHED in a shallow clone
 */
export async function findCommit(
  revision: string,
  { top }: Repository,
  signal: AbortSignal,
): Promise<NamedCommit> {
  const options = { cwd: top, signal }
  for (const name of [revision, `origin/${revision}`]) {
    const commit = await askGit(
      ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`],
      options,
    )
    if (commit === undefined || commit === '') continue
    const full = await askGit(
      ['rev-parse', '--symbolic-full-name', '--end-of-options', name],
      options,
    )
    return { commit: commit.split('\n').at(-1) ?? commit, branch: branchOf(full) }
  }
  const shallow = await askGit(['rev-parse', '--is-shallow-repository'], options)
  throw shallow === 'true' ? notFetched(revision) : notFound(revision)
}

/** `--symbolic-full-name` repeats the option's end, and says nothing of what is no branch. */
function branchOf(full: string | undefined): string | null {
  const name = full?.split('\n').at(-1) ?? ''
  return /^refs\/(?:heads|remotes\/[^/]+)\/(.+)$/.exec(name)?.[1] ?? null
}

function notFound(revision: string): PlimsollError {
  const remote = /^origin\/(.+)$/.exec(revision)?.[1]
  return usageError(
    'REVISION_NOT_FOUND',
    `this repository has no revision ${quoted(revision)}`,
    remote === undefined
      ? 'give a branch, a tag, a commit or an expression such as HEAD~1; git fetch brings what others have pushed'
      : `git fetch origin ${remote} brings that branch, if the remote has it`,
  )
}

function notFetched(revision: string): PlimsollError {
  const name = revision.replace(/^origin\//, '').replace(/[~^@].*$/, '')
  const part = name === '' || name === 'HEAD' ? '--depth=50' : `--depth=1 origin ${name}`
  return usageError(
    'REVISION_NOT_FETCHED',
    `this shallow clone has no revision ${quoted(revision)}`,
    `git fetch --unshallow brings the whole history, git fetch ${part} a part of it; in GitHub Actions give actions/checkout fetch-depth: 0`,
  )
}

/** A revision may be anything that was typed. */
export const quoted = (revision: string): string => JSON.stringify(revision)

/** With `/`, as git writes it. */
export const gitPath = (path: string): string => path.split(sep).join('/')
