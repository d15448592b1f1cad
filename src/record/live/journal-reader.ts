import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { JournalLine, JournalRun } from '../../model/live-journal.ts'
import { readJournalLine } from '../../model/read-journal.ts'
import { isAbandoned } from '../../processes/owner.ts'
import { type JournalFile, journalFile } from './places.ts'
import { Tail } from './tail.ts'

/** What one look at a journal told. */
export type JournalState = 'running' | 'lost' | 'gone'

/** One run's journal, read as it grows. What another run's file says in its folder is passed over. */
export class JournalReader {
  readonly #folder: string
  readonly #id: string
  readonly #tails = new Map<string, Tail>()
  #run: JournalRun | undefined
  #owner: string | undefined

  constructor(folder: string, id: string) {
    this.#folder = folder
    this.#id = id
  }

  /** `undefined` until its first line was read. */
  get run(): JournalRun | undefined {
    return this.#run
  }

  /** Reads what has been added, file after file. @param onLine gets every line but those that say which run it is */
  async read(onLine: (line: JournalLine) => void): Promise<JournalState> {
    const names = await readdir(this.#folder).catch(() => undefined)
    if (names === undefined) return 'gone'
    const files = names.flatMap((name) => journalFile(name) ?? [])
    for (const file of files.toSorted((a, b) => a.number - b.number)) {
      if (this.#isOurs(file)) await this.#tailOf(file).read((text) => this.#take(text, onLine))
    }
    const kept = new Set(names)
    for (const name of this.#tails.keys()) if (!kept.has(name)) this.#tails.delete(name)
    return this.#state()
  }

  /** A run has one owner; the first file that is seen says which. */
  #isOurs({ owner }: JournalFile): boolean {
    this.#owner ??= owner
    return this.#owner === owner
  }

  #tailOf({ name }: JournalFile): Tail {
    const tail = this.#tails.get(name) ?? new Tail(join(this.#folder, name))
    this.#tails.set(name, tail)
    return tail
  }

  #take(text: string, onLine: (line: JournalLine) => void): void {
    const line = readJournalLine(text)
    if (line === undefined) return
    if (line.kind !== 'run') {
      if (this.#run !== undefined) onLine(line)
    } else if (line.run.id === this.#id) {
      this.#run = line.run
    }
  }

  async #state(): Promise<JournalState> {
    if (this.#owner === undefined) return 'running'
    // A process on another machine can't be looked for: its journal is followed as long as it is there.
    return (await isAbandoned(this.#owner, 0)) ? 'lost' : 'running'
  }
}
