import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createRandom, type Random } from '../../src/kernel/random.ts'
import { exportRecorded, importFiles } from '../../src/flows/documents.ts'
import { openProject, type Project } from '../../src/flows/project.ts'
import { reportRecorded } from '../../src/flows/report.ts'
import { MOST_CHARACTERS, recordTimeline } from '../../src/measure/load/engine/record-timeline.ts'
import { Timeline } from '../../src/measure/load/engine/timeline.ts'
import type { FrozenPage } from '../../src/model/page.ts'
import type { LoadResult, Run, SourceReading } from '../../src/model/run.ts'
import { exportRun, openStore, packHistogram } from '../../src/record/index.ts'
import { createHistogram, encodeHistogram } from '../../src/stats/index.ts'
import { tempDir } from '../support/folders.ts'
import { countsOf, loadResultOf, metricOf } from '../support/loads.ts'
import { repositoryPath } from '../support/process.ts'
import { loadWindow } from '../unit/measure/load/engine/windows.ts'
import { runOf } from './store.ts'

/** Reports as pages: what is in them, how large they are, and the way back. */

const STORE = '.plimsoll/history.db'

function projectIn(cwd: string): Promise<Project> {
  const { signal } = new AbortController()
  const flags = { format: ['html'], out: 'reports' }
  return openProject({ cwd, env: {}, flags, signal, tell: () => undefined })
}

const DATA = /<script type="application\/json" id="plimsoll-page">([^<]*)<\/script>/

/** What the report of a run holds, of a new store with these runs in it. */
async function reported(runs: readonly Run[], id: string) {
  const cwd = await tempDir()
  const project = await projectIn(cwd)
  {
    await using store = await openStore(STORE, { cwd })
    await store.commitAll(runs)
    const [first] = runs
    const setAt = '2026-11-20T10:00:00.000Z'
    if (first !== undefined && runs.length > 1) {
      await store.baselines.set({ name: 'main', run: first.id, reason: '', setAt })
    }
  }
  const { reports } = await reportRecorded(project, id)
  const [file = ''] = reports
  const html = await readFile(file, 'utf8')
  const page = JSON.parse(DATA.exec(html)?.[1] ?? '') as FrozenPage
  return { project, file, html, page }
}

/** Into an empty store, and out again. */
async function thereAndBack(file: string, id: string): Promise<string> {
  const elsewhere = await projectIn(await tempDir())
  await importFiles(elsewhere, [file])
  return exportRecorded(elsewhere, id)
}

const MB = 1_000_000

test('the page without its data is small', async () => {
  const { size } = await stat(join(repositoryPath, 'dist/dashboard/frozen/index.html'))
  expect(size).toBeLessThanOrEqual(150_000)
})

test('a report of benchmarks holds all that the page asks for, and gives its runs back', async () => {
  const runs = [1, 2, 3, 4].map((day) => runOf(day))
  const [baseline, , , newest] = runs as [Run, Run, Run, Run]
  const { file, page } = await reported(runs, newest.id)
  expect(page.opens).toBe(`/runs/${newest.id}`)
  expect(Object.keys(page.documents).toSorted()).toEqual(
    [
      ...['baselines', 'history', 'project', 'runs'],
      `comparisons/${newest.id}/${baseline.id}`,
      `runs/${baseline.id}`,
      `runs/${newest.id}`,
      `runs/${newest.id}/judged`,
    ].toSorted(),
  )
  expect(page.documents['runs']).toMatchObject({
    runs: [
      { id: newest.id, baselines: [], results: { ok: 3 } },
      { id: baseline.id, baselines: ['main'] },
    ],
    next: null,
  })
  for (const run of [newest, baseline]) {
    expect(await thereAndBack(file, run.id)).toBe(exportRun(run))
  }
})

/** As a service is watched whose every series can be read. */
function sourcesAt(random: Random): readonly SourceReading[] {
  const process = ['cpuCores', 'rssBytes', 'descriptors', 'sockets', 'threads', 'processes']
  const node = [
    ...['eventLoopUtilization', 'eventLoopDelayMeanMs', 'eventLoopDelayP99Ms', 'gcMs', 'gcCount'],
    ...['heapUsedBytes', 'heapTotalBytes', 'externalBytes', 'operationsWaiting', 'operationsMs'],
  ]
  const read = (names: readonly string[]): Record<string, number> =>
    Object.fromEntries(names.map((name) => [name, random.float() * 1e6]))
  return [
    { source: 'api', kind: 'process', values: read(process) },
    { source: 'api', kind: 'node', values: read(node) },
  ]
}

/** One scenario of a load of so many seconds, its windows kept on disk and recorded as the engine does it. */
async function longResult(seconds: number, most: number): Promise<LoadResult> {
  const random = createRandom(1)
  await using timeline = await Timeline.open(await tempDir())
  const whole = createHistogram()
  for (let second = 0; second < seconds; second++) {
    const latencies = Array.from({ length: 60 }, () =>
      Math.round(1e6 * Math.exp(1 + 3 * random.float() ** 3)),
    )
    for (const latency of latencies) whole.record(latency)
    timeline.append({ ...loadWindow(second, latencies), sources: sourcesAt(random) })
  }
  const { windows, notes } = await recordTimeline(timeline, packHistogram, most)
  const histogram = packHistogram(encodeHistogram(whole))
  return loadResultOf({
    counts: countsOf({ completed: whole.count }),
    metrics: { latency: metricOf([5e6], { histogram }), service: metricOf([5e6], { histogram }) },
    timeline: windows,
    notes,
  })
}

test('a load test of 30 minutes and 5 scenarios is a page of at most 2 MB, and comes back as it was', async () => {
  const names = ['log in', 'search', 'basket', 'pay', 'stream']
  // One is as large as another: what tells them apart is their name.
  const one = await longResult(1800, MOST_CHARACTERS / names.length)
  const results = names.map((name) => {
    return { ...one, scenario: { ...one.scenario, key: name, name } }
  })
  const run: Run = { ...runOf(1), kind: 'load', results }
  const { file, html, page } = await reported([run], run.id)
  expect(one.timeline.length).toBeGreaterThanOrEqual(30)
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(2 * MB)
  expect(page.documents[`runs/${run.id}/judged`]).toMatchObject({ comparison: null })
  expect(await thereAndBack(file, run.id)).toBe(exportRun(run))
})

describe('texts that would end the page’s data', () => {
  test.each<[what: string, text: string]>([
    ['an end', '</script><script>alert(1)</script>'],
    ['a comment', '<!-- <script>'],
    ['controls', ']]> --> \u2028 \u2029 \u0085 \r\n \u001b[2J'],
    ['patterns', "$& $` $' $1"],
    ['as many characters as a text may have', '<'.repeat(10_000)],
  ])('%s: data like any other', async (_, text) => {
    const run = runOf(1, { note: text, labels: { [text.slice(0, 100)]: text } })
    const { file, html } = await reported([run], run.id)
    const whole = await readFile(join(repositoryPath, 'dist/dashboard/frozen/index.html'), 'utf8')
    const elements = (page: string): number => page.split(/<(?:script|!--)/).length
    // One element more than the empty page has, less the comment whose place it takes.
    expect(elements(html)).toBe(elements(whole))
    expect(await thereAndBack(file, run.id)).toBe(exportRun(run))
  })
})
