import type { RunList } from '../../../../src/model/page.ts'
import { readRuns } from '../../source/documents.ts'
import { type PageSource, type Problem, problemOf } from '../../source/source.ts'
import { appended, renewed } from './merge.ts'
import type { ListedRun } from './search.ts'

/** The list as far as it is known. */
export interface KnownRuns {
  /** Newest first. */
  readonly runs: readonly ListedRun[]
  readonly isComplete: boolean
  /** Why there are no more, or none that are newer. */
  readonly problem: Problem | undefined
}

/** The first page is small, so that there is something to see at once. */
const FIRST_PAGE = 60
/** What is new is among so many, nearly always. */
const NEWEST = 20

/** Lists that were read whole, so that coming back to one shows it at once. */
const kept = new WeakMap<PageSource, readonly ListedRun[]>()

export const knownBefore = (source: PageSource): KnownRuns => ({
  runs: kept.get(source) ?? [],
  isComplete: kept.has(source),
  problem: undefined,
})

/** What is known, and how it gets to be more. */
export class RunFollower {
  readonly #source: PageSource
  readonly #tell: (known: KnownRuns) => void
  #known: KnownRuns
  #isBusy = false

  constructor(source: PageSource, tell: (known: KnownRuns) => void) {
    this.#source = source
    this.#tell = tell
    this.#known = knownBefore(source)
  }

  begin(): Promise<void> {
    return this.#known.isComplete ? this.look() : this.#alone(() => this.#readAll())
  }

  /** One small page, as long as it reaches back to what is known. */
  look(): Promise<void> {
    return this.#alone(async () => {
      const { runs, isComplete } = this.#known
      if (!isComplete) return this.#readAll()
      const next = renewed(runs, await readRuns(this.#source, null, NEWEST))
      if (next === undefined) return this.#readAll()
      this.#set({ runs: next, isComplete: true, problem: undefined })
    })
  }

  /** Anew from the newest; what is known stays until there is as much again. */
  async #readAll(): Promise<void> {
    let runs: readonly ListedRun[] = []
    let page: RunList = await readRuns(this.#source, null, FIRST_PAGE)
    for (;;) {
      const more = appended(runs, page)
      const isOver = page.next === null || more === runs
      runs = more
      const isLess = runs.length < this.#known.runs.length
      if (isOver || !isLess) this.#set({ runs, isComplete: isOver, problem: undefined })
      if (isOver) return
      page = await readRuns(this.#source, page.next)
    }
  }

  async #alone(work: () => Promise<void>): Promise<void> {
    if (this.#isBusy) return
    this.#isBusy = true
    try {
      await work()
    } catch (thrown) {
      this.#set({ ...this.#known, problem: problemOf(thrown) })
    } finally {
      this.#isBusy = false
    }
  }

  #set(known: KnownRuns): void {
    const { runs, isComplete, problem } = this.#known
    const isSame =
      runs.length === known.runs.length && runs.every((run, at) => run === known.runs[at])
    if (isSame && isComplete === known.isComplete && problem === known.problem) return
    this.#known = isSame ? { ...known, runs } : known
    if (known.isComplete) kept.set(this.#source, this.#known.runs)
    this.#tell(this.#known)
  }
}
