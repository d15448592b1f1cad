import type { Lockfile } from './lockfiles.ts'

/** Reads which versions a lockfile installs. Formats other than npm's are read line by line, as far as needed. */

/** Name → versions; a package may be there in several. */
export type LockedVersions = ReadonlyMap<string, readonly string[]>

/** `undefined` when it can't be told: no lockfile, or one that is not understood. */
export function readLockedVersions(lockfile: Lockfile | undefined): LockedVersions | undefined {
  if (lockfile === undefined) return undefined
  const pairs = readPairs(lockfile)
  if (pairs === undefined) return undefined
  const versions = new Map<string, string[]>()
  for (const [name, version] of pairs) {
    const known = versions.get(name) ?? []
    if (!known.includes(version)) versions.set(name, [...known, version])
  }
  return versions
}

type Pair = readonly [name: string, version: string]

function readPairs({ manager, text }: Lockfile): readonly Pair[] | undefined {
  if (manager === 'npm') return npmPairs(text)
  const read = { yarn: yarnPairs, pnpm: pnpmPairs, bun: bunPairs }[manager]
  const pairs = read(text)
  return pairs.length === 0 ? undefined : pairs
}

/** The part of package-lock.json that is read. */
interface NpmLock {
  /** Versions 2 and 3: by folder, such as `node_modules/a/node_modules/b`. */
  readonly packages?: Readonly<Record<string, NpmPackage>>
}

interface NpmPackage {
  /** Only where it differs from the folder's. */
  readonly name?: string
  readonly version?: string
}

/** https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json */
function npmPairs(text: string): readonly Pair[] | undefined {
  try {
    const { packages } = JSON.parse(text) as NpmLock
    if (packages === undefined) return undefined
    return Object.entries(packages).flatMap(([folder, { name, version }]): Pair[] => {
      const mark = 'node_modules/'
      const at = folder.lastIndexOf(mark)
      // Links and the workspace's own packages have no version to compare.
      if (at === -1 || version === undefined) return []
      return [[name ?? folder.slice(at + mark.length), version]]
    })
  } catch {
    return undefined
  }
}

/** An unindented line names a package by what was asked for; its version follows. Both of Yarn's formats. */
function yarnPairs(text: string): readonly Pair[] {
  const entry = /^"?(@?[^@"\s]+)@[^\n]*:\n(?:[ \t]+[^\n]*\n)*?[ \t]+version:? "?([^"\s]+)"?$/gm
  return [...text.matchAll(entry)].map(([, name = '', version = '']) => [name, version])
}

/** Keys such as `lodash@4.17.21:` or, before version 9, `/lodash@4.17.21(peer@1.0.0):`. */
function pnpmPairs(text: string): readonly Pair[] {
  const key = /^ {2}'?\/?(@?[^@'\s/]+(?:\/[^@'\s]+)?)@([^'(:\s]+)(?:\([^\n]*\))?'?:/gm
  return [...text.matchAll(key)].map(([, name = '', version = '']) => [name, version])
}

/** Entries such as `"lodash": ["lodash@4.17.21", …]`. */
function bunPairs(text: string): readonly Pair[] {
  const entry = /\[\s*"(@?[^@"]+)@(\d[^"]*)"/g
  return [...text.matchAll(entry)].map(([, name = '', version = '']) => [name, version])
}
