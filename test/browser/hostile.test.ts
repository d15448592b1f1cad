import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import type { Run } from '../../src/model/run.ts'
import { openStore } from '../../src/store.ts'
import { fillProject, sharedTempDir, tempDir } from '../support/folders.ts'
import { countsOf, loadResultOf, windowOf } from '../support/loads.ts'
import { overflowOf, settled, test } from '../support/pages.ts'
import { runCli } from '../support/process.ts'
import { sampleRun } from '../support/runs.ts'
import { type Serving, startServer } from '../support/serving.ts'

/** Names and messages that would do harm if they were anything but text. */

/** As long as a record takes it. */
const LONG = 'x'.repeat(450)

const TEXTS = [
  '<img src=x onerror="globalThis.harmed = 1"><script>globalThis.harmed = 2</script>',
  '</script><script>globalThis.harmed = 3</script><!-- ]]> --> \\u003cscript>',
  'javascript:globalThis.harmed=4',
  '\u001b[31mred\u0007 \u202Ereversed\u202C \u2028 {{7*7}} ${8*8} %s',
  `a lot of it ${LONG}`,
] as const

const folder = sharedTempDir()
let server: Serving | undefined
let runs: { readonly current: Run; readonly baseline: Run; readonly load: Run }

beforeAll(async () => {
  runs = { baseline: benchmarks(1), current: benchmarks(2), load: loadTest() }
  await fillProject(folder, {})
  {
    await using store = await openStore('.plimsoll/history.db', { cwd: folder })
    await store.commitAll(Object.values(runs))
    const setAt = '2026-11-02T10:00:00.000Z'
    await store.baselines.set({ name: 'main', run: runs.baseline.id, reason: TEXTS[0], setAt })
  }
  server = await startServer(folder)
})
afterAll(() => server?.[Symbol.asyncDispose]())

/** The same scenarios each time, with harm in every text of them. */
function benchmarks(seed: number): Run {
  const [text] = TEXTS
  const run = sampleRun({
    seed,
    startedAt: new Date(Date.UTC(2026, 10, 2, 9, seed)).toISOString(),
    note: text,
    labels: Object.fromEntries(
      TEXTS.map((each, index) => [`${index}${each.slice(0, 100)}`, each.slice(0, 10_000)]),
    ),
    branch: text,
    scenarios: TEXTS.map((name) => ({
      name,
      category: name.slice(0, 300),
      latencyNs: 1e6,
      stages: { [name]: 0.5, other: 0.2 },
    })),
    slower: { [TEXTS[1]]: seed },
  })
  const results = run.results.map((result, index) => ({
    ...result,
    notes: TEXTS.map((message, at) => ({ code: `NOTE_${at}`, message })),
    errors: [{ code: TEXTS[index] ?? text, count: 1, example: TEXTS[index] ?? text }],
  }))
  const environment = { ...run.environment, cpuModel: text, kernel: text, ci: text }
  return { ...run, results, environment }
}

function loadTest(): Run {
  const run = benchmarks(3)
  const results = TEXTS.map((name) =>
    loadResultOf({
      scenario: { key: name, name, category: name, tags: [name], params: {}, file: name },
      counts: countsOf({ completed: 300, failed: 3 }),
      errors: [{ code: name, count: 3, example: name }],
      notes: [{ code: 'NOTE', message: name }],
      timeline: [0, 1, 2].map((index) =>
        windowOf(index, new Array<number>(100).fill(5e6), { errors: [{ code: name, count: 1 }] }),
      ),
    }),
  )
  return { ...run, kind: 'load', results }
}

async function expectNoHarm(page: Page): Promise<void> {
  await settled(page)
  expect(await page.evaluate(() => Reflect.get(globalThis, 'harmed'))).toBeUndefined()
  expect(await page.locator('img, iframe, object, main script').count()).toBe(0)
  expect(await page.locator('a[href^="javascript:" i]').count()).toBe(0)
  expect(await overflowOf(page)).toBe(0)
}

const paths = {
  'the list of runs': () => '/#/runs',
  'a run of benchmarks': () => `/#/runs/${runs.current.id}`,
  'a load test': () => `/#/runs/${runs.load.id}`,
  'two runs beside one another': () => `/#/compare/${runs.current.id}/${runs.baseline.id}`,
  'the history': () => '/#/history',
}

describe('texts that would do harm', () => {
  test.for(Object.entries(paths))('%s shows them as text', async ([, path], { open }) => {
    const page = await open(`${server?.url}${path()}`)
    await expectNoHarm(page)
    expect(await page.locator('body').innerText()).toContain('<img src=x onerror=')
  })

  test.for(['current', 'load'] as const)(
    'a report shows them as text: %s',
    async (which, { open }) => {
      const page = await open(await reportOf(which, (html) => html), { offline: true })
      await expectNoHarm(page)
    },
  )

  test('a report with megabytes of them opens all the same', async ({ open }) => {
    const file = await reportOf('current', (html) => html.replaceAll(LONG, LONG.repeat(2_200)))
    const page = await open(file, { offline: true, width: 380 })
    await expectNoHarm(page)
  })
})

/** @returns the address of a report, changed in this way */
async function reportOf(
  which: 'current' | 'load',
  change: (html: string) => string,
): Promise<string> {
  const out = await tempDir()
  const args = ['report', runs[which].id, '--format', 'html', '--out', out]
  const { code, stderr } = await runCli(args, { cwd: folder })
  // Its budgets may be broken.
  expect([0, 1], stderr).toContain(code)
  const file = join(out, 'report.html')
  await writeFile(file, change(await readFile(file, 'utf8')))
  return pathToFileURL(file).href
}
