import { ExitCode, PlimsollError } from '../kernel/errors.ts'
import {
  type ChangeSide,
  type History,
  type HistoryEnvironment,
  type HistoryPoint,
  type HistoryQuery,
  HISTORY_SCHEMA,
  type HistorySeries,
  type SeriesStatistic,
} from '../model/history.ts'
import type { RunHeader, SeriesKey, SeriesPoint, Store } from '../model/ports.ts'
import type { Environment, Metric, Run, ScenarioIdentity } from '../model/run.ts'
import { filterScenarios } from '../define/index.ts'
import { judgeSeries, type SeriesFindings } from '../judge/index.ts'
import { noRuns } from './errors.ts'
import { chooseMetrics, chooseStages, type HistoryRequest, readRequest } from './history-request.ts'
import { type ChosenRuns, chooseRuns, countLeftOut, Shelf } from './history-runs.ts'
import { openStoreToRead, type Project } from './project.ts'

/** `history`: the series of a store, each with its change points; measures nothing. */

interface Reading {
  readonly store: Store
  readonly shelf: Shelf
  readonly query: HistoryQuery
  readonly runs: ChosenRuns
}

/** @throws PlimsollError NO_RUNS, NO_HISTORY, NO_SCENARIO_MATCHES, and those of {@link readRequest} */
export async function readHistory(project: Project, request: HistoryRequest): Promise<History> {
  await using store = await openStoreToRead(project)
  return await historyOf(project, store, request)
}

/** Likewise, of a store that is open. */
export async function historyOf(
  project: Project,
  store: Store,
  request: HistoryRequest,
): Promise<History> {
  const headers = await store.list()
  if (headers.length === 0) throw noRuns(project.settings.store)
  if (headers.every(({ kind }) => kind === 'load')) throw onlyLoads('the store holds')
  const query = readRequest(request, headers, project.clock.epoch())
  const shelf = new Shelf(store)
  const reading = { store, shelf, query, runs: await chooseRuns(headers, query, shelf) }
  const found: FoundSeries[] = []
  const keys = await chooseKeys(reading)
  for (const key of keys) {
    const series = await readOne(reading, key)
    if (series !== undefined) found.push(series)
  }
  if (found.length === 0) {
    const areLoads = await isOfLoads(store, keys, headers)
    throw areLoads ? onlyLoads('of these scenarios there are') : noHistory(query.statistic)
  }
  const oldest = found.map(({ series }) => series.points[0]?.startedAt ?? '').toSorted()[0] ?? ''
  return {
    schema: HISTORY_SCHEMA,
    query,
    environments: byEnvironment(found),
    leftOut: countLeftOut(reading.runs.left, query.limit === null ? '' : oldest),
  }
}

/** Whether nobody but load tests has points in any of these series. */
async function isOfLoads(
  store: Store,
  keys: readonly SeriesKey[],
  headers: readonly RunHeader[],
): Promise<boolean> {
  const loads = new Set(headers.flatMap(({ id, kind }) => (kind === 'load' ? id : [])))
  const series = await Promise.all(keys.map((key) => store.series(key)))
  return keys.length > 0 && series.flat().every(({ run }) => loads.has(run))
}

/** Load tests of one scenario may have been of any rate, so that their latencies are no series. */
function onlyLoads(where: string): PlimsollError {
  return new PlimsollError({
    code: 'NO_HISTORY',
    message: `${where} load tests only, and histories are of benchmarks`,
    hint: 'see a load test with plimsoll report RUN, and two of them with plimsoll compare RUN --baseline NAME',
    exitCode: ExitCode.noVerdict,
  })
}

function noHistory(statistic: SeriesStatistic | null): PlimsollError {
  return new PlimsollError({
    code: 'NO_HISTORY',
    message: `no finished run has a ${statistic ?? 'point'} in these series`,
    hint:
      statistic === null
        ? 'ask for more (--branch, --since and --metric narrow it), or measure: plimsoll run'
        : 'only runs with enough samples have upper percentiles: ask for p50, or measure longer (--time)',
    exitCode: ExitCode.noVerdict,
  })
}

/** The series that the query means, those of one scenario together. */
async function chooseKeys({ store, shelf, query }: Reading): Promise<readonly SeriesKey[]> {
  const keys = await store.seriesKeys()
  if (keys.length === 0) throw noHistory(null)
  const scenarios = Map.groupBy(keys, ({ scenario, fingerprint }) => `${fingerprint} ${scenario}`)
  const described: { readonly identity: ScenarioIdentity; readonly keys: readonly SeriesKey[] }[] =
    []
  for (const own of scenarios.values()) {
    const identity = await identityOf(store, shelf, own)
    described.push({ identity, keys: own })
  }
  const chosen = filterScenarios(described, query.filters).flatMap((scenario) => scenario.keys)
  const metrics = chooseMetrics(chosen, query.metrics)
  return chooseStages(chosen, query.stages).filter(({ metric }) => metrics.has(metric))
}

/** A scenario's names, as its newest run has them. */
async function identityOf(
  store: Store,
  shelf: Shelf,
  keys: readonly SeriesKey[],
): Promise<ScenarioIdentity> {
  const [first] = keys
  const [newest] = first === undefined ? [] : await store.series({ ...first, limit: 1 })
  const run = newest === undefined ? undefined : await shelf.load(newest.run)
  const key = first?.scenario ?? ''
  const found = run?.results.find(({ scenario }) => scenario.key === key)
  return found?.scenario ?? { key, name: key, category: '', tags: [], params: {}, file: '' }
}

interface FoundSeries {
  readonly fingerprint: string
  readonly environment: Environment
  readonly newest: string
  /** Of the stage, in its newest run; 0 for the scenario itself. */
  readonly place: number
  readonly series: HistorySeries
}

async function readOne(reading: Reading, key: SeriesKey): Promise<FoundSeries | undefined> {
  const { store, shelf, query, runs } = reading
  const meant = (await store.series(key)).filter(({ run }) => runs.taken.has(run))
  const points = query.limit === null ? meant : meant.slice(-query.limit)
  const newest = points.at(-1)
  const run = newest === undefined ? undefined : await shelf.load(newest.run)
  const metric = run === undefined ? undefined : metricOf(run, key)
  if (newest === undefined || run === undefined || metric === undefined) return undefined
  const statistic = query.statistic ?? typicalStatistic(metric)
  const findings = judgeSeries(points, { unit: metric.unit, statistic })
  if (findings === undefined) return undefined
  return {
    fingerprint: key.fingerprint,
    environment: run.environment,
    newest: newest.startedAt,
    place: placeOf(run, key),
    series: {
      scenario: key.scenario,
      stage: key.stage,
      metric: key.metric,
      unit: metric.unit,
      better: metric.kind === undefined ? 'lower' : (metric.better ?? null),
      statistic,
      withoutStatistic: points.length - findings.points.length,
      points: findings.points.map((point, index) =>
        toPoint(point, findings, { index, header: runs.taken.get(point.run) }),
      ),
      normalisation: findings.normalisation,
      changes: await Promise.all(
        findings.changes.map(async (change) => ({
          ...change,
          last: await sideOf(shelf, findings.points[change.index - 1] ?? newest),
          first: await sideOf(shelf, findings.points[change.index] ?? newest),
        })),
      ),
      trend: findings.trend,
    },
  }
}

/** What stands for a run: as when two runs are compared. */
const typicalStatistic = ({ kind }: Metric): SeriesStatistic =>
  kind === 'counter' ? 'mean' : 'p50'

function metricOf(run: Run, { scenario, stage, metric }: SeriesKey): Metric | undefined {
  const result = run.results.find((each) => each.scenario.key === scenario)
  const part = stage === null ? result : result?.stages.find(({ name }) => name === stage)
  return part?.metrics[metric]
}

function placeOf(run: Run, { scenario, stage }: SeriesKey): number {
  const result = run.results.find((each) => each.scenario.key === scenario)
  return 1 + (result?.stages.findIndex(({ name }) => name === stage) ?? -1)
}

function toPoint(
  { run, startedAt, commit }: SeriesPoint,
  { values, levels, slowness }: SeriesFindings,
  { index, header }: { readonly index: number; readonly header: RunHeader | undefined },
): HistoryPoint {
  return {
    run,
    startedAt,
    commit,
    branch: header?.branch ?? null,
    value: values[index] ?? 0,
    level: levels[index] ?? 0,
    slowness: slowness[index] ?? null,
  }
}

async function sideOf(shelf: Shelf, { run, startedAt }: SeriesPoint): Promise<ChangeSide> {
  return { run, startedAt, revision: (await shelf.load(run))?.revision ?? null }
}

function byEnvironment(found: readonly FoundSeries[]): readonly HistoryEnvironment[] {
  const newestFirst = found.toSorted((one, other) => (one.newest < other.newest ? 1 : -1))
  return [...Map.groupBy(newestFirst, ({ fingerprint }) => fingerprint)].flatMap(
    ([fingerprint, own]) => {
      const [newest] = own
      const series = own.toSorted(inOrder).map((each) => each.series)
      return newest === undefined ? [] : [{ fingerprint, environment: newest.environment, series }]
    },
  )
}

function inOrder(one: FoundSeries, other: FoundSeries): number {
  const by = (found: FoundSeries): string => `${found.series.scenario}\0${found.series.metric}`
  const [left, right] = [by(one), by(other)]
  if (left !== right) return left < right ? -1 : 1
  return one.place - other.place
}
