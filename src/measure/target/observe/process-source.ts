import type { Note, SourceKind } from '../../../model/run.ts'
import { ResourceSampler } from '../resources/sampler.ts'
import { known } from './server-source.ts'
import type { SeriesValues, Source } from './source.ts'

/** The processes of an instance or a server, read from outside. Where they can't be, `observeTargets` says so once. */
export class ProcessSource implements Source {
  readonly kind: SourceKind = 'process'
  readonly name: string
  readonly #sampler: ResourceSampler

  /** @param root the id of its first process */
  constructor(name: string, root: number) {
    this.name = name
    this.#sampler = new ResourceSampler(root)
  }

  async read(): Promise<SeriesValues | undefined> {
    return this.sample()
  }

  /** The same at once: files in memory are all that is read. */
  sample(): SeriesValues | undefined {
    const sample = this.#sampler.sample()
    if (sample === undefined) return undefined
    const { atMs: _, cpuShare, ...rest } = sample
    return known({ cpuCores: cpuShare, ...rest })
  }

  note(): Note | undefined {
    return undefined
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve()
  }
}
