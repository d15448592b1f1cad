import { sep } from 'node:path'
import type { LoadedBySide } from './loaded.ts'
import { pathOf } from './sides.ts'

/**
 * Files in `node_modules` that no package manager put there: a tool generated them from the project's own files
 * (`node_modules/.prisma`), and they are those of one revision.
 */

/** Where package managers keep what they install, and commands; and caches. */
const OF_PACKAGE_MANAGERS = new Set([
  ...['.bin', '.pnpm', '.ignored', '.store', '.bun', '.deno', '.vlt', '.aspect_rules_js'],
  ...['.cache', '.parcel-cache', '.vite', '.vitest', '.vite-temp', '.remotion'],
])
/** What npm leaves when it is killed: `.name-x1Yz2Abc`. */
const LEFT_BY_NPM = /^\..+-[A-Za-z\d]{8}$/

/** Whether a name directly in `node_modules` is a folder, or file, of such files. */
export function isGenerated(name: string): boolean {
  return name.startsWith('.') && !OF_PACKAGE_MANAGERS.has(name) && !LEFT_BY_NPM.test(name)
}

/** The folders of such files that both sides loaded. */
export function generatedAndShared({ current, baseline }: LoadedBySide): readonly string[] {
  const ofCurrent = new Set(current.map(({ url }) => url))
  const shared = baseline.filter(({ url }) => ofCurrent.has(url))
  return [...new Set(shared.flatMap(({ url }) => generatedIn(pathOf(url) ?? '') ?? []))].toSorted()
}

function generatedIn(path: string): string | undefined {
  const mark = `${sep}node_modules${sep}`
  const at = path.lastIndexOf(mark)
  const [name = ''] = at === -1 ? [] : path.slice(at + mark.length).split(sep)
  return isGenerated(name) ? `node_modules/${name}` : undefined
}
