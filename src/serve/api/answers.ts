import type { LiveFeed, PageDocuments } from '../../model/ports.ts'
import type { Said } from '../problems.ts'
import { type Asked, type Parameter, piece, text, whole } from './parameters.ts'

/** Every document of model/page.ts, as data: its name, what may be asked of it, what it is, and where it comes from. */

/** Where documents come from. */
export interface Sources {
  readonly documents: PageDocuments
  readonly feed: LiveFeed
}

/** One kind of document. */
export interface Answer {
  /** Below the API's address, with what varies in braces: `runs/{id}`. */
  readonly name: string
  /** In clients that are made from the description. */
  readonly operation: string
  readonly summary: string
  readonly parameters: readonly Parameter[]
  /** The schema of the document, by its name in the description. */
  readonly schema: DocumentName
  /** Said where there is none. */
  readonly missing: Said
  /** A text is the document as it is kept. */
  readonly find: (sources: Sources, asked: Asked) => Promise<object | string | undefined>
}

/** Documents, as the description calls them. */
export type DocumentName =
  | 'PageProject'
  | 'RunList'
  | 'Run'
  | 'RunJudged'
  | 'Comparison'
  | 'BaselineList'
  | 'History'
  | 'LiveState'

/** Runs that one answer may list. */
const RUNS_MAX = 1000
const RUNS_USUAL = 100
/** Points of a series. */
const POINTS_MAX = 1_000_000

const RUN_MISSING: Said = {
  code: 'RUN_NOT_FOUND',
  message: 'there is no such run',
  hint: 'It may have been removed since: the list of runs shows those that the store holds.',
}
const NOTHING: Said = {
  code: 'NOT_FOUND',
  message: 'there is no such document',
  hint: 'openapi.json, beside the other documents, says what may be asked.',
}

export const ANSWERS: readonly Answer[] = [
  {
    name: 'project',
    operation: 'getProject',
    summary: 'Where pages belong',
    parameters: [],
    schema: 'PageProject',
    missing: NOTHING,
    find: ({ documents }) => documents.project(),
  },
  {
    name: 'runs',
    operation: 'listRuns',
    summary: 'Runs, newest first',
    parameters: [
      whole('limit', RUNS_MAX, `How many; ${RUNS_USUAL} where nothing is said`),
      text('before', 'The id of the run behind which to begin'),
    ],
    schema: 'RunList',
    missing: NOTHING,
    find: ({ documents }, asked) =>
      documents.runs({
        limit: asked.wholeOrNull('limit') ?? RUNS_USUAL,
        before: asked.textOrNull('before'),
      }),
  },
  {
    name: 'runs/{id}',
    operation: 'getRun',
    summary: 'A record, as it is kept',
    parameters: [piece('id', 'Of the run, whole')],
    schema: 'Run',
    missing: RUN_MISSING,
    find: ({ documents }, asked) => documents.run(asked.text('id')),
  },
  {
    name: 'runs/{id}/judged',
    operation: 'getRunJudged',
    summary: 'What judging says of a run: beside its baseline, and of its timeline',
    parameters: [piece('id', 'Of the run, whole')],
    schema: 'RunJudged',
    missing: RUN_MISSING,
    find: ({ documents }, asked) => documents.judged(asked.text('id')),
  },
  {
    name: 'comparisons/{current}/{baseline}',
    operation: 'compareRuns',
    summary: 'One run beside another',
    parameters: [
      piece('current', 'Id of the run that is judged'),
      piece('baseline', 'Id of the run that it is judged by'),
    ],
    schema: 'Comparison',
    missing: { ...RUN_MISSING, message: 'one of the two runs is not there' },
    find: ({ documents }, asked) =>
      documents.compare(asked.text('current'), asked.text('baseline')),
  },
  {
    name: 'baselines',
    operation: 'listBaselines',
    summary: 'Every baseline, as it stands now',
    parameters: [],
    schema: 'BaselineList',
    missing: NOTHING,
    find: ({ documents }) => documents.baselines(),
  },
  {
    name: 'history',
    operation: 'getHistory',
    summary: 'How results moved from run to run, and where their level changed',
    parameters: [
      text('scenario', 'Part of a scenario’s name', 'any number of times'),
      text('stage', 'Part of a stage’s name', 'any number of times'),
      text('metric', 'Instead of latency', 'any number of times'),
      text('statistic', 'p50, p95, p99 or mean'),
      text('branch', 'Runs of one branch'),
      text('since', 'A date, an age such as 30d, or a measured commit'),
      whole('limit', POINTS_MAX, 'The newest so many runs of each series'),
    ],
    schema: 'History',
    missing: NOTHING,
    find: ({ documents }, asked) =>
      documents.history({
        scenarios: asked.texts('scenario'),
        stages: asked.texts('stage'),
        metrics: asked.texts('metric'),
        statistic: asked.textOrNull('statistic'),
        branch: asked.textOrNull('branch'),
        since: asked.textOrNull('since'),
        limit: asked.wholeOrNull('limit'),
      }),
  },
  {
    name: 'live',
    operation: 'getLive',
    summary: 'The runs that are under way; a WebSocket at this address tells how they go on',
    parameters: [],
    schema: 'LiveState',
    missing: NOTHING,
    find: async ({ feed }) => feed.state(),
  },
]
