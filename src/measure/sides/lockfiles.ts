import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Which packages of a checkout are installed together, and by what. */

/** Who installs. */
export type PackageManager = 'npm' | 'yarn' | 'pnpm' | 'bun'

/** Lockfiles by name, the one that counts first where there are several. */
const LOCKFILES: readonly (readonly [name: string, manager: PackageManager])[] = [
  ['npm-shrinkwrap.json', 'npm'],
  ['package-lock.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
]

/** What tells git to list what {@link groupPackages} reads. */
export const MANIFEST_PATTERNS: readonly string[] = [
  'package.json',
  ...LOCKFILES.map(([name]) => name),
].flatMap((name) => [name, `**/${name}`])

/** A lockfile with its text. */
export interface Lockfile {
  readonly name: string
  readonly manager: PackageManager
  readonly text: string
}

/** Packages that one lockfile governs: a workspace, or a package alone. Folders are relative to the checkout, with `/`. */
export interface PackageGroup {
  /** Where the lockfile lies, or would; '' is the top. */
  readonly folder: string
  /** Of the packages, `folder` among them when it holds one. */
  readonly members: readonly string[]
}

/** Groups the packages of a checkout by their nearest lockfile. @param files as git lists them */
export function groupPackages(files: readonly string[]): readonly PackageGroup[] {
  const own = files.filter((file) => !file.split('/').includes('node_modules'))
  const foldersOf = (names: readonly string[]): string[] => [
    ...new Set(own.filter((file) => names.includes(nameOf(file))).map(folderOf)),
  ]
  const packages = foldersOf(['package.json'])
  const locked = foldersOf(LOCKFILES.map(([name]) => name))
  const groups = Map.groupBy(
    packages,
    (folder) => governs(locked, folder) ?? outermost(packages, folder),
  )
  return [...groups].map(([folder, members]) => ({ folder, members }))
}

const nameOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1)

function folderOf(file: string): string {
  const folder = dirname(file)
  return folder === '.' ? '' : folder
}

/** The nearest of the folders that holds `folder`. */
function governs(folders: readonly string[], folder: string): string | undefined {
  const around = folders.filter((other) => holds(other, folder))
  return around.toSorted((a, b) => b.length - a.length)[0]
}

/** Without any lockfile: the topmost package around it. */
function outermost(packages: readonly string[], folder: string): string {
  const around = packages.filter((other) => holds(other, folder))
  return around.toSorted((a, b) => a.length - b.length)[0] ?? folder
}

/** Whether `inner` is `folder` or lies in it. */
export function holds(folder: string, inner: string): boolean {
  return folder === '' || inner === folder || inner.startsWith(`${folder}/`)
}

/** The lockfile of a folder; `undefined` when it has none. @param folder absolute */
export async function readLockfile(folder: string): Promise<Lockfile | undefined> {
  for (const [name, manager] of LOCKFILES) {
    const text = await readText(join(folder, name))
    if (text !== undefined) return { name, manager, text }
  }
  return undefined
}

/** Without carriage returns, which git may have added; `undefined` when there is no such file. */
export async function readText(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text?.replaceAll('\r\n', '\n')
}
