import type { Browser, Page } from 'playwright-core'

/** How long a page takes until something can be seen, and until a chart is drawn; in ms from its navigation. */
export interface Opening {
  readonly firstPaintMs: number
  readonly chartMs: number
}

/** Opens an address with nothing kept from before. @param chart what is waited for, as a selector; absent = the heading */
export async function openCold(browser: Browser, address: string, chart = 'h1'): Promise<Opening> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  try {
    const page = await context.newPage()
    await page.goto(address, { waitUntil: 'commit' })
    await page.locator(chart).first().waitFor({ timeout: 60_000 })
    return await openingOf(page)
  } finally {
    await context.close()
  }
}

const openingOf = (page: Page): Promise<Opening> => page.evaluate<Opening>(OPENING)

/** In the page: text. The chart is there now; the first paint may still have to be told. */
const OPENING = `(async () => {
  const chartMs = performance.now()
  const painted = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime
  while (painted() === undefined) await new Promise((resolve) => requestAnimationFrame(resolve))
  return { firstPaintMs: painted(), chartMs }
})()`
