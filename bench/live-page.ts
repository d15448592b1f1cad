/**
 * The live view left open for 30 minutes of a load of three scenarios, in compressed time: 1,800 seconds are told over
 * WebSocket as fast as the page draws them. What the page takes after a collection is to be level.
 *
 *     npm run bench:live-page -- [MINUTES]
 */
import { join } from 'node:path'
import type { CDPSession, Page } from 'playwright-core'
import { launchChromium } from '../test/support/chromium.ts'
import { Driven, servePage } from './live/driven.ts'
import { markdownTable } from './load/table.ts'
import { largeLoad } from './pages/records.ts'

/** The page holds ten minutes: from then on it must not grow by more than this share. */
const FULL_AT_MINUTE = 10
const LEVEL_WITHIN = 0.1

/** So many seconds are told before the page is asked whether it has drawn them. */
const SECONDS_AT_ONCE = 4
const LOOK_EVERY_MINUTES = 5

const [minutes = 30] = process.argv.slice(2).map(Number)

interface Look {
  readonly minute: number
  readonly heapMB: number
  readonly nodes: number
  readonly listeners: number
}

async function look(session: CDPSession, minute: number): Promise<Look> {
  // What is let go of by the first collection may let go of more.
  for (let times = 0; times < 3; times++) await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters')
  return { minute, heapMB: usedSize / 1e6, nodes, listeners: jsEventListeners }
}

/** Frames are drawn one after the other: once two have passed, what was told before is on the screen. */
const DRAWN = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))`

async function watch(page: Page, feed: Driven): Promise<readonly Look[]> {
  const session = await page.context().newCDPSession(page)
  const looks: Look[] = []
  for (let second = 1; second <= minutes * 60; second++) {
    feed.tell()
    if (second % SECONDS_AT_ONCE === 0) await page.evaluate(DRAWN)
    if (second % (LOOK_EVERY_MINUTES * 60) !== 0) continue
    looks.push(await look(session, second / 60))
    process.stderr.write(`${JSON.stringify(looks.at(-1))}\n`)
  }
  return looks
}

async function main(): Promise<void> {
  const run = largeLoad({
    id: '01BX5ZZKBKACTAV9WEVGEMMVS2',
    scenarios: 3,
    windows: minutes * 60,
    windowMs: 1000,
    stages: 3,
  })
  await using feed = new Driven(run)
  await using server = await servePage(join(import.meta.dirname, '../dist/dashboard/live'), feed)
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 2400 } })
    const troubles: string[] = []
    page.on('pageerror', (thrown) => troubles.push(thrown.message))
    await page.goto(`${server.url}/#/live`)
    await page.getByRole('article').waitFor()
    const looks = await watch(page, feed)
    const rows = looks.map(({ minute, heapMB, nodes, listeners }) =>
      [minute, heapMB.toFixed(1), nodes, listeners].map(String),
    )
    console.log(markdownTable([['minute', 'heap MB', 'DOM nodes', 'listeners'], ...rows]))
    const at = (wanted: number): number =>
      looks.find(({ minute }) => minute === wanted)?.heapMB ?? Number.NaN
    const growth = at(minutes) / at(FULL_AT_MINUTE) - 1
    const verdict = growth <= LEVEL_WITHIN ? 'reached' : 'missed'
    console.log(
      `${verdict}: from minute ${FULL_AT_MINUTE}, when it holds all that it keeps, to minute ${minutes} the heap grew by ${(growth * 100).toFixed(1)} %`,
    )
    if (troubles.length > 0) console.log(`the page threw: ${troubles.join('; ')}`)
  } finally {
    await browser.close()
  }
}

await main()
