import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { Run } from '../../src/model/run.ts'
import { openStore } from '../../src/record/index.ts'
import { sampleRun } from '../../test/support/runs.ts'
import { startServer } from '../../test/support/serving.ts'
import { spread } from '../load/table.ts'

/**
 * The list of runs from `plimsoll serve` over a store of 10,000: how long until something is painted, until the first
 * rows are there, until all runs are known, and from a key to the frame that shows what is left.
 */

const RUNS = 10_000
const PAINT_TARGET = '≤ 500'
const FILTER_TARGET = '≤ 50'
const BATCH = 250
const TEMPLATES = 60
/** Openings and filterings in a round. */
const LOADS = 5
const SIFTINGS = 5
/** One after the other, as somebody types and changes their mind. */
const TYPED = ['m', 'main', 'main queue', 'main queue wav', 'no such thing', 'ci=4', '']
const SUBJECTS = ['Queue commands', 'Validate commands before they are queued', 'Name the channels']

const templates = Array.from({ length: TEMPLATES }, (_, seed) =>
  sampleRun({ seed, samples: 20, launches: 1 }),
)

function runOf(number: number): Run {
  const template = templates[number % TEMPLATES]
  if (template?.revision === null || template === undefined) throw new Error('no template')
  const startedAt = Date.UTC(2024, 0, 1) + number * 3_600_000
  const digits = (number * 2_654_435_761).toString(16).padStart(40, '0')
  return {
    ...template,
    id: `01J${number.toString().padStart(23, '0')}`,
    startedAt: new Date(startedAt).toISOString(),
    finishedAt: new Date(startedAt + 42_000).toISOString(),
    labels: number % 3 === 0 ? { ci: String(number % 50) } : {},
    note: number % 10 === 0 ? `attempt ${number}` : '',
    revision: {
      ...template.revision,
      commit: digits.slice(-40),
      branch: number % 4 === 0 ? `topic/${number % 400}` : 'main',
      subject: SUBJECTS[number % SUBJECTS.length] ?? '',
    },
  }
}

async function fill(folder: string): Promise<void> {
  mkdirSync(join(folder, '.plimsoll'))
  await using store = await openStore(join(folder, '.plimsoll/history.db'), { cwd: folder })
  for (let first = 0; first < RUNS; first += BATCH) {
    const count = Math.min(BATCH, RUNS - first)
    await store.commitAll(Array.from({ length: count }, (_, index) => runOf(first + index)))
  }
}

/** In the page, from the start of the navigation, ms. */
interface Opened {
  readonly painted: number
  readonly rows: number
  readonly complete: number
}

const UNTIL_COMPLETE = `(async () => {
  const frame = () => new Promise(requestAnimationFrame)
  const until = async (test) => { while (!test()) await frame(); return performance.now() }
  const rows = await until(() => document.querySelector('.run-row'))
  const complete = await until(() => /^[\\d,]+ runs?$/.test(document.querySelector('.run-count')?.textContent ?? ''))
  const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN
  return { painted, rows, complete }
})()`

async function open(browser: Browser, url: string): Promise<{ page: Page; opened: Opened }> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } })
  const page = await context.newPage()
  await page.goto(`${url}/#/runs`, { waitUntil: 'commit' })
  return { page, opened: await page.evaluate<Opened>(UNTIL_COMPLETE) }
}

/** From a key to the frame behind the one in which its list was drawn, and the part of it in which the page was busy. */
interface Sifted {
  readonly shown: number
  readonly busy: number
}

const sift = (page: Page, text: string): Promise<Sifted> =>
  page.evaluate<Sifted>(`(async () => {
    const input = document.querySelector('input[type=search]')
    await new Promise(requestAnimationFrame)
    await new Promise((resolve) => setTimeout(resolve, 3))
    const begin = performance.now()
    input.value = ${JSON.stringify(text)}
    input.dispatchEvent(new Event('input', { bubbles: true }))
    await new Promise((resolve) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = resolve; port2.postMessage(0) })
    void document.body.offsetHeight
    const busy = performance.now() - begin
    await new Promise(requestAnimationFrame)
    await new Promise((resolve) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = resolve; port2.postMessage(0) })
    return { shown: performance.now() - begin, busy }
  })()`)

const soon = (name: string, times: readonly number[], target = ''): readonly string[] => [
  `${RUNS.toLocaleString('en')} runs: ${name}, ms`,
  spread(times, 1),
  target,
]

/** What was measured, as rows of a table: what, its median and range, the target. */
export async function listRows(
  browser: Browser,
  rounds: number,
): Promise<readonly (readonly string[])[]> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-pages-'))
  try {
    await fill(folder)
    await using server = await startServer(folder)
    const loads: Opened[] = []
    const sifted: Sifted[] = []
    for (let round = 0; round < rounds; round++) {
      for (let load = 0; load < LOADS; load++) {
        const { page, opened } = await open(browser, server.url)
        loads.push(opened)
        if (load === 0) sifted.push(...(await siftAll(page)))
        await page.context().close()
      }
    }
    return [
      soon(
        'first paint',
        loads.map(({ painted }) => painted),
        PAINT_TARGET,
      ),
      soon(
        'first rows',
        loads.map(({ rows }) => rows),
      ),
      soon(
        'all of them known',
        loads.map(({ complete }) => complete),
      ),
      soon(
        'filter, key to frame',
        sifted.map(({ shown }) => shown),
        FILTER_TARGET,
      ),
      soon(
        'filter, work',
        sifted.map(({ busy }) => busy),
      ),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function siftAll(page: Page): Promise<readonly Sifted[]> {
  const sifted: Sifted[] = []
  for (let sifting = 0; sifting < SIFTINGS; sifting++) {
    for (const text of TYPED) sifted.push(await sift(page, text))
  }
  return sifted
}
