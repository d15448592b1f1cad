import { constants, existsSync } from 'node:fs'
import { cp, mkdir, readdir, readlink, realpath, stat, symlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { isGenerated } from './generated.ts'
import { isOwnPath, pathWithin } from './places.ts'

/**
 * Lends one checkout's installed dependencies to another. Each package is linked by itself, not `node_modules` as a
 * whole: the packages of the workspace must be those of the side that imports them, and what the side writes into its
 * `node_modules` (caches above all) must not reach the working tree.
 *
 *     <from>/node_modules/.prisma                  copied: a tool generated it, and may again
 *     <from>/node_modules/lodash                   ←─ <root>/node_modules/lodash
 *     <from>/node_modules/core → ../packages/core     <root>/node_modules/core → <root>/packages/core
 */

/** What tools write beside the packages. */
const NOT_SHARED = new Set(['.cache', '.vite', '.vitest', '.vite-temp'])

/** Generated files are copied, so that what prepares the side generates its own, and not the working tree's. */
const COPY = { recursive: true, mode: constants.COPYFILE_FICLONE, verbatimSymlinks: true } as const

/** Whose dependencies go where. */
export interface LendPlan {
  /** Holds `<folder>/node_modules`; absolute, without links. */
  readonly from: string
  /** The worktree's top, absolute, without links. */
  readonly root: string
  /** Of packages, relative to both. */
  readonly folders: readonly string[]
}

/** Links what is installed in the folders. A `node_modules` that the worktree has already stays as it is. */
export async function lendModules({ from, root, folders }: LendPlan): Promise<void> {
  for (const folder of folders) {
    const source = join(from, folder, 'node_modules')
    const target = join(root, folder, 'node_modules')
    if (!existsSync(source) || existsSync(target)) continue
    await lendFolder(source, target, { from, root })
  }
}

/** The tops of the two checkouts. */
type Tops = Pick<LendPlan, 'from' | 'root'>

async function lendFolder(source: string, target: string, tops: Tops): Promise<void> {
  await mkdir(target, { recursive: true })
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const { name } = entry
    const path = join(source, name)
    if (NOT_SHARED.has(name)) continue
    if (isGenerated(name) && entry.isDirectory()) await cp(path, join(target, name), COPY)
    else if (name.startsWith('@')) await lendFolder(path, join(target, name), tops)
    else await lendPackage(path, join(target, name), tops)
  }
}

async function lendPackage(source: string, target: string, tops: Tops): Promise<void> {
  const leadsTo = await targetOf(source)
  const own = pathWithin(tops.from, leadsTo)
  const isOwn = own !== undefined && isOwnPath(own)
  const lent = isOwn ? join(tops.root, own) : source
  const stats = await stat(lent).catch(() => undefined)
  // Files beside the packages are the package manager's notes.
  if (stats?.isDirectory()) await symlink(lent, target, 'junction')
}

/** What a path leads to; for a link into nothing, where it would. */
async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    return resolve(dirname(path), await readlink(path))
  }
}
