import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { importProblem, importProblemLine, shownPath } from '../discover/import-problem.ts'
import { configProblems } from './check.ts'
import type { PlimsollConfig } from './config.ts'

/** Looked for in the project's folder, in this order. */
const CONFIG_NAMES: readonly string[] = ['ts', 'mts', 'js', 'mjs'].map(
  (extension) => `plimsoll.config.${extension}`,
)

/** A configuration, as far as it could be loaded. */
export interface LoadedConfig {
  /** Absolute; `undefined` when there is none. */
  readonly path: string | undefined
  /** Empty when there is none, or it did not load. */
  readonly config: PlimsollConfig
  /** One line each. */
  readonly problems: readonly string[]
}

/** Where to look. */
export interface ConfigPlace {
  /** The project's folder, absolute. */
  readonly cwd: string
  /** The file, if one was named; relative to `cwd`. */
  readonly path?: string | undefined
}

/**
 * Loads the configuration, if there is one. Never throws: whatever is wrong is in `problems`, so that it can be
 * reported together with the problems of flags and environment.
 */
export async function loadConfig({ cwd, path }: ConfigPlace): Promise<LoadedConfig> {
  const found = path === undefined ? findConfig(cwd) : resolve(cwd, path)
  if (found === undefined) return { path: undefined, config: {}, problems: [] }
  const failed = (problem: string): LoadedConfig => ({
    path: found,
    config: {},
    problems: [problem],
  })
  const name = shownPath(found, cwd)
  if (!existsSync(found)) return failed(`${name}: there is no such configuration file`)
  try {
    const value = defaultExport(await inTime(importFresh(found, cwd)))
    if (value === undefined) return failed(`${name}: ${NO_DEFAULT_EXPORT}`)
    const problems = configProblems(value).map((problem) => `${name}: ${problem}`)
    return { path: found, config: isConfig(value) ? value : {}, problems }
  } catch (thrown) {
    return failed(importProblemLine(importProblem(thrown, { path: found, cwd })))
  }
}

/** Longest that a configuration may take to load. */
const LOADING_MS = 30_000

/** Gives up on a configuration that keeps something alive and never settles. */
async function inTime<T>(loading: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => reject(new Error(`still loading after ${LOADING_MS / 1000} s`)),
    LOADING_MS,
  )
  timer.unref()
  try {
    return await Promise.race([loading, late])
  } finally {
    clearTimeout(timer)
  }
}

const NO_DEFAULT_EXPORT = 'has no default export; write export default defineConfig({ … })'

const isConfig = (value: unknown): value is PlimsollConfig =>
  typeof value === 'object' && value !== null

function findConfig(cwd: string): string | undefined {
  return CONFIG_NAMES.map((name) => resolve(cwd, name)).find((path) => existsSync(path))
}

/** A new copy on every call, with enums, `tsconfig` paths and extensionless imports, whatever loads plimsoll itself. */
async function importFresh(path: string, cwd: string): Promise<unknown> {
  const { tsImport } = await import('tsx/esm/api')
  const tsconfig = findUp('tsconfig.json', cwd) ?? false
  return tsImport(pathToFileURL(path).href, { parentURL: import.meta.url, tsconfig })
}

function findUp(name: string, folder: string): string | undefined {
  const here = resolve(folder, name)
  if (existsSync(here)) return here
  const above = dirname(folder)
  return above === folder ? undefined : findUp(name, above)
}

/** In a project of CommonJS modules the default export is one level further in. */
function defaultExport(module: unknown): unknown {
  const outer = property(module, 'default')
  return property(outer, '__esModule') === true ? property(outer, 'default') : outer
}

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
