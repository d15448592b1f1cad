import type { Store } from '../model/ports.ts'
import { storeIdentity } from '../record/index.ts'
import { openStoreToRead, type Project } from './project.ts'

/**
 * The project's store, for a process that reads it for hours: opened once, and anew when its file appears or is replaced
 * by another one. What is reading meanwhile ends on the store that it began with.
 */
export class KeptStore implements AsyncDisposable {
  readonly #project: Project
  #opened: OpenedStore | undefined
  #openings = 0

  constructor(project: Project) {
    this.#project = project
  }

  /**
   * @param work also gets which opening of the store this is: what was learned from an earlier one may not hold
   * @throws PlimsollError as the store does; one that can't be opened is tried again the next time
   */
  async use<T>(work: (store: Store, opening: number) => Promise<T>): Promise<T> {
    const { settings, cwd } = this.#project
    const identity = storeIdentity(settings.store, cwd)
    const opened = this.#opened?.isStill(identity) ? this.#opened : this.#open(identity)
    const opening = this.#openings
    return opened.use((store) => work(store, opening))
  }

  #open(identity: string | undefined): OpenedStore {
    void this.#opened?.retire()
    this.#openings++
    this.#opened = new OpenedStore(identity, openStoreToRead(this.#project))
    return this.#opened
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opened?.retire()
  }
}

class OpenedStore {
  /** Of its file; `undefined` = there was none. */
  readonly #identity: string | undefined
  readonly #store: Promise<Store>
  #users = 0
  #isRetired = false

  constructor(identity: string | undefined, store: Promise<Store>) {
    this.#identity = identity
    this.#store = store
    store.catch(() => {
      this.#isRetired = true
    })
  }

  /** Whether it can be used on. */
  isStill(identity: string | undefined): boolean {
    return this.#identity === identity && !this.#isRetired
  }

  async use<T>(work: (store: Store) => Promise<T>): Promise<T> {
    // Counted before anything is waited for: a store is closed behind its last reader.
    this.#users++
    try {
      return await work(await this.#store)
    } finally {
      this.#users--
      if (this.#isRetired) await this.#closeUnused()
    }
  }

  async retire(): Promise<void> {
    this.#isRetired = true
    await this.#closeUnused()
  }

  async #closeUnused(): Promise<void> {
    const store = await this.#store.catch(() => undefined)
    if (this.#users === 0) await store?.close()
  }
}
