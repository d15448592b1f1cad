import { constants, cp, mkdir, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { listGit } from './git.ts'
import { lendModules } from './links.ts'
import { ownName } from '../../processes/owner.ts'
import { isOwnPath, makeFolder, pathWithin } from './places.ts'
import { removeWorktree } from './sweep.ts'

/** A copy of the working tree, so that the same files can be loaded twice. */

/** What to copy. */
export interface SnapshotPlan {
  /** The checkout, or the project's folder; absolute, without links. */
  readonly top: string
  readonly inGit: boolean
  readonly signal: AbortSignal
}

/** Ignored by git, and yet loaded: what was built. */
const BUILT = new Set(['dist', 'build', 'lib', 'out', 'generated'])

/**
 * Copies the project's files below `.plimsoll/worktrees`, and lends the copy the working tree's packages. In a
 * repository: what git knows or would add, and what was built; elsewhere all but `node_modules`. Whoever gets it removes
 * it as a worktree is removed; when this fails, nothing is left. @returns the copy's top
 */
export async function takeSnapshot(plan: SnapshotPlan): Promise<string> {
  const root = join(await makeFolder(plan.top, 'worktrees'), await ownName())
  try {
    await mkdir(root)
    const paths = plan.inGit ? await gitPaths(plan) : await readdir(plan.top)
    for (const path of paths) {
      plan.signal.throwIfAborted()
      if (isProjectPath(path)) await copy(path, { from: plan.top, to: root })
    }
    await lendModules({ from: plan.top, root, folders: await packageFolders(root) })
    return root
  } catch (thrown) {
    await removeWorktree(plan.top, root)
    throw thrown
  }
}

async function gitPaths({ top, signal }: SnapshotPlan): Promise<readonly string[]> {
  const options = { cwd: top, signal }
  const [known, ignored] = await Promise.all([
    listGit(['ls-files', '--cached', '--others', '--exclude-standard', '-z'], options),
    listGit(
      ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z'],
      options,
    ),
  ])
  return [...known, ...ignored.filter((path) => path.endsWith('/') && BUILT.has(basename(path)))]
}

/** Neither installed, nor plimsoll's, nor git's. */
const isProjectPath = (path: string): boolean =>
  isOwnPath(path) && !path.split('/').includes('.git')

async function copy(
  path: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await cp(join(from, path), join(to, path), {
    recursive: true,
    verbatimSymlinks: true,
    // Shares the blocks of the files where the file system can.
    mode: constants.COPYFILE_FICLONE,
    filter: (source) => isProjectPath(pathWithin(from, source) ?? ''),
  }).catch((thrown: unknown) => {
    // Git still knows files that were deleted.
    if (Reflect.get(Object(thrown), 'code') !== 'ENOENT') throw thrown
  })
}

/** Relative to the root. */
async function packageFolders(root: string): Promise<readonly string[]> {
  const found: string[] = []
  const pending = ['']
  for (const folder of pending) {
    const entries = await readdir(join(root, folder), { withFileTypes: true })
    if (entries.some(({ name }) => name === 'package.json')) found.push(folder)
    const folders = entries.filter((entry) => entry.isDirectory())
    pending.push(...folders.map(({ name }) => join(folder, name)))
  }
  return found
}
