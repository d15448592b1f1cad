import { pathToFileURL } from 'node:url'
import { installSideHooks, type SideHooksPlan } from '../../src/measure/sides/hooks.ts'

/** A process with both sides in it, as a duet's: loads files of each side, and prints what came of it as JSON. */

/** What to load, given as JSON in the first argument. */
export interface LoadOrder {
  readonly plan: SideHooksPlan
  /** Absolute paths, in the order of loading. */
  readonly files: readonly string[]
}

const { plan, files } = JSON.parse(process.argv[2] ?? '') as LoadOrder
const hooks = installSideHooks(plan)
const values: unknown[] = []
for (const file of files) {
  const module: unknown = await import(pathToFileURL(file).href)
  values.push(Reflect.get(Object(module), 'default'))
}
process.stdout.write(JSON.stringify({ values, loaded: hooks.loaded() }))
