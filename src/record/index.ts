/** Keeps runs and baselines, and brings them in and out. */

import type { Store, StoreReport } from '../model/ports.ts'
import { storeLocation } from './location.ts'
import type { SqliteOptions } from './sqlite/store.ts'

export { readBaselineFile, writeBaselineFile } from './exchange/baseline-file.ts'
export {
  BaselineManager,
  type BaselineManagerOptions,
  type SaveOptions,
} from './exchange/baseline-manager.ts'
export { exportRun, importInto, importRuns } from './exchange/documents.ts'
export { storeExists, storeIdentity } from './location.ts'
export { packHistogram, unpackHistogram } from './histogram-text.ts'
export { JournalFollower, type JournalListener } from './live/follow.ts'
export { type ClosedWindow, LiveJournal } from './live/journal.ts'
export { sweepJournals } from './live/sweep.ts'
export { mergeRuns } from './merge.ts'
export { summaryOf } from './summary.ts'
export { mergeResults } from './merge/results.ts'

/** How to open a store. */
export interface OpenOptions extends SqliteOptions {
  /** What a relative path is relative to. */
  readonly cwd: string
}

/**
 * Opens a store, and makes it if it is not there. Close it, or hold it with `await using`.
 *
 * @param url `sqlite:PATH`, a plain path, or `sqlite::memory:`
 * @throws PlimsollError STORE_URL (exit 2); STORE_CORRUPT, STORE_FOREIGN, STORE_NEWER, STORE_LOCKED, STORE_FULL,
 * STORE_UNREACHABLE (exit 5)
 */
export async function openStore(url: string, options: OpenOptions): Promise<Store> {
  const { path } = storeLocation(url, options.cwd)
  // Loaded late: commands that need no store should not pay for one.
  const { openSqliteStore } = await import('./sqlite/store.ts')
  return openSqliteStore(path, options)
}

/** What a store holds, however damaged; leaves it as it is, and makes none. */
export async function verifyStore(url: string, options: OpenOptions): Promise<StoreReport> {
  const { path } = storeLocation(url, options.cwd)
  const { verifySqliteStore } = await import('./sqlite/store.ts')
  return verifySqliteStore(path, options)
}
