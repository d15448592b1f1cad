import type { Page } from 'playwright-core'
import { median, sorted } from '../../src/stats/index.ts'

/** What came of moving a chart for a while. */
export interface Motion {
  readonly framesPerSecond: number
  /** Of single frames, in ms. */
  readonly medianMs: number
  readonly p95Ms: number
  /** CPU time of the page's main thread in a frame, in ms: what others do on the machine hardly changes it. */
  readonly cpuMs: number
}

/** Turns of the wheel. */
const TURNS = 180

/**
 * Turns a wheel over a chart once a frame, as a finger on a touchpad does: half of the turns zoom, half move. Frames are
 * those that the page gets to draw: where painting takes longer, there are fewer.
 */
export async function moveChart(page: Page, name: string): Promise<Motion> {
  const figure = page.getByRole('figure', { name, exact: true })
  await figure.scrollIntoViewIfNeeded()
  await figure.locator('.u-over').waitFor()
  const begun = await mainThread(page)
  const frames = sorted(
    await page.evaluate<readonly number[]>(`(${TURN_WHEEL})(${JSON.stringify(name)}, ${TURNS})`),
  )
  const cpuMs = ((await begun()) / TURNS) * 1000
  return {
    framesPerSecond: (1000 * frames.length) / frames.reduce((so, each) => so + each, 0),
    medianMs: median(frames),
    p95Ms: frames[Math.floor(frames.length * 0.95)] ?? Number.NaN,
    cpuMs,
  }
}

/** @returns what tells how much CPU time the main thread's tasks have taken since, in s */
async function mainThread(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const taken = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
  }
  const before = await taken()
  return async () => (await taken()) - before
}

/** In the page, which is not of this program: text. @returns times between frames */
const TURN_WHEEL = `async (name, turns) => {
  const heading = [...document.querySelectorAll('figure h3')].find((each) => each.textContent === name)
  const over = heading.closest('figure').querySelector('.u-over')
  const { left, top, width, height } = over.getBoundingClientRect()
  const at = { bubbles: true, cancelable: true, clientX: left + width / 3, clientY: top + height / 2 }
  const turn = (more) => over.dispatchEvent(new WheelEvent('wheel', { ...at, ...more }))
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const frames = []
  let before = await nextFrame()
  for (let index = 0; index < turns; index++) {
    const isZoom = Math.floor(index / (turns / 6)) % 2 === 0
    if (isZoom) turn({ ctrlKey: true, deltaY: index < turns / 3 ? -20 : 12 })
    else turn({ shiftKey: true, deltaX: index % 40 < 20 ? 30 : -30 })
    const now = await nextFrame()
    frames.push(now - before)
    before = now
  }
  return frames
}`
