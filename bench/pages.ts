/**
 * How fast the pages are, in headless Chromium without a graphics card: the first paint of the dashboard, a report of a
 * 30-minute load as it opens, charts that are zoomed and moved, and a list of 10,000 runs as it is sifted.
 *
 *     npm run bench:pages -- [ROUNDS]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { launchChromium } from '../test/support/chromium.ts'
import { runCli } from '../test/support/process.ts'
import { startServer } from '../test/support/serving.ts'
import { markdownTable, spread } from './load/table.ts'
import { type Motion, moveChart } from './pages/motion.ts'
import { type Opening, openCold } from './pages/paint.ts'
import { largeLoad, type Wanted } from './pages/records.ts'
import { listRows } from './pages/runs.ts'

const FIRST_PAINT_MS = 500
const OPEN_MS = 1000
const FRAMES_PER_SECOND = 50

/** 50 series of 3,600 points each in one chart, and all the other charts of an hour's load beside it. */
const HOUR: Wanted = {
  id: '01BX5ZZKBKACTAV9WEVGEMMVS0',
  scenarios: 1,
  windows: 3600,
  windowMs: 1000,
  stages: 50,
}
/** As records are kept: coarsened to windows of 10 s. */
const HALF_HOUR: Wanted = {
  id: '01BX5ZZKBKACTAV9WEVGEMMVS1',
  scenarios: 5,
  windows: 180,
  windowMs: 10_000,
  stages: 3,
}

const [rounds = 3] = process.argv.slice(2).map(Number)

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'))
try {
  writeFileSync(join(folder, 'package.json'), '{ "name": "bench", "type": "module" }\n')
  for (const wanted of [HOUR, HALF_HOUR]) {
    const file = join(folder, `${wanted.id}.json`)
    writeFileSync(file, JSON.stringify(largeLoad(wanted)))
    await plimsoll('import', file)
  }
  await plimsoll('report', HALF_HOUR.id, '--format', 'html', '--out', folder)
  await using server = await startServer(folder)
  const browser = await launchChromium()
  try {
    console.log(
      markdownTable([
        ['what', 'median (range)', 'target'],
        ...(await rows(browser, server.url)),
        ...(await listRows(browser, rounds)),
      ]),
    )
  } finally {
    await browser.close()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function plimsoll(...args: readonly string[]): Promise<void> {
  const { code, stderr } = await runCli(args, { cwd: folder })
  if (code !== 0) throw new Error(`plimsoll ${args.join(' ')}: ${stderr}`)
}

async function rows(browser: Browser, url: string): Promise<readonly (readonly string[])[]> {
  // At its charts: those that nobody sees are not drawn.
  const report = `${pathToFileURL(join(folder, 'report.html')).href}#/runs/${HALF_HOUR.id}?at=course`
  const first = await repeat(() => openCold(browser, url))
  const opened = await repeat(() => openCold(browser, report, '.u-over'))
  const [inOne, heat] = [
    await moveHour(browser, url, 'Stages: mean time'),
    await moveHour(browser, url, 'Latency, every iteration'),
  ]
  return [
    row('first paint of the dashboard, ms', first, {
      value: ({ firstPaintMs }) => firstPaintMs,
      target: `≤ ${FIRST_PAINT_MS}`,
    }),
    row('report of 30 minutes: first paint, ms', opened, {
      value: ({ firstPaintMs }) => firstPaintMs,
    }),
    row('report of 30 minutes: first chart, ms', opened, {
      value: ({ chartMs }) => chartMs,
      target: `≤ ${OPEN_MS}`,
    }),
    ...motionRows('50 × 3,600 in one chart', inOne),
    ...motionRows('heat map of 3,600 windows', heat),
  ]
}

function motionRows(what: string, motions: readonly Motion[]): readonly (readonly string[])[] {
  return [
    row(`${what}: frames /s`, motions, {
      value: (each) => each.framesPerSecond,
      target: `≥ ${FRAMES_PER_SECOND}`,
    }),
    row(`${what}: p95 of a frame, ms`, motions, { value: (each) => each.p95Ms }),
    row(`${what}: CPU in a frame, ms`, motions, { value: (each) => each.cpuMs }),
  ]
}

async function moveHour(browser: Browser, url: string, chart: string): Promise<readonly Motion[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  try {
    const page = await context.newPage()
    await page.goto(`${url}/#/runs/${HOUR.id}`)
    await page.locator('.u-over').first().waitFor({ timeout: 60_000 })
    return await repeat(() => moveChart(page, chart))
  } finally {
    await context.close()
  }
}

async function repeat<T>(measure: () => Promise<T>): Promise<readonly T[]> {
  const measured: T[] = []
  for (let round = 0; round < rounds; round++) measured.push(await measure())
  return measured
}

function row<T extends Opening | Motion>(
  what: string,
  measured: readonly T[],
  { value, target = '' }: { readonly value: (one: T) => number; readonly target?: string },
): readonly string[] {
  return [what, spread(measured.map(value), 1), target]
}
