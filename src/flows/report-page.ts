import { readFile } from 'node:fs/promises'
import { ExitCode, PlimsollError } from '../kernel/errors.ts'
import type { Comparison } from '../model/comparison.ts'
import type { History } from '../model/history.ts'
import type { PageDocument } from '../model/page.ts'
import type { ReportInput, ReportPage, Store } from '../model/ports.ts'
import type { Run } from '../model/run.ts'
import { summaryOf } from '../record/index.ts'
import { historyOf } from './history.ts'
import { baselineList } from './page-lists.ts'
import { pageProject } from './page-project.ts'
import { instant, openStoreToRead, type Project } from './project.ts'

/** Beside `src` as beside `dist`. */
const TEMPLATE = new URL('../../dist/dashboard/frozen/index.html', import.meta.url)

/** What a report as a page is made of beside the run that it shows. @throws PlimsollError PAGE_NOT_BUILT */
export async function reportPage(
  project: Project,
  { run, comparison }: ReportInput,
): Promise<ReportPage> {
  const template = await readTemplate()
  await using store = await openStoreToRead(project)
  const compared = await comparedRuns(store, run, comparison)
  const documents: Record<string, PageDocument> = {
    project: await pageProject(project),
    ...(await listsOf(store, [run, ...compared])),
    ...Object.fromEntries(compared.map((each) => [`runs/${each.id}`, each])),
    ...(comparison === undefined ? {} : { [nameOf(comparison)]: comparison }),
  }
  const history = await seriesOf(project, store, run)
  if (history !== undefined) documents['history'] = history
  return { template, writtenAt: instant(project.clock), documents }
}

/** The runs that were compared, where they are not the one that is shown: the baseline's, and those of a duet. */
async function comparedRuns(
  store: Store,
  run: Run,
  comparison: Comparison | undefined,
): Promise<readonly Run[]> {
  if (comparison === undefined) return []
  const ids = new Set([comparison.current.run, comparison.baseline.run])
  ids.delete(run.id)
  const found = await Promise.all([...ids].map((id) => store.load(id)))
  return found.filter((each) => each !== undefined)
}

const nameOf = ({ current, baseline }: Comparison): string =>
  `comparisons/${current.run}/${baseline.run}`

/** The page's own lists: of the runs that are in it, and of the baselines that point to them. */
async function listsOf(
  store: Store,
  runs: readonly Run[],
): Promise<Readonly<Record<string, PageDocument>>> {
  const { schema, baselines: all } = await baselineList(store)
  const baselines = all.filter((baseline) => runs.some(({ id }) => id === baseline.run))
  const summaries = runs.map((run) => {
    const names = baselines.filter((baseline) => baseline.run === run.id).map(({ name }) => name)
    return summaryOf(run, names)
  })
  const newestFirst = summaries.toSorted((one, other) => (one.startedAt < other.startedAt ? 1 : -1))
  return {
    runs: { schema: 'plimsoll/runs@1', runs: newestFirst, next: null },
    baselines: { schema, baselines },
  }
}

/** Of each series, in a page. */
const POINTS_MAX = 200
/** What a page is to gain by it at most, as JSON. */
const HISTORY_MAX_CHARACTERS = 300_000
/** Larger stores take longer to ask than a report should. */
const RUNS_MAX = 2000

/** How the run's scenarios moved until now; `undefined` where there is none, or it would be too much. */
async function seriesOf(project: Project, store: Store, run: Run): Promise<History | undefined> {
  if (run.kind !== 'bench' || (await store.list({ limit: RUNS_MAX })).length === RUNS_MAX) {
    return undefined
  }
  const known = new Set((await store.seriesKeys()).map(({ scenario }) => scenario))
  const own = run.results.map(({ scenario }) => scenario.key)
  const keys = new Set(own.filter((key) => known.has(key)))
  if (keys.size === 0) return undefined
  try {
    const history = await historyOf(project, store, {
      filters: [...keys],
      stages: [],
      metrics: [],
      limit: String(POINTS_MAX),
    })
    const environments = history.environments
      .filter(({ fingerprint }) => fingerprint === run.environment.fingerprint)
      .map((each) => {
        return { ...each, series: each.series.filter(({ scenario }) => keys.has(scenario)) }
      })
    const narrowed = { ...history, environments }
    return JSON.stringify(narrowed).length > HISTORY_MAX_CHARACTERS ? undefined : narrowed
  } catch (thrown) {
    if (thrown instanceof PlimsollError) return undefined
    throw thrown
  }
}

async function readTemplate(): Promise<string> {
  try {
    return await readFile(TEMPLATE, 'utf8')
  } catch (cause) {
    throw new PlimsollError({
      code: 'PAGE_NOT_BUILT',
      message: 'the page that reports are made of is not there',
      hint: 'In a clone of plimsoll, build it: npm run build. A package from npm has it: install it again.',
      exitCode: ExitCode.bug,
      cause,
    })
  }
}
