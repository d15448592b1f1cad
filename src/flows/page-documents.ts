import type { Comparison } from '../model/comparison.ts'
import type { History } from '../model/history.ts'
import type { BaselineList, PageProject, RunJudged, RunList } from '../model/page.ts'
import type { PageDocuments, PageHistoryQuery, Store, SummaryQuery } from '../model/ports.ts'
import { comparisonOf, judgeBeside } from './compare.ts'
import { historyOf } from './history.ts'
import { KeptStore } from './kept-store.ts'
import { findingsOf } from './load-findings.ts'
import { baselineList, runList } from './page-lists.ts'
import { PageMemory } from './page-memory.ts'
import { pageProject } from './page-project.ts'
import type { Project } from './project.ts'

/** Comparisons and findings that are kept: what a few viewers look at. */
const JUDGED_KEPT = 64
/** Histories that are kept; each may be of every series there is. */
const HISTORIES_KEPT = 16

/**
 * What pages are made of, from the project's store: for a process that answers many readers for hours. Close it, or hold
 * it with `await using`.
 */
export async function pageDocuments(project: Project): Promise<PageDocuments & AsyncDisposable> {
  return new StoredDocuments(project)
}

class StoredDocuments implements PageDocuments, AsyncDisposable {
  readonly #project: Project
  readonly #store: KeptStore
  readonly #judged = new PageMemory(JUDGED_KEPT)
  readonly #histories = new PageMemory(HISTORIES_KEPT)
  #about: Promise<PageProject> | undefined

  constructor(project: Project) {
    this.#project = project
    this.#store = new KeptStore(project)
  }

  project(): Promise<PageProject> {
    this.#about ??= pageProject(this.#project)
    return this.#about
  }

  runs(query: SummaryQuery): Promise<RunList> {
    return this.#store.use((store) => runList(store, query))
  }

  run(id: string): Promise<string | undefined> {
    return this.#store.use((store) => store.text(id))
  }

  judged(id: string): Promise<RunJudged | undefined> {
    // Which baseline applies is git's to say, too.
    const minute = this.#past(60_000)
    return this.#recall(this.#judged, ['judged', id, minute], (store) =>
      judgedOf(this.#project, store, id),
    )
  }

  compare(current: string, baseline: string): Promise<Comparison | undefined> {
    return this.#recall(this.#judged, ['compare', current, baseline], (store) =>
      compared(this.#project, store, { current, baseline }),
    )
  }

  baselines(): Promise<BaselineList> {
    return this.#store.use((store) => baselineList(store))
  }

  history(query: PageHistoryQuery): Promise<History> {
    // `since` may be an age.
    const hour = this.#past(3_600_000)
    return this.#recall(this.#histories, [query, hour], (store) =>
      historyOf(this.#project, store, {
        filters: query.scenarios,
        stages: query.stages,
        metrics: query.metrics,
        statistic: query.statistic ?? undefined,
        branch: query.branch ?? undefined,
        since: query.since ?? undefined,
        limit: query.limit === null ? undefined : String(query.limit),
      }),
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#store[Symbol.asyncDispose]()
  }

  /** Whole stretches of time that have gone by. */
  #past(stretchMs: number): number {
    return Math.floor(this.#project.clock.epoch() / stretchMs)
  }

  #recall<T>(
    memory: PageMemory,
    question: unknown,
    work: (store: Store) => Promise<T>,
  ): Promise<T> {
    return this.#store.use(async (store, opening) => {
      const state = `${opening} ${await store.state()}`
      return memory.recall(JSON.stringify(question), state, () => work(store))
    })
  }
}

/** As `report` judges it. */
async function judgedOf(
  project: Project,
  store: Store,
  id: string,
): Promise<RunJudged | undefined> {
  const run = await store.load(id)
  if (run === undefined) return undefined
  const comparison = (await comparisonOf(run, project, store)) ?? null
  return { schema: 'plimsoll/judged@1', run: run.id, comparison, findings: findingsOf(run) }
}

/** As `compare CURRENT --baseline BASELINE` does. */
async function compared(
  project: Project,
  store: Store,
  asked: { readonly current: string; readonly baseline: string },
): Promise<Comparison | undefined> {
  const run = await store.load(asked.current)
  const other = await store.load(asked.baseline)
  if (run === undefined || other === undefined) return undefined
  const baseline = { name: other.id, run: other, explanation: '' }
  return (await judgeBeside(project, store, { run, baseline, filters: [] })).comparison
}
