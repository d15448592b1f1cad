import { realpathSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Aliases } from './aliases.ts'

/** Which files an import means, as Node with tsx finds them. */

/** What was found for one specifier. */
export interface Resolution {
  /** Absolute paths of files outside `node_modules`. */
  readonly files: readonly string[]
  /** Paths that were looked for and are not there; the import would mean one that appears. */
  readonly missing: readonly string[]
}

const NOTHING: Resolution = { files: [], missing: [] }

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx', '.json']

/** Extensions that may be written for another one. */
const WRITTEN_FOR: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
  '.jsx': ['.tsx'],
}

/** The files that `specifier` may mean in the module `from` (an absolute path). */
export function resolveImport(specifier: string, from: string, aliases: Aliases): Resolution {
  const plain = specifier.replace(/[?#].*$/, '') || specifier
  if (plain.startsWith('node:') || plain.startsWith('data:')) return NOTHING
  if (plain.startsWith('file:')) return existing(candidates(fileURLToPath(plain)))
  if (/^(?:\.{1,2}(?:\/|$)|\/)/.test(plain)) {
    return existing(candidates(resolve(dirname(from), plain)))
  }
  const aliased = aliases.resolve(plain)
  if (aliased.length > 0) return existing(aliased.flatMap(candidates))
  return packageFile(plain, from)
}

function candidates(path: string): readonly string[] {
  const extension = /\.\w+$/.exec(path)?.[0] ?? ''
  const stem = path.slice(0, path.length - extension.length)
  return [
    path,
    ...(WRITTEN_FOR[extension] ?? []).map((other) => stem + other),
    ...EXTENSIONS.map((other) => path + other),
    ...EXTENSIONS.map((other) => `${path}${sep}index${other}`),
  ]
}

/** All that are there, though only one is meant: two files of one stem are rare, and watching both is harmless. */
function existing(paths: readonly string[]): Resolution {
  const files = paths.filter(isFile)
  return { files, missing: paths.filter((path) => !files.includes(path)) }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

/** A package of the same workspace is linked from `node_modules`, and lies elsewhere; what lies there does not change. */
function packageFile(specifier: string, from: string): Resolution {
  try {
    const file = realpathSync(createRequire(from).resolve(specifier))
    return file.includes(`${sep}node_modules${sep}`) ? NOTHING : { files: [file], missing: [] }
  } catch {
    return NOTHING
  }
}
