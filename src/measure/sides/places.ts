import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/** Where the sides of duets lie, and whose a file is. Everything is below a checkout's `.plimsoll` folder. */

const HOME_FOLDER = '.plimsoll'
const WORKTREES = 'worktrees'

/** A kind of thing that duets keep: checkouts, installed dependencies, installed packages. */
export type KeptFolder = typeof WORKTREES | 'node_modules-cache' | 'packages'

/**
 * Makes `<top>/.plimsoll/<kind>` where it is missing; the former keeps itself out of version control.
 * @returns its absolute path
 */
export async function makeFolder(top: string, kind: KeptFolder): Promise<string> {
  const home = join(top, HOME_FOLDER)
  if ((await mkdir(home, { recursive: true })) !== undefined) {
    await writeFile(join(home, '.gitignore'), '*\n')
  }
  const folder = keptFolder(top, kind)
  await mkdir(folder, { recursive: true })
  return folder
}

/** `<top>/.plimsoll/<kind>`, whether it is there or not. */
export function keptFolder(top: string, kind: KeptFolder): string {
  return join(top, HOME_FOLDER, kind)
}

/** The file beside a side's root that says how both sides are compiled; removed with the side. */
export const tsconfigOf = (root: string): string => `${root}.tsconfig.json`

/** The checkout that a side was made from: what holds its `.plimsoll` folder, or the side's own root. */
export function homeOf(root: string): string {
  const at = root.lastIndexOf(`${sep}${HOME_FOLDER}${sep}${WORKTREES}${sep}`)
  return at === -1 ? root : root.slice(0, at)
}

/** A path below `root`, relative to it; `undefined` for one elsewhere, and for the root itself. */
export function pathWithin(root: string, path: string): string | undefined {
  return path.startsWith(root.endsWith(sep) ? root : root + sep) ? relative(root, path) : undefined
}

/** Whether a path relative to a root is the project's own: neither installed nor kept by plimsoll. */
export function isOwnPath(path: string): boolean {
  const parts = path.split(sep)
  return parts[0] !== HOME_FOLDER && !parts.includes('node_modules')
}

/** Whether a path is of something that plimsoll installed below `<top>/.plimsoll`. */
export function isKeptPath(top: string, path: string): boolean {
  return pathWithin(join(top, HOME_FOLDER), path) !== undefined
}
