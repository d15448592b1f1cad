import type { Loops } from './loops.ts'

let instances = 0

/** Loops whose type feedback no other scenario has touched. */
export async function freshLoops(): Promise<Loops> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const url = new URL(`./loops.${extension}?scenario=${instances++}`, import.meta.url)
  const module: unknown = await import(url.href)
  return (module as { readonly loops: Loops }).loops
}
