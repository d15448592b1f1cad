import { readFileSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Side, SideFolder } from '../../model/duet.ts'
import { homeOf, isKeptPath, isOwnPath, pathWithin } from './places.ts'

/** Whose a file is: which of the two sides' checkouts it lies in, or neither. */

/** Both sides' folders. */
export interface SideFolders {
  readonly current: SideFolder
  readonly baseline: SideFolder
}

/** Tells whose a file is, and where the same file of the other side lies. */
export interface Sides {
  /** The side whose own file this is; `undefined` for what is installed, and for what lies elsewhere. */
  ownerOf(url: string): Side | undefined
  /**
   * The same file in the checkout of `side`, when `url` is an own file of a checkout that is not `side`'s and the side
   * has it too; else `undefined`.
   */
  counterpart(url: string, side: Side): string | undefined
  /** Whether plimsoll installed this file for a side. */
  isKept(url: string): boolean
  /** The checkout's folder of a side, without links. */
  readonly folders: SideFolders
}

/** Reads links once, so that what Node resolves can be compared. */
export function createSides(given: SideFolders): Sides {
  const folders = { current: withoutLinks(given.current), baseline: withoutLinks(given.baseline) }
  const home = homeOf(folders.baseline.root)
  const places: readonly (readonly [root: string, side: Side | undefined])[] = [
    [folders.baseline.root, 'baseline'],
    [folders.current.root, 'current'],
    // What worktrees were made from: where links of its node_modules lead to, and no side when both are worktrees.
    [home, undefined],
  ]
  const placeOf = (url: string): OwnFile | undefined => {
    const path = pathOf(url)
    if (path === undefined) return undefined
    for (const [root, side] of places) {
      const own = pathWithin(root, path)
      if (own !== undefined && isOwnPath(own)) return { own, side }
    }
    return undefined
  }
  const findCounterpart = (url: string, side: Side): string | undefined => {
    const place = placeOf(url)
    // The working tree loads nothing from a worktree unless it is told to.
    if (place === undefined || place.side === side || place.side === 'baseline') return undefined
    const path = join(folders[side].root, place.own)
    return isFile(path) ? pathToFileURL(path).href + afterPath(url) : undefined
  }
  // So that what is imported again and again, while it is measured, costs both sides the same.
  const counterparts = {
    current: memoised((url) => findCounterpart(url, 'current')),
    baseline: memoised((url) => findCounterpart(url, 'baseline')),
  }
  return {
    folders,
    ownerOf: memoised((url) => placeOf(url)?.side),
    isKept: (url) => isKeptPath(home, pathOf(url) ?? ''),
    counterpart: (url, side) => counterparts[side](url),
  }
}

function memoised<T>(find: (url: string) => T): (url: string) => T {
  const known = new Map<string, T>()
  return (url) => {
    if (known.has(url)) return known.get(url) as T
    const found = find(url)
    known.set(url, found)
    return found
  }
}

/** A file of a checkout's own. */
interface OwnFile {
  /** Relative to the checkout. */
  readonly own: string
  readonly side: Side | undefined
}

function withoutLinks({ root, cwd }: SideFolder): SideFolder {
  return { root: realpathSync(root), cwd: realpathSync(cwd) }
}

/** The file of a URL; `undefined` when it means none. */
export function pathOf(url: string): string | undefined {
  if (!url.startsWith('file:')) return undefined
  try {
    return fileURLToPath(plainUrl(url))
  } catch {
    return undefined
  }
}

/** Without query and hash. */
export const plainUrl = (url: string): string => url.replace(/[?#].*$/s, '')

const afterPath = (url: string): string => url.slice(plainUrl(url).length)

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

/** Names the packages of installed files, and reads each package.json once. */
export function createPackageNames(): (path: string) => string | undefined {
  const names = new Map<string, string>()
  return (path) => {
    const folder = packageFolderOf(path)
    if (folder === undefined) return undefined
    const name = names.get(folder) ?? readName(folder)
    names.set(folder, name)
    return name
  }
}

/** `…/node_modules/name` or `…/node_modules/@scope/name`; `undefined` for what is not installed. */
function packageFolderOf(path: string): string | undefined {
  const mark = `${sep}node_modules${sep}`
  const at = path.lastIndexOf(mark)
  if (at === -1) return undefined
  const parts = path.slice(at + mark.length).split(sep)
  const length = parts[0]?.startsWith('@') ? 2 : 1
  return path.slice(0, at + mark.length) + parts.slice(0, length).join(sep)
}

function readName(folder: string): string {
  const mark = `${sep}node_modules${sep}`
  const fallback = folder.slice(folder.lastIndexOf(mark) + mark.length).replaceAll(sep, '/')
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const [name, version] = ['name', 'version'].map((field): unknown =>
      Reflect.get(Object(manifest), field),
    )
    return `${typeof name === 'string' ? name : fallback}@${typeof version === 'string' ? version : 'unknown'}`
  } catch {
    return `${fallback}@unknown`
  }
}
