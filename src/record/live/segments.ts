import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileName } from './places.ts'

/** How large a journal may become. */
export interface JournalLimits {
  /** From this size on the next file is begun. */
  readonly fileBytes: number
  /** Files that are kept, the newest among them. */
  readonly files: number
}

/** At least ten minutes of ten scenarios' seconds, at some 2 kB each: as much as is shown. */
export const JOURNAL_LIMITS: JournalLimits = { fileBytes: 4 * 2 ** 20, files: 6 }

/** The files of one journal: text goes to the newest, and the oldest are removed. */
export class Segments implements AsyncDisposable {
  readonly #parts: SegmentsParts
  #file: FileHandle | undefined
  #bytes = 0
  #number = 0

  constructor(parts: SegmentsParts) {
    this.#parts = parts
  }

  /** @throws Error as `node:fs` does */
  async append(text: string): Promise<void> {
    const { fileBytes } = this.#parts.limits
    const isFull = this.#file === undefined || this.#bytes > fileBytes
    const file = isFull ? await this.#begin() : this.#file
    const bytes = Buffer.from(isFull ? this.#parts.head() + text : text)
    this.#bytes += bytes.length
    await file?.appendFile(bytes)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.close()
    this.#file = undefined
  }

  async #begin(): Promise<FileHandle> {
    await this.#file?.close()
    this.#file = undefined
    const { folder, owner, limits } = this.#parts
    const file = await open(join(folder, fileName(owner, this.#number)), 'ax')
    this.#file = file
    this.#bytes = 0
    const oldest = this.#number++ - limits.files
    if (oldest >= 0) await rm(join(folder, fileName(owner, oldest)), { force: true })
    return file
  }
}

interface SegmentsParts {
  readonly folder: string
  readonly owner: string
  readonly limits: JournalLimits
  /** What every file begins with, so that each can be read without those before it. */
  readonly head: () => string
}
