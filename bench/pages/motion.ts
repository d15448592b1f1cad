import type { Page } from 'playwright-core'
import { median, sorted } from '../../src/stats/index.ts'

/** What came of moving a chart for a while. */
export interface Motion {
  readonly framesPerSecond: number
  /** Of single frames, in ms. */
  readonly medianMs: number
  readonly p95Ms: number
  /** Of what the page itself did in a frame, in ms. */
  readonly workMs: number
}

interface Frames {
  readonly frames: readonly number[]
  readonly work: readonly number[]
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
  const { frames, work } = await page.evaluate<Frames>(
    `(${TURN_WHEEL})(${JSON.stringify(name)}, ${TURNS})`,
  )
  const ordered = sorted(frames)
  const totalMs = frames.reduce((so, each) => so + each, 0)
  return {
    framesPerSecond: (1000 * frames.length) / totalMs,
    medianMs: median(ordered),
    p95Ms: ordered[Math.floor(ordered.length * 0.95)] ?? Number.NaN,
    workMs: median(sorted(work)),
  }
}

/** In the page, which is not of this program: text. @returns times between frames, and what the page did in each */
const TURN_WHEEL = `async (name, turns) => {
  const heading = [...document.querySelectorAll('figure h3')].find((each) => each.textContent === name)
  const over = heading.closest('figure').querySelector('.u-over')
  const { left, top, width, height } = over.getBoundingClientRect()
  const at = { bubbles: true, cancelable: true, clientX: left + width / 3, clientY: top + height / 2 }
  const turn = (more) => over.dispatchEvent(new WheelEvent('wheel', { ...at, ...more }))
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const frames = []
  const work = []
  let before = await nextFrame()
  for (let index = 0; index < turns; index++) {
    const began = performance.now()
    const isZoom = Math.floor(index / (turns / 6)) % 2 === 0
    if (isZoom) turn({ ctrlKey: true, deltaY: index < turns / 3 ? -20 : 12 })
    else turn({ shiftKey: true, deltaX: index % 40 < 20 ? 30 : -30 })
    const now = await nextFrame()
    frames.push(now - before)
    before = now
    work.push(performance.now() - began)
  }
  return { frames, work }
}`
