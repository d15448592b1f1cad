import {
  createRequire,
  registerHooks,
  type ResolveFnOutput,
  type ResolveHookContext,
} from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { ReplacedPackage, Side } from '../../model/duet.ts'
import { type Aliases, readAliases } from '../bench/watch/aliases.ts'
import { ElsewhereWatch } from './elsewhere.ts'
import { createImportGraph, type LoadedBySide } from './loaded.ts'
import { createSides, pathOf, plainUrl, type SideFolders, type Sides } from './sides.ts'

/**
 * Lets both sides of a duet live in one process: what a module imports is its own side's file, whatever it is imported
 * by. Without this, several ways lead both sides to the same file: a tsconfig alias (resolved in the working directory,
 * which is one side's), a link of a workspace package in a `node_modules` that both share, a path made from the working
 * directory. Used in the duet's process only, before any perf file is imported.
 *
 *     specifier ─→ replaced package? ─→ alias of the side? ─→ tsx, Node ─→ another checkout's own file? ─→ the side's
 *
 * These are synchronous hooks, as tsx's own are (Node ≥ 22.15), and run before them: `import`, `import()`, `require` and
 * `createRequire` all pass here. https://nodejs.org/api/module.html#synchronous-hooks-accepted-by-moduleregisterhooks
 */

/** What the hooks work on. */
export interface SideHooksPlan extends SideFolders {
  readonly replace?: readonly ReplacedPackage[]
}

/** The hooks of one process. */
export interface SideHooks {
  /** What each side has loaded so far: plain data. */
  loaded(): LoadedBySide
  /** Where else code of the scenario ran, which these hooks don't reach; in words. */
  elsewhere(): readonly string[]
  remove(): void
}

/** Finds what an import means. */
type Resolve = (specifier: string, context: ResolveHookContext) => ResolveFnOutput

/** Where plimsoll's own modules lie: its source, or what was built of it. */
const OWN_CODE = new URL('../../', import.meta.url).href

/** Installs the hooks. The process runs in the folder of the current side, under tsx. */
export function installSideHooks(plan: SideHooksPlan): SideHooks {
  const sides = createSides(plan)
  const graph = createImportGraph(sides, OWN_CODE)
  const replaced = createReplacements(plan.replace ?? [])
  const aliased = createAliases(sides)
  const resolveFor = (side: Side, request: Request): ResolveFnOutput => {
    const found = replaced(side, request) ?? aliased(side, request) ?? request.resolve()
    const own = sides.counterpart(found.url, side)
    return own === undefined ? found : request.resolve(own)
  }
  const adopted = new Map<string, Side>()
  const ownerOf = (url: string): Side | undefined =>
    sides.ownerOf(url) ?? adopted.get(plainUrl(url))
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      // Node writes what the next hooks are asked into the same object.
      const { parentURL } = context
      const side = parentURL === undefined ? undefined : ownerOf(parentURL)
      const request = createRequest(specifier, context, next)
      const found = side === undefined ? request.resolve() : resolveFor(side, request)
      graph.add(parentURL, found.url)
      // What was installed for one side only, and may import the workspace's packages.
      if (side !== undefined && sides.isKept(found.url) && ownerOf(found.url) === undefined) {
        adopted.set(plainUrl(found.url), side)
      }
      return found
    },
  })
  const elsewhere = new ElsewhereWatch()
  return {
    loaded: () => graph.loaded(),
    elsewhere: () => elsewhere.seen(),
    remove() {
      hooks.deregister()
      elsewhere[Symbol.dispose]()
    },
  }
}

/** One import, on its way. */
interface Request {
  readonly specifier: string
  /** Whether `require` asks, for which Node wants paths, and does not let go of who asks. */
  readonly isRequire: boolean
  readonly parentURL: string | undefined
  /** As the next hooks do. @param url a file's, to find instead @param from who asks instead, a file's URL */
  resolve(url?: string, from?: string): ResolveFnOutput
  /** The next hooks' answer; `undefined` when they find nothing. */
  attempt(url: string): ResolveFnOutput | undefined
}

function createRequest(specifier: string, context: ResolveHookContext, next: Resolve): Request {
  const { conditions, parentURL } = context
  const isRequire = conditions.includes('require') && !conditions.includes('import')
  const resolve = (url?: string, from?: string): ResolveFnOutput => {
    const asked = url === undefined ? specifier : isRequire ? fileURLToPath(plainUrl(url)) : url
    return next(asked, from === undefined ? context : { ...context, parentURL: from })
  }
  const attempt = (url: string): ResolveFnOutput | undefined => {
    try {
      return resolve(url)
    } catch {
      return undefined
    }
  }
  return { specifier, isRequire, parentURL, resolve, attempt }
}

/** One way to find what a side's module imports; `undefined` when it has no say. */
type Way = (side: Side, request: Request) => ResolveFnOutput | undefined

/** Packages that each side finds in a folder of its own. */
function createReplacements(packages: readonly ReplacedPackage[]): Way {
  return (side, request) => {
    const { specifier, isRequire } = request
    const found = packages.find(
      ({ name }) => specifier === name || specifier.startsWith(`${name}/`),
    )
    if (found === undefined) return undefined
    const from = pathToFileURL(join(found[side], 'package.json')).href
    if (!isRequire) return request.resolve(undefined, from)
    return request.resolve(pathToFileURL(createRequire(from).resolve(specifier)).href)
  }
}

/** The aliases of the side that the process does not run in. tsx knows those of the working directory alone. */
function createAliases(sides: Sides): Way {
  const here = process.cwd()
  const aliasesOf = (side: Side): Aliases | undefined => {
    const { cwd } = sides.folders[side]
    return cwd === here ? undefined : readAliases(cwd)
  }
  const aliases = { current: aliasesOf('current'), baseline: aliasesOf('baseline') }
  return (side, request) => {
    if (!isBare(request.specifier)) return undefined
    const targets = aliases[side]?.resolve(request.specifier) ?? []
    for (const target of targets) {
      const found = request.attempt(pathToFileURL(target).href)
      if (found !== undefined && pathOf(found.url) !== undefined) return found
    }
    return undefined
  }
}

/** Whether a specifier names no place: aliases and packages. */
const isBare = (specifier: string): boolean =>
  !/^(?:\.{0,2}\/|[a-z][\w+.-]*:|\.{1,2}$)/i.test(specifier)
