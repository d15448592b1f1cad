import { createRequire } from 'node:module'
import { sep } from 'node:path'

/** A CommonJS module to be found, and what is done with it. */
export interface WantedModule {
  /** The end of its path, with `/`. */
  readonly path: string
  readonly onFound: (exported: unknown) => void
}

/** After so many looks, services have loaded what they will, as a rule. */
const OFTEN = 10

/** From then on they are looked for in every so many-th: with 3,000 modules loaded a look takes 0.2 ms. */
const SELDOM = 10

/**
 * Finds libraries among the CommonJS modules that this process has loaded, also for a module that imports them. Node would
 * tell by a channel, but is then seen in the stack of every error that a module throws. Modules that a loader of another
 * kind brings (tsx, to ES modules) are not found, nor are those that have been bundled.
 */
export class LoadedModules {
  readonly #wanted: readonly WantedModule[]
  readonly #cache = createRequire(import.meta.url).cache
  readonly #found = new Set<string>()
  #looks = 0

  constructor(wanted: readonly WantedModule[]) {
    this.#wanted = wanted.map(({ path, onFound }) => ({ path: path.replaceAll('/', sep), onFound }))
  }

  /** To be called once a second. */
  look(): void {
    this.#looks++
    if (this.#looks > OFTEN && this.#looks % SELDOM !== 0) return
    for (const path of Object.keys(this.#cache)) {
      const wanted = this.#wanted.find(({ path: end }) => path.endsWith(end))
      if (wanted === undefined || this.#found.has(path)) continue
      this.#found.add(path)
      wanted.onFound(this.#cache[path]?.exports)
    }
  }
}
