import { COMPARISON_SCHEMA, type Comparison } from '../../../src/model/comparison.ts'
import { HISTORY_SCHEMA, type History } from '../../../src/model/history.ts'
import type { BaselineList, PageProject, RunJudged, RunList } from '../../../src/model/page.ts'
import { RUN_SCHEMA, type Run } from '../../../src/model/run.ts'
import { type PageSource, Problem } from './source.ts'

/** The documents of model/page.ts, each by its name, each known by its schema before anybody reads it. */

/** How many runs are asked for at a time. */
const RUNS_AT_ONCE = 1000

export const readProject = (source: PageSource): Promise<PageProject> =>
  read(source, 'project', 'plimsoll/project@1')

/** @param before the id behind which to begin; `null` = at the newest */
export const readRuns = (
  source: PageSource,
  before: string | null,
  limit: number = RUNS_AT_ONCE,
): Promise<RunList> =>
  read(
    source,
    `runs?limit=${limit}${before === null ? '' : `&before=${encodeURIComponent(before)}`}`,
    'plimsoll/runs@1',
  )

export const readRun = (source: PageSource, id: string): Promise<Run> =>
  read(source, `runs/${encodeURIComponent(id)}`, RUN_SCHEMA)

export const readJudged = (source: PageSource, id: string): Promise<RunJudged> =>
  read(source, `runs/${encodeURIComponent(id)}/judged`, 'plimsoll/judged@1')

export const readComparison = (
  source: PageSource,
  current: string,
  baseline: string,
): Promise<Comparison> =>
  read(
    source,
    `comparisons/${encodeURIComponent(current)}/${encodeURIComponent(baseline)}`,
    COMPARISON_SCHEMA,
  )

export const readBaselines = (source: PageSource): Promise<BaselineList> =>
  read(source, 'baselines', 'plimsoll/baselines@1')

/** @param query `scenario`, `stage`, `metric` (each may be there several times), `statistic`, `branch`, `since`, `limit` */
export const readHistory = (source: PageSource, query: URLSearchParams): Promise<History> =>
  read(source, `history?${query.toString()}`, HISTORY_SCHEMA)

async function read<T extends { readonly schema: string }>(
  source: PageSource,
  name: string,
  schema: T['schema'],
): Promise<T> {
  const found = await source.read(name)
  if (hasSchema<T>(found, schema)) return found
  throw new Problem({
    code: 'FOREIGN_DOCUMENT',
    message: `what is kept as ${name} is no ${schema}`,
    hint: 'It was written by another version of plimsoll, or is damaged: write the report again.',
  })
}

const hasSchema = <T extends { readonly schema: string }>(
  found: unknown,
  schema: string,
): found is T =>
  typeof found === 'object' && found !== null && Reflect.get(found, 'schema') === schema
