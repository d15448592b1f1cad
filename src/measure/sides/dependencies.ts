import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { appliedToPackages } from './applied.ts'
import { listGit } from './git.ts'
import { installGroup } from './install.ts'
import { lendModules } from './links.ts'
import {
  groupPackages,
  holds,
  type Lockfile,
  MANIFEST_PATTERNS,
  type PackageGroup,
  readLockfile,
  readText,
} from './lockfiles.ts'
import { gitPath } from './revisions.ts'
import type { SideOptions } from './options.ts'

/** Gives a checked-out revision its dependencies: those of the working tree, where they are the same. */

/** Whose dependencies. */
export interface DependenciesPlan {
  /** The user's checkout. */
  readonly top: string
  /** The worktree. */
  readonly root: string
  /** The project's folder, relative to both; '' is the top. */
  readonly subfolder: string
  /** The revision, for messages. */
  readonly name: string
}

const INSTALL_TIMEOUT_MS = 600_000

/**
 * Shares the working tree's packages where the lockfiles are the same, and installs where they are not. Node looks for
 * packages upwards from the worktree, and so finds the working tree's own: what a revision needs must be found before.
 *
 * @throws PlimsollError INSTALL_FAILED; the signal's reason
 */
export async function prepareDependencies(
  plan: DependenciesPlan,
  options: Pick<SideOptions, 'signal' | 'onProgress' | 'installTimeoutMs'>,
): Promise<void> {
  const { top, root, name } = plan
  const { signal, onProgress, installTimeoutMs: timeoutMs = INSTALL_TIMEOUT_MS } = options
  const patterns = MANIFEST_PATTERNS.map((pattern) => `:(glob)${pattern}`)
  const files = await listGit(['ls-files', '-z', '--', ...patterns], { cwd: root, signal })
  for (const group of groupPackages(files)) {
    if (!isInUse(group, plan)) continue
    const lockfile = await readLockfile(join(root, group.folder))
    if (await isAsInWorkingTree(group, lockfile, plan)) {
      await lendModules({ from: top, root, folders: group.members })
    } else {
      await installGroup({ top, root, group, lockfile, name, timeoutMs, signal, onProgress })
    }
  }
}

/** Fixtures and examples that nobody installed have no part in it. */
function isInUse({ folder, members }: PackageGroup, { top, subfolder }: DependenciesPlan): boolean {
  if (holds(folder, gitPath(subfolder))) return true
  return members.some((member) => existsSync(join(top, member, 'node_modules')))
}

async function isAsInWorkingTree(
  group: PackageGroup,
  lockfile: Lockfile | undefined,
  { top, root }: DependenciesPlan,
): Promise<boolean> {
  if (lockfile !== undefined) {
    const same = lockfile.text === (await readText(join(top, group.folder, lockfile.name)))
    return same && (await isTreatedAlike(group, { top, root }))
  }
  for (const member of group.members) {
    const [own, working] = await Promise.all([root, top].map((from) => asksFor(join(from, member))))
    if (own !== working && own !== ASKS_FOR_NOTHING) return false
  }
  return true
}

/** Whether patches and scripts do the same to the packages of both. */
async function isTreatedAlike(
  group: PackageGroup,
  { top, root }: Pick<DependenciesPlan, 'top' | 'root'>,
): Promise<boolean> {
  const [here, there] = await Promise.all([root, top].map((from) => appliedToPackages(from, group)))
  return here === there
}

/** The parts of a package.json that decide what is installed. */
const ASKING_FIELDS = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'overrides',
  'resolutions',
  'workspaces',
]

const ASKS_FOR_NOTHING = '{}'

/** What a package asks for, as text to compare. */
async function asksFor(folder: string): Promise<string> {
  try {
    const manifest: unknown = JSON.parse((await readText(join(folder, 'package.json'))) ?? '{}')
    const asked = ASKING_FIELDS.map((field): readonly [string, unknown] => [
      field,
      Reflect.get(Object(manifest), field),
    ])
    return JSON.stringify(Object.fromEntries(asked.filter(([, value]) => value !== undefined)))
  } catch {
    return ASKS_FOR_NOTHING
  }
}
