import type { Revision } from '../../model/run.ts'
import { git } from './git.ts'

/** The revision of the code in a folder; `null` outside a git repository, or before its first commit. */
export async function readRevision(cwd: string): Promise<Revision | null> {
  const commit = await git(cwd, ['log', '-1', '--format=%H%n%cI%n%s'])
  if (commit === undefined || commit === '') return null
  const [hash = '', committedAt = '', subject = ''] = commit.split('\n')
  const changes = await git(cwd, ['status', '--porcelain', '--untracked-files=no'])
  return {
    commit: hash,
    branch: await currentBranch(cwd),
    dirty: changes !== undefined && changes !== '',
    committedAt: new Date(committedAt).toISOString(),
    subject: subject.slice(0, 200),
  }
}

/** `null` on a detached head. */
async function currentBranch(cwd: string): Promise<string | null> {
  const branch = await git(cwd, ['symbolic-ref', '--short', '--quiet', 'HEAD'])
  return branch === undefined || branch === '' ? null : branch
}

/** What is known of where the current branch came from. */
export interface BranchOrigins {
  /** The branch itself; `null` on a detached head. */
  readonly branch: string | null
  /**
   * Branches that hold the commit where this one left the default branch, without the branch itself. Nearest first: those
   * that lack the fewest of its commits; among equals the default branch.
   */
  readonly mergeBaseBranches: readonly string[]
  /** The branch that a pull request is to be merged into, as the CI service says. */
  readonly baseRef: string | undefined
  /** `main`, `master` or what the remote says; `undefined` when it can't be told. */
  readonly defaultBranch: string | undefined
}

/** Reads where the current branch came from. @param configured the default branch, where the project says it */
export async function readOrigins(
  cwd: string,
  configured: string | undefined,
): Promise<BranchOrigins> {
  const branch = await currentBranch(cwd)
  const defaultBranch = configured ?? (await findDefaultBranch(cwd))
  return {
    branch,
    mergeBaseBranches: await mergeBaseBranches(cwd, branch, defaultBranch),
    baseRef: baseRefOf(process.env),
    defaultBranch,
  }
}

/** The variables in which CI services name the branch that a pull request is to be merged into. */
const BASE_REF_VARIABLES = [
  'GITHUB_BASE_REF',
  'CI_MERGE_REQUEST_TARGET_BRANCH_NAME',
  'SYSTEM_PULLREQUEST_TARGETBRANCH',
  'BITBUCKET_PR_DESTINATION_BRANCH',
  'CHANGE_TARGET',
] as const

function baseRefOf(env: NodeJS.ProcessEnv): string | undefined {
  const name = BASE_REF_VARIABLES.map((variable) => env[variable]).find((value) => value)
  return name?.replace(/^refs\/heads\//, '')
}

async function findDefaultBranch(cwd: string): Promise<string | undefined> {
  const remote = await git(cwd, ['symbolic-ref', '--short', '--quiet', 'refs/remotes/origin/HEAD'])
  if (remote) return remote.replace(/^origin\//, '')
  for (const name of ['main', 'master', 'trunk']) {
    const found = await git(cwd, ['rev-parse', '--verify', '--quiet', `refs/heads/${name}`])
    if (found) return name
    const there = await git(cwd, [
      'rev-parse',
      '--verify',
      '--quiet',
      `refs/remotes/origin/${name}`,
    ])
    if (there) return name
  }
  return undefined
}

async function mergeBaseBranches(
  cwd: string,
  branch: string | null,
  defaultBranch: string | undefined,
): Promise<string[]> {
  if (defaultBranch === undefined || branch === defaultBranch) return []
  const base =
    (await git(cwd, ['merge-base', 'HEAD', defaultBranch])) ??
    (await git(cwd, ['merge-base', 'HEAD', `origin/${defaultBranch}`]))
  if (base === undefined) return []
  const refs = await refsHolding(cwd, base)
  const others = refs.filter((ref) => !['', 'HEAD', branch].includes(nameOfRef(ref)))
  const candidates = await Promise.all(
    others.map(async (ref) => ({
      name: nameOfRef(ref),
      lacks: Number((await git(cwd, ['rev-list', '--count', `${ref}..HEAD`])) ?? Infinity),
    })),
  )
  const isDefault = ({ name }: { readonly name: string }): number => Number(name === defaultBranch)
  const nearest = candidates.toSorted((a, b) => a.lacks - b.lacks || isDefault(b) - isDefault(a))
  return [...new Set(nearest.map(({ name }) => name))]
}

/** Of more branches only the newest are looked at. */
const MOST_BRANCHES = 40

/** Full names, newest first. */
async function refsHolding(cwd: string, commit: string): Promise<string[]> {
  const options = ['--sort=-committerdate', `--count=${MOST_BRANCHES}`, '--format=%(refname)']
  const places = ['refs/heads', 'refs/remotes/origin']
  const refs = await git(cwd, ['for-each-ref', '--contains', commit, ...options, ...places])
  return refs?.split('\n') ?? []
}

const nameOfRef = (ref: string): string => ref.replace(/^refs\/(?:heads|remotes\/origin)\//, '')
