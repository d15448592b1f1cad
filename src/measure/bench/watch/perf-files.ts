import { existsSync } from 'node:fs'
import { dirname, sep } from 'node:path'
import { type Aliases, readAliases } from './aliases.ts'
import { type Dependencies, fileHash, traceImports } from './graph.ts'

/** The perf files that are watched, and which of them a change touches. */
export class PerfFiles {
  readonly #options: PerfFilesOptions
  readonly #files = new Map<string, Dependencies>()
  readonly #shared = new Map<string, string | undefined>()
  #aliases: Aliases

  constructor(options: PerfFilesOptions) {
    this.#options = options
    this.#aliases = readAliases(options.cwd)
    for (const file of options.files) this.#trace(file)
    this.#readShared()
  }

  /** Folders of everything that any perf file depends on. */
  folders(): ReadonlySet<string> {
    const paths = [...this.#files.values()].flatMap(({ files }) => [...files.keys()])
    return new Set([...paths, ...this.#shared.keys()].map((path) => dirname(path)))
  }

  /** Takes note of changed paths, and gives the perf files to run again, those that are new included. */
  update(changed: ReadonlySet<string>): readonly string[] {
    const all = [...this.#shared].some(
      ([path, hash]) => changed.has(path) && fileHash(path) !== hash,
    )
    if (all) {
      this.#aliases = readAliases(this.#options.cwd)
      this.#readShared()
    }
    const touched = [...this.#files]
      .filter(([, dependencies]) => all || isTouched(dependencies, changed))
      .map(([file]) => file)
    const added = [...changed].filter(
      (path) => !this.#files.has(path) && this.#options.isPerfFile(path) && existsSync(path),
    )
    for (const file of [...touched, ...added]) this.#trace(file)
    return [...touched, ...added].filter((file) => this.#files.has(file)).toSorted()
  }

  /** A perf file that is gone is forgotten, until it appears again. */
  #trace(file: string): void {
    const dependencies = traceImports(file, this.#aliases)
    if (dependencies.files.has(file)) this.#files.set(file, dependencies)
    else this.#files.delete(file)
  }

  #readShared(): void {
    this.#shared.clear()
    for (const path of [...this.#options.shared, ...this.#aliases.sources]) {
      this.#shared.set(path, fileHash(path))
    }
  }
}

/** What perf files are watched, and how new ones are known. */
export interface PerfFilesOptions {
  /** The project's folder, absolute. */
  readonly cwd: string
  /** Absolute. */
  readonly files: readonly string[]
  /** Whether a file that appears is one. */
  readonly isPerfFile: (path: string) => boolean
  /** Absolute paths of files, such as the configuration, whose change touches every perf file. */
  readonly shared: readonly string[]
}

/** Whether content changed: editors and tools also touch files without changing them. */
function isTouched({ files, missing }: Dependencies, changed: ReadonlySet<string>): boolean {
  return [...changed].some((path) => {
    const hash = files.get(path)
    if (hash !== undefined) return fileHash(path) !== hash
    if (missing.has(path)) return fileHash(path) !== undefined
    // A folder that was moved away takes its files along, and only it is told of.
    return !existsSync(path) && [...files.keys()].some((file) => file.startsWith(path + sep))
  })
}
