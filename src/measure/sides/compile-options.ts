import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { parentOf, readConfig } from '../bench/watch/aliases.ts'
import { pathWithin, tsconfigOf } from './places.ts'
import type { SideFolders } from './sides.ts'

/**
 * Has both sides compiled alike. tsx takes its options from the tsconfig.json of the working directory, and applies them
 * to the files which that includes: those of the other side are not among them. One side would have its decorators, class
 * fields and JSX compiled in another way, which is slower or fails.
 */

/** Which files a tsconfig is about. */
interface FileSpecs {
  readonly files?: readonly string[] | undefined
  readonly include?: readonly string[] | undefined
  readonly exclude?: readonly string[] | undefined
}

/**
 * Variables for the environment of the duet's process. They name a tsconfig.json beside the baseline's root, which
 * extends the current side's and includes the same files of both sides. None when the project has no tsconfig.json.
 */
export async function sideEnvironment(sides: SideFolders): Promise<Record<string, string>> {
  const configured = process.env['TSX_TSCONFIG_PATH']
  const { cwd } = sides.current
  const path = configured === undefined ? findUp(cwd) : resolve(cwd, configured)
  if (path === undefined) return {}
  const file = tsconfigOf(sides.baseline.root)
  const specs = onBothSides(specsOf(path, dirname(path)), dirname(path), sides)
  await writeFile(file, JSON.stringify({ extends: path, ...specs }))
  return { TSX_TSCONFIG_PATH: file }
}

/** As tsx looks for it. */
function findUp(folder: string): string | undefined {
  const path = join(folder, 'tsconfig.json')
  if (existsSync(path)) return path
  return dirname(folder) === folder ? undefined : findUp(dirname(folder))
}

/** Of a file, else of what it extends, absolute. @param top folder of the file that extends the others */
function specsOf(path: string, top: string, seen: readonly string[] = []): FileSpecs {
  if (seen.includes(path)) return {}
  const config = readConfig(path)
  const parents = [config['extends'] ?? []].flat() as string[]
  const inherited = parents.flatMap((parent) => {
    const file = parentOf(parent, path)
    return file === undefined ? [] : [specsOf(file, top, [...seen, path])]
  })
  const own = Object.entries(config).flatMap(([name, patterns]) =>
    ['files', 'include', 'exclude'].includes(name) && Array.isArray(patterns)
      ? [[name, patterns.map((pattern) => absolute(String(pattern), dirname(path), top))]]
      : [],
  )
  return Object.assign({}, ...inherited, Object.fromEntries(own)) as FileSpecs
}

function absolute(pattern: string, folder: string, top: string): string {
  const plain = pattern.replace(/^\$\{configDir\}/, () => top)
  return isAbsolute(plain) ? plain : join(folder, plain)
}

/** A tsconfig that names no files is about all in its folder. */
function onBothSides(specs: FileSpecs, folder: string, sides: SideFolders): FileSpecs {
  const both = (patterns: readonly string[] | undefined): readonly string[] | undefined =>
    patterns?.flatMap((pattern) => [pattern, ...inBaseline(pattern, sides)])
  const named = specs.files !== undefined || specs.include !== undefined
  const include = named ? specs.include : [join(folder, '**/*')]
  return { files: both(specs.files), include: both(include), exclude: both(specs.exclude) }
}

/** The baseline's files that a pattern would include, were they where the current side's are. */
function inBaseline(pattern: string, { current, baseline }: SideFolders): readonly string[] {
  const own = pattern === current.root ? '' : pathWithin(current.root, pattern)
  if (own !== undefined) return [join(baseline.root, own)]
  // A tsconfig.json above the repository.
  const prefix = pattern.replace(/[/\\][^/\\]*[*?].*$/s, '')
  return pathWithin(prefix, current.root) === undefined ? [] : [join(baseline.root, '**/*')]
}
