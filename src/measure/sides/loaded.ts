import type { LoadedModule, Side } from '../../model/duet.ts'
import { createPackageNames, pathOf, plainUrl, type Sides } from './sides.ts'

/** Remembers who imported what, and tells from that what each side loaded. */

/** What each side loaded: its own files, and all that those import, directly or not. A file may be in both. */
export interface LoadedBySide {
  readonly current: readonly LoadedModule[]
  readonly baseline: readonly LoadedModule[]
}

/** A graph of imports that grows while modules are loaded. */
export interface ImportGraph {
  /** @param parent URL of the importing module; `undefined` for what Node was started with */
  add(parent: string | undefined, child: string): void
  loaded(): LoadedBySide
}

/** @param ownCode URL of a folder: plimsoll's modules, which load both sides' perf files and belong to neither */
export function createImportGraph(sides: Sides, ownCode: string): ImportGraph {
  const children = new Map<string, Set<string>>()
  const modules = new Set<string>()
  const crosses = (parent: string, child: string): boolean =>
    parent.startsWith(ownCode) && sides.ownerOf(child) !== sides.ownerOf(parent)

  const loadedBy = (side: Side): LoadedModule[] => {
    const found = new Set([...modules].filter((url) => sides.ownerOf(url) === side))
    // A set is walked in the order of insertion, and what is added meanwhile is walked too.
    for (const url of found) for (const child of children.get(url) ?? []) found.add(child)
    return [...found].toSorted().map(describe)
  }
  const nameOf = createPackageNames()
  const describe = (url: string): LoadedModule => ({ url, package: nameOf(pathOf(url) ?? '') })

  return {
    add(importer, imported) {
      if (!imported.startsWith('file:')) return
      const child = plainUrl(imported)
      modules.add(child)
      const parent = importer === undefined ? undefined : plainUrl(importer)
      if (parent === undefined || crosses(parent, child)) return
      children.set(parent, (children.get(parent) ?? new Set()).add(child))
    },
    loaded: () => ({ current: loadedBy('current'), baseline: loadedBy('baseline') }),
  }
}
