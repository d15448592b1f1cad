import { sep } from 'node:path'
import type { LoadedModule } from '../../model/duet.ts'
import type { SideFacts } from './facts.ts'
import type { LoadedBySide } from './loaded.ts'
import { isOwnPath, pathWithin } from './places.ts'
import { pathOf } from './sides.ts'

/**
 * Why what the sides loaded can't tell them apart, in a sentence; `undefined` when nothing stands in the way. Code that
 * both loaded from one file is no obstacle as long as it is the same in both.
 */
export function obstacleBetweenSides(loaded: LoadedBySide, facts: SideFacts): string | undefined {
  const shared = sharedModules(loaded, facts)
  for (const module of shared.own) {
    const obstacle = ownFileObstacle(module, facts)
    if (obstacle !== undefined) return obstacle
  }
  for (const module of shared.installed) {
    const obstacle = versionObstacle(module, facts)
    if (obstacle !== undefined) return obstacle
  }
  return replacementObstacle(loaded, facts)
}

/** What is not each side's own. */
interface Shared {
  /** Files of a checkout, by path relative to its top. */
  readonly own: readonly string[]
  /** `name@version` */
  readonly installed: readonly string[]
}

function sharedModules({ current, baseline }: LoadedBySide, { roots }: SideFacts): Shared {
  const ofCurrent = new Set(current.map(({ url }) => url))
  // A file of the other checkout is shared, whether or not that side happens to use it.
  const own = [
    ...baseline.map((module) => placeOf(module, roots, 'baseline')),
    ...current.map((module) => placeOf(module, roots, 'current')),
  ]
  const both = baseline.filter(({ url }) => ofCurrent.has(url))
  return {
    own: [...new Set(own.filter((path) => path !== undefined))],
    installed: [...new Set(both.flatMap((module) => module.package ?? []))],
  }
}

/** The path of an own file that lies in another checkout than the side's; else `undefined`. */
function placeOf(
  { url }: LoadedModule,
  roots: SideFacts['roots'],
  side: 'current' | 'baseline',
): string | undefined {
  const path = pathOf(url)
  if (path === undefined) return undefined
  for (const name of ['baseline', 'current', 'home'] as const) {
    const own = pathWithin(roots[name], path)
    if (own === undefined || !isOwnPath(own)) continue
    return name === side ? undefined : own.split(sep).join('/')
  }
  return undefined
}

function ownFileObstacle(
  path: string,
  { changed, tracked, replaced }: SideFacts,
): string | undefined {
  if (replaced !== undefined) return `both sides loaded ${path}, and with it one ${replaced}`
  if (changed.has(path)) return `both sides loaded ${path}, which changed`
  if (tracked?.has(path) !== false) return undefined
  return `both sides loaded ${path}, which is in no revision: whether it differs can't be told`
}

function versionObstacle(
  installed: string,
  { versions: { current, baseline }, replaced }: SideFacts,
): string | undefined {
  const at = installed.lastIndexOf('@')
  const [name, version] = [installed.slice(0, at), installed.slice(at + 1)]
  // What runs the duet is the same for both, whatever their lockfiles say.
  if (name === 'plimsoll') return undefined
  if (name === replaced)
    return `both sides loaded ${name} ${version}, for another package imports it`
  if (current === undefined || baseline === undefined) return undefined
  const otherThan = (versions: readonly string[] | undefined): string =>
    versions === undefined ? 'none' : versions.join(' and ')
  const [now, before] = [current.get(name), baseline.get(name)]
  const [isNow, wasBefore] = [now?.includes(version), before?.includes(version)]
  if (isNow && !wasBefore) {
    return `both sides loaded ${name} ${version}, but the baseline's lockfile has ${otherThan(before)}`
  }
  if (wasBefore && !isNow) {
    return `both sides loaded ${name} ${version}, but the current lockfile has ${otherThan(now)}`
  }
  return undefined
}

/** Nothing is compared when the package that differs takes no part. */
function replacementObstacle(loaded: LoadedBySide, { replaced }: SideFacts): string | undefined {
  if (replaced === undefined) return undefined
  const has = (modules: readonly LoadedModule[]): boolean =>
    modules.some((module) => module.package?.startsWith(`${replaced}@`))
  return has(loaded.current) || has(loaded.baseline)
    ? undefined
    : `neither side loaded ${replaced}: what is measured does not import it`
}
