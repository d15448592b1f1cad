import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { readComparison } from '../../src/model/read.ts'
import type { Metric, Run } from '../../src/model/run.ts'
import { openStore } from '../../src/record/index.ts'
import {
  fillProject,
  freshProject,
  sharedTempDir,
  tempDir,
  writeFiles,
} from '../support/folders.ts'
import type { ProcessResult } from '../support/process.ts'
import {
  commitAll,
  commitRuns,
  documentOf,
  failureOf,
  git,
  plimsoll,
  pointBaseline,
  runAt,
  runIds,
  startPlimsoll,
  STORE,
} from './cli-project.ts'
import {
  BRIEFLY,
  DIGEST,
  FEW,
  MANY,
  comparisonOf,
  fillDuetProject,
  leftIn,
  perfFile,
  sizes,
  scenarioOf,
  verdictsOf,
} from './duet-project.ts'

/** So wide that identical code is unchanged on any machine. */
const WIDE = ['--unchanged-within', '900']
const MEASURED = ['--launches', '3', '--time', '20', '--warm-up', '20']

const check = (cwd: string, ...args: readonly string[]): Promise<ProcessResult> =>
  plimsoll(cwd, ['check', ...MEASURED, ...BRIEFLY, ...WIDE, ...args])

/** What `baseline set` points `main` at. */
async function baselineOf(cwd: string): Promise<string | undefined> {
  await using store = await openStore(STORE, { cwd })
  return (await store.baselines.get('main'))?.run
}

/** The newest benchmark as if one scenario had taken so many times as long, and `main` pointed at it. */
async function pretend(cwd: string, key: string, factor: number, second = 0): Promise<Run> {
  await using store = await openStore(STORE, { cwd })
  const [newest] = await store.list({ kind: 'bench', limit: 1 })
  const run = await store.load(newest?.id ?? '')
  if (run === undefined) throw new Error('nothing was measured')
  const { id, startedAt, finishedAt } = runAt(second)
  const results = run.results.map((result) =>
    result.scenario.key === key ? scaled(result, factor) : result,
  )
  const altered = { ...run, id, startedAt, finishedAt, results }
  await store.commitAll([altered])
  await store.baselines.set({ name: 'main', run: id, reason: '', setAt: startedAt })
  return altered
}

const STATISTICS = ['min', 'mean', 'stddev', 'p50', 'p90', 'p95', 'p99', 'p999', 'max'] as const

/** Every launch, and all together. */
function scaled(result: Run['results'][number], factor: number): Run['results'][number] {
  const scale = (metric: Metric): Metric => {
    const values = STATISTICS.flatMap((name) => {
      const value = metric[name]
      return value === undefined ? [] : [[name, value * factor]]
    })
    return metric.unit === 'ns' ? { ...metric, ...Object.fromEntries(values) } : metric
  }
  const all = (metrics: Readonly<Record<string, Metric>>): Readonly<Record<string, Metric>> =>
    Object.fromEntries(Object.entries(metrics).map(([name, metric]) => [name, scale(metric)]))
  const launches = result.launches.map((launch) => ({ ...launch, metrics: all(launch.metrics) }))
  return { ...result, launches, metrics: all(result.metrics) }
}

describe('check in a repository', () => {
  const cwd = sharedTempDir()
  beforeAll(() =>
    fillDuetProject(cwd, {
      'src/sizes.ts': sizes({ work: FEW }),
      'perf/work.perf.ts': perfFile('work', 'other'),
    }),
  )

  test('--advance makes the first run the baseline: there is nothing to compare with', async () => {
    const { code, stderr } = await check(cwd, '--advance')
    const [id] = await runIds(cwd)
    expect(stderr).toContain(
      `Baseline 'main' advances to run ${id}: there was nothing to compare with.`,
    )
    expect(stderr).not.toContain('NO_BASELINE')
    expect(code).toBe(0)
    expect(await baselineOf(cwd)).toBe(id)
  })

  test('what a single run suggests of identical code is not red: a duet settles it, and both are shown', async () => {
    await pretend(cwd, 'work', 1 / 40)
    const summary = join(cwd, '.plimsoll/summary.md')
    const result = await plimsoll(
      cwd,
      ['check', ...MEASURED, ...BRIEFLY, ...WIDE, '--advance', '--format', 'markdown,junit,json'],
      { env: { GITHUB_STEP_SUMMARY: summary } },
    )
    expect(result.code, result.stdout).toBe(0)
    expect(result.stdout).toMatch(
      /The single run suggested regressed: .*\n +The duet found it unchanged/,
    )
    const read = (name: string): Promise<string> =>
      readFile(join(cwd, '.plimsoll/reports', name), 'utf8')
    const said = readComparison(JSON.parse(await read('report.json')))
    expect(scenarioOf(said, 'work')).toMatchObject({
      verdict: 'unchanged',
      method: 'duet',
      suggested: { verdict: 'regressed' },
      // That of the single run's CPU time would be its noise.
      metrics: [],
    })
    expect(scenarioOf(said, 'other')).toMatchObject({ verdict: 'unchanged', method: 'stored' })
    expect(scenarioOf(said, 'other').suggested).toBeUndefined()
    expect(said).toMatchObject({ method: 'duet', verdict: 'unchanged', exitCode: 0 })
    expect(said.notes.at(-1)).toContain('1 of 2 scenarios were settled by a duet')
    for (const report of ['report.md', 'junit.xml']) {
      expect(await read(report), report).toContain('The single run suggested regressed')
    }
    expect(await readFile(summary, 'utf8')).toContain('The single run suggested regressed')
    expect(await read('junit.xml')).toContain('failures="0"')
    // Evidence enough.
    expect(result.stderr).toContain(`advances to run ${said.current.run}: nothing regressed.`)
    expect(await baselineOf(cwd)).toBe(said.current.run)
    expect(await leftIn(cwd)).toEqual([])
  })

  test('the hard cap on the run is red all the same', async () => {
    const { id } = await pretend(cwd, 'work', 1 / 40, 1)
    const result = await check(cwd, '--threshold', '0.0001', '--advance', '--json')
    const { verdict, reason, suggested } = scenarioOf(comparisonOf(result), 'work')
    expect(verdict).toBe('regressed')
    expect(reason).toMatch(/above the threshold of .*; no change larger than/)
    expect(suggested).toMatchObject({ verdict: 'regressed' })
    expect(result.code).toBe(1)
    expect(result.stderr).toContain("The baseline stays where it is: 'work' and 1 other regressed.")
    expect(await baselineOf(cwd)).toBe(id)
  })

  test('what became slower is red, with its stage, and the baseline stays', async () => {
    const { id } = await pretend(cwd, 'work', 1, 2)
    await writeFiles(cwd, { 'src/sizes.ts': sizes({ work: MANY }) })
    const result = await check(cwd, '--advance', '--json')
    const said = comparisonOf(result)
    const { verdict, stages, suggested, reason } = scenarioOf(said, 'work')
    expect([verdict, suggested?.verdict], reason).toEqual(['regressed', 'regressed'])
    expect(stages.find(({ name }) => name === 'work')).toMatchObject({ verdict: 'regressed' })
    expect([said.exitCode, result.code]).toEqual([1, 1])
    expect(result.stderr).toContain("The baseline stays where it is: 'work' regressed.")
    expect(await baselineOf(cwd)).toBe(id)
  })

  test('--against puts everything beside a revision, whatever baseline is stored', async () => {
    await pretend(cwd, 'work', 1_000, 3)
    const result = await check(cwd, '--against', 'main', '--json')
    const said = comparisonOf(result)
    expect(verdictsOf(said)).toEqual({ work: 'regressed', other: 'unchanged' })
    expect(said).toMatchObject({ method: 'duet', baseline: { name: 'main' }, exitCode: 1 })
    expect(said.scenarios.map(({ suggested }) => suggested)).toEqual([undefined, undefined])
    expect(result.stderr).toContain('everything is put beside main')
    expect(result.code).toBe(1)
  })

  test('interrupted in the duet: 130; the run is kept, the worktree is not', async () => {
    const before = await runIds(cwd)
    const args = ['check', ...MEASURED, '--against', 'main', '--prepare', 'sleep 60', '--json']
    await using running = startPlimsoll(cwd, args)
    await running.until(/checking out main/)
    running.kill('SIGINT')
    const result = await running.ended
    expect(result).toMatchObject({ code: 130, timedOut: false })
    expect(documentOf(result)).toMatchObject({ error: { code: 'INTERRUPTED', exitCode: 130 } })
    expect(await runIds(cwd)).toHaveLength(before.length + 1)
    expect(await leftIn(cwd)).toEqual([])
  })

  test('--against a revision that there is not: refused before anything is measured', async () => {
    const before = await runIds(cwd)
    const error = await failureOf(cwd, ['check', '--against', 'nowhere'])
    expect(error).toMatchObject({ code: 'REVISION_NOT_FOUND', exitCode: 2 })
    expect(await runIds(cwd)).toEqual(before)
  })
})

describe('where no duet can settle it', () => {
  const files = { 'src/digest.ts': DIGEST, 'src/sizes.ts': sizes({ work: FEW }) }

  const origin = { cwd: sharedTempDir(), first: '' }
  beforeAll(async () => {
    const { cwd } = origin
    await fillDuetProject(cwd, { ...files, 'perf/work.perf.ts': perfFile('work') })
    origin.first = await git(cwd, 'rev-parse', 'HEAD')
    await commitAll(cwd, 'second')
  })

  test('for the baseline’s commit was not fetched: exit 2 with a remedy, and what the run suggests is shown', async () => {
    const cwd = await tempDir()
    await git(cwd, 'clone', '--quiet', '--depth=1', pathToFileURL(origin.cwd).href, '.')
    await fillProject(cwd, {})
    await plimsoll(cwd, ['run', ...MEASURED])
    const { revision, ...altered } = await pretend(cwd, 'work', 1 / 40)
    if (revision === null) throw new Error('it is in a repository')
    const { id } = runAt(9)
    const older = { ...altered, id, revision: { ...revision, commit: origin.first } }
    await commitRuns(cwd, [older])
    await pointBaseline(cwd, 'main', older)
    const { code, stdout, stderr } = await check(cwd, '--advance')
    expect(code).toBe(2)
    expect(stderr).toContain('(REVISION_NOT_FETCHED)')
    expect(stderr).toContain('fetch-depth: 0')
    expect(stderr).toContain('The baseline stays where it is: ')
    expect(stdout).toMatch(/✗ regressed\n {2}work /)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('Not settled by a duet: this shallow clone')
    expect(await baselineOf(cwd)).toBe(id)
  })

  test('for there is no repository: what the run suggests stands, with a note; an improvement is no evidence', async () => {
    const cwd = await freshProject({ ...files, 'perf/work.perf.ts': perfFile('work') })
    const first = await check(cwd, '--advance', '--quiet')
    expect(first).toMatchObject({ code: 0, stderr: '' })
    const { id } = await pretend(cwd, 'work', 40)
    const result = await check(cwd, '--advance', '--json')
    const said = comparisonOf(result)
    expect(verdictsOf(said)).toEqual({ work: 'improved' })
    expect(said.notes.at(-1)).toContain('Not settled by a duet: the baseline was recorded outside')
    expect(result.code).toBe(0)
    expect(result.stderr).toContain(
      "The baseline stays where it is: 'work' looked faster in a single run, and no duet found it.",
    )
    expect(await baselineOf(cwd)).toBe(id)
    await pretend(cwd, 'work', 1 / 40, 1)
    expect((await check(cwd)).code).toBe(1)
  })

  test('for the head is detached, nothing says which baseline is meant: it is named, or stays', async () => {
    const { cwd } = origin
    await git(cwd, 'switch', '--quiet', '--detach')
    const unnamed = await check(cwd, '--advance')
    expect(unnamed.code).toBe(3)
    expect(unnamed.stderr).toMatch(/The baseline stays where it is: .* detached head; .*--baseline/)
    expect(unnamed.stderr).toContain('(NO_BASELINE)')
  })
})
