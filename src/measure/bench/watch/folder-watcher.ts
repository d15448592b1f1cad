import { type Dirent, type FSWatcher, readdirSync, statSync, watch } from 'node:fs'
import { join, sep } from 'node:path'
import { messageOf, type PlimsollError, usageError } from '../../../kernel/errors.ts'

/**
 * Watches folders, one watcher each: Node's recursive watching on Linux would also watch everything in `node_modules`.
 */

/** Never entered. */
const IGNORED: ReadonlySet<string> = new Set(['node_modules', '.git', '.plimsoll', 'dist'])

/** Tells of every path below the watched folders that appears, changes or goes away. */
export class FolderWatcher implements Disposable {
  readonly #watchers = new Map<string, FSWatcher>()
  readonly #onChange: (path: string) => void

  /** @param onChange gets absolute paths of files and folders; may be told of one change several times */
  constructor(onChange: (path: string) => void) {
    this.#onChange = onChange
  }

  /**
   * Watches a folder and all folders in it.
   * @throws PlimsollError WATCH_LIMIT when the system allows no more watchers
   */
  addTree(folder: string): void {
    if (!this.addFolder(folder)) return
    for (const entry of entriesOf(folder)) {
      if (entry.isDirectory() && !IGNORED.has(entry.name)) this.addTree(join(folder, entry.name))
    }
  }

  /** Watches a folder alone. Returns whether it had not been watched. */
  addFolder(folder: string): boolean {
    if (this.#watchers.has(folder)) return false
    try {
      const watcher = watch(folder, (event, name) => {
        if (name !== null) this.#changed(event, folder, name)
      })
      watcher.on('error', () => this.#remove(folder))
      this.#watchers.set(folder, watcher)
      return true
    } catch (thrown) {
      if (codeOf(thrown) === 'ENOSPC' || codeOf(thrown) === 'EMFILE') throw tooMany(folder, thrown)
      // It went away meanwhile, or may not be read.
      return false
    }
  }

  [Symbol.dispose](): void {
    for (const watcher of this.#watchers.values()) watcher.close()
    this.#watchers.clear()
  }

  #changed(event: 'rename' | 'change', folder: string, name: string): void {
    if (IGNORED.has(name)) return
    const path = join(folder, name)
    this.#onChange(path)
    if (event !== 'rename') return
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) this.#appeared(path)
    else this.#remove(path)
  }

  /** A new folder may have been filled before it was watched. */
  #appeared(folder: string): void {
    // One of this name may have been watched, and be gone: its watcher sees nothing any more.
    this.#remove(folder)
    this.addTree(folder)
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name)
      if (entry.isDirectory() && !IGNORED.has(entry.name)) this.#appeared(path)
      else this.#onChange(path)
    }
  }

  #remove(folder: string): void {
    for (const [watched, watcher] of this.#watchers) {
      if (watched !== folder && !watched.startsWith(folder + sep)) continue
      watcher.close()
      this.#watchers.delete(watched)
    }
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

const codeOf = (thrown: unknown): unknown =>
  thrown instanceof Error ? Reflect.get(thrown, 'code') : undefined

function tooMany(folder: string, thrown: unknown): PlimsollError {
  return usageError(
    'WATCH_LIMIT',
    `the system allows no more watched folders at ${folder}: ${messageOf(thrown)}`,
    'raise the limit (Linux: sysctl fs.inotify.max_user_watches), or run without --watch',
  )
}
