import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/** Sees CommonJS modules as they are loaded, by Node's own channel: nothing about loading is changed. */

/** Where Node tells that a `require` has returned (Node ≥ 22.4, ≥ 20.16), also one inside of what was imported. */
const REQUIRED = 'tracing:module.require:end'

/** A module as another one asks for it. */
export interface LoadedModule {
  /** As it was asked for: `pg-pool`, `./query`. */
  readonly id: string
  /** Who asked. */
  readonly parentFilename?: string
  /** What it exports; `undefined` when it could not be loaded. */
  readonly result?: unknown
}

/**
 * Calls `onLoaded` for every module that is required from now on, those loaded before among them. Modules that a loader
 * of another kind brings (tsx, for a service made of ES modules) are not seen.
 * @returns what ends it
 */
export function watchModules(onLoaded: (module: LoadedModule) => void): () => void {
  const look = (message: unknown): void => {
    try {
      onLoaded(message as LoadedModule)
    } catch {
      // An error of a subscriber would end the process.
    }
  }
  subscribe(REQUIRED, look)
  return () => void unsubscribe(REQUIRED, look)
}
