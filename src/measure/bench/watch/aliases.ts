import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, isAbsolute, join, resolve } from 'node:path'

/** The `paths` of a project's tsconfig.json: other names for its files. */

/** One entry of `paths`. */
interface Alias {
  /** Before and after the `*`; without a `*`, `after` is `undefined`. */
  readonly before: string
  readonly after: string | undefined
  /** Absolute, with their `*`. */
  readonly targets: readonly string[]
}

/** A project's aliases, and the files that they were read from. */
export interface Aliases {
  /** Absolute paths that a specifier may stand for; none when it is no alias. */
  readonly resolve: (specifier: string) => readonly string[]
  /** Absolute. A change of one may change what any import means. */
  readonly sources: readonly string[]
}

/** Reads tsconfig.json in `cwd` and what it extends. A file that can't be read has no aliases. */
export function readAliases(cwd: string): Aliases {
  const sources: string[] = []
  const aliases = aliasesOf(join(cwd, 'tsconfig.json'), sources)
  return {
    sources,
    resolve: (specifier) => aliases.flatMap((alias) => targetsOf(alias, specifier)),
  }
}

/** A file's own `paths` replace those of what it extends. */
function aliasesOf(file: string, sources: string[]): readonly Alias[] {
  if (sources.includes(file)) return []
  sources.push(file)
  const config = readConfig(file)
  const { paths, baseUrl } = (config['compilerOptions'] ?? {}) as Options
  const base = resolve(dirname(file), baseUrl ?? '.')
  if (paths !== undefined) {
    return Object.entries(paths).map(([pattern, targets]): Alias => {
      const [before = '', after] = pattern.split('*', 2)
      return { before, after, targets: targets.map((target) => resolve(base, target)) }
    })
  }
  const parents = [config['extends'] ?? []].flat() as string[]
  return parents.flatMap((parent) => {
    const path = parentOf(parent, file)
    return path === undefined ? [] : aliasesOf(path, sources)
  })
}

interface Options {
  readonly paths?: Readonly<Record<string, readonly string[]>>
  readonly baseUrl?: string
}

/** The file that a tsconfig means by `extends`; `undefined` when there is none. */
export function parentOf(named: string, file: string): string | undefined {
  if (named.startsWith('.') || isAbsolute(named)) {
    const path = resolve(dirname(file), named)
    return existsSync(path) || path.endsWith('.json') ? path : `${path}.json`
  }
  try {
    return createRequire(file).resolve(named)
  } catch {
    return undefined
  }
}

/** A tsconfig.json as it is written, `extends` not followed. One that can't be read says nothing. */
export function readConfig(file: string): Readonly<Record<string, unknown>> {
  try {
    const config: unknown = JSON.parse(withoutComments(readFileSync(file, 'utf8')))
    return typeof config === 'object' && config !== null ? { ...config } : {}
  } catch {
    return {}
  }
}

/** JSON as tsconfig.json may be written: with comments and commas too many. Texts are left alone. */
function withoutComments(text: string): string {
  return text
    .replaceAll(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '$1')
    .replaceAll(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, '$1')
}

function targetsOf({ before, after, targets }: Alias, specifier: string): readonly string[] {
  if (after === undefined) return specifier === before ? targets : []
  const fits = specifier.startsWith(before) && specifier.endsWith(after)
  if (!fits || specifier.length < before.length + after.length) return []
  const middle = specifier.slice(before.length, specifier.length - after.length)
  return targets.map((target) => target.replace('*', () => middle))
}
