import type { Page } from 'playwright-core'
import { describe, expect, inject } from 'vitest'
import { settled, test } from '../support/pages.ts'

/** What one run says, and what two say beside one another. */

const shown = inject('shown')
const { scenario, stage } = shown.slower

describe('a run of benchmarks', () => {
  const address = `${shown.url}/#/runs/${shown.bench.current}`

  test('says its verdicts in words, the worst scenario first and open', async ({ open }) => {
    const page = await open(address)
    await settled(page)
    const main = page.locator('main')
    await main
      .getByText(/^Beside its baseline: .*regressed/)
      .first()
      .waitFor()
    const rows = main.getByRole('table').first().getByRole('row')
    expect(await rows.nth(1).innerText()).toMatch(new RegExp(`${scenario}.*regressed`, 's'))
    const section = page.getByRole('region', { name: scenario, exact: true })
    await section.getByText(/^p50 [\d,.]+ \S+, .*iterations/).waitFor()
    for (const heading of ['Budgets', 'Distribution', 'Stages', 'Launches', 'How it was driven']) {
      await section
        .getByRole('heading', { name: new RegExp(heading) })
        .first()
        .waitFor()
    }
    expect(await section.innerText()).toMatch(/a warm-up of .* is too short/)
  })

  test('draws what was measured, and says it to whoever can’t see it', async ({ open }) => {
    const page = await open(address)
    await settled(page)
    const section = page.getByRole('region', { name: scenario, exact: true })
    const drawn = section.locator('[role=img]')
    await drawn.first().waitFor()
    const labels = await drawn.evaluateAll((found) => found.map((each) => each.ariaLabel ?? ''))
    expect(labels.filter((label) => !/\d/.test(label))).toEqual([])
    const stages = section.getByRole('figure', { name: 'Stages' })
    expect(await stages.innerText()).toMatch(new RegExp(`${stage}.*%`, 's'))
  })

  test('opens what the address names, and keeps what is opened there', async ({ open }) => {
    const page = await open(`${address}?scenario=settle+speakers`)
    await settled(page)
    const other = page.getByRole('region', { name: 'settle speakers', exact: true })
    await other.getByRole('heading', { name: 'Launches' }).waitFor()
    await page.getByRole('button', { name: 'Close all scenarios' }).click()
    await other.getByRole('heading', { name: 'Launches' }).waitFor({ state: 'hidden' })
    await page.reload()
    await settled(page)
    expect(await other.getByRole('heading', { name: 'Launches' }).isVisible()).toBe(false)
  })

  test('gives the record away as it is', async ({ open }) => {
    const page = await open(address)
    await settled(page)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as JSON' }).click(),
    ])
    expect(download.suggestedFilename()).toBe(`${shown.bench.current}.json`)
  })
})

describe('a load test', () => {
  const address = `${shown.url}/#/runs/${shown.load}`
  const course = (page: Page) => page.getByRole('region', { name: 'Over time', exact: true })
  const stretchOf = (page: Page): readonly [from: number, to: number] | undefined => {
    const query = new URLSearchParams(new URL(page.url()).hash.split('?')[1] ?? '')
    const [from, to] = [query.get('from'), query.get('to')]
    return from === null || to === null ? undefined : [Number(from), Number(to)]
  }

  test('tells of each scenario, its targets and its generator over one time axis', async ({
    open,
  }) => {
    const page = await open(address)
    await settled(page)
    const headings = await course(page).getByRole('heading').allInnerTexts()
    expect(headings).toEqual(
      expect.arrayContaining(['Schedule and throughput', 'Latency, every iteration', 'Latency']),
    )
    expect(headings.join('\n')).toMatch(/Generator: /)
    const targets = await page.getByRole('region', { name: 'Targets' }).innerText()
    for (const part of [/^bot/m, /^redis, Redis/m, /^database, PostgreSQL/m]) {
      expect(targets).toMatch(part)
    }
    const charts = course(page).locator('[role=img]')
    const labels = await charts.evaluateAll((found) => found.map((each) => each.ariaLabel ?? ''))
    expect(labels.filter((label) => !/\d/.test(label))).toEqual([])
    await course(page).getByRole('combobox', { name: 'Scenario' }).selectOption('flooders')
    await expect.poll(() => new URL(page.url()).hash).toContain('scenario=flooders')
    await page.getByRole('heading', { name: /^Numbers: flooders/ }).waitFor()
  })

  test('zooms by keyboard, all charts together, and the address keeps it', async ({ open }) => {
    const page = await open(address)
    await settled(page)
    const seen = page.getByRole('group', { name: 'Time axis' }).getByRole('status')
    const whole = await seen.innerText()
    await course(page).getByRole('img').first().focus()
    await page.keyboard.press('+')
    await page.keyboard.press('+')
    await expect.poll(() => seen.innerText()).not.toBe(whole)
    const zoomed = await seen.innerText()
    // The address follows a moment later.
    const [from, to] = [...zoomed.matchAll(/([\d.]+) s/g)].map(([, seconds]) => seconds)
    await expect
      .poll(() => stretchOf(page)?.map((ms) => (ms / 1000).toFixed(1)))
      .toEqual([from, to])
    await page.reload()
    await settled(page)
    expect(await seen.innerText()).toBe(zoomed)
    await page.getByRole('button', { name: 'Whole run' }).click()
    await expect.poll(() => stretchOf(page)).toBeUndefined()
    expect(await seen.innerText()).toBe(whole)
  })

  test('zooms to what a brush is drawn over', async ({ open }) => {
    const page = await open(address)
    await settled(page)
    const plot = course(page).locator('.time-chart-host').nth(1)
    await plot.scrollIntoViewIfNeeded()
    // Charts are made as they come into sight: before that there is nothing to draw over.
    const over = plot.locator('.u-over')
    await over.waitFor()
    const box = await over.boundingBox()
    if (box === null) throw new Error('there is no chart')
    const y = box.y + box.height / 2
    await page.mouse.move(box.x + box.width * 0.4, y)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.5, y, { steps: 4 })
    await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 })
    await page.mouse.up()
    await expect.poll(() => stretchOf(page)).toBeDefined()
    const [from = 0, to = 0] = stretchOf(page) ?? []
    // A fifth of what was seen.
    expect(to - from).toBeGreaterThan(500)
    expect(to - from).toBeLessThan(3_000)
    expect(await plot.locator('.u-select').isVisible()).toBe(false)
  })

  test('is read where a finger taps, until it taps elsewhere', async ({ open }) => {
    const page = await open(address, { width: 390 })
    await settled(page)
    const chart = course(page).locator('.time-chart').first()
    await chart.scrollIntoViewIfNeeded()
    const over = chart.locator('.u-over')
    await over.waitFor()
    const read = chart.locator('.time-legend .when')
    const unread = await read.innerText()
    const finger = await page.context().newCDPSession(page)
    const { x = 0, y = 0, width = 0 } = (await over.boundingBox()) ?? {}
    const tap = async (share: number): Promise<void> => {
      const touchPoints = [{ x: x + width * share, y: y + 20 }]
      await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
      await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    }
    await tap(0.5)
    await expect.poll(() => read.innerText()).not.toBe(unread)
    const first = await read.innerText()
    await tap(0.8)
    await expect.poll(() => read.innerText()).not.toBe(first)
    expect(await read.innerText()).not.toBe(unread)
  })
})

describe('two runs beside one another', () => {
  test('names what moved, by how much, and in which stage, the worst first', async ({ open }) => {
    const { current, baseline } = shown.bench
    const page = await open(`${shown.url}/#/compare/${current}/${baseline}`)
    await settled(page)
    const heading = await page.locator('main h1').innerText()
    expect(heading).toContain(`${scenario} regressed`)
    expect(heading).toContain(stage)
    const changes = page.locator('main').getByRole('img', { name: /interval|slower|faster/i })
    expect(await changes.count()).toBeGreaterThan(3)
    expect(await changes.first().getAttribute('aria-label')).toMatch(/^×.*99 % interval/)
    const sides = page.getByRole('region', { name: 'Which run against which' })
    expect(await sides.innerText()).toMatch(/The recogniser moves.*Hear who says what/s)
  })

  test('turns round, and says then that it became faster', async ({ open }) => {
    const { current, baseline } = shown.bench
    const page = await open(`${shown.url}/#/compare/${current}/${baseline}`)
    await settled(page)
    await page.getByRole('link', { name: 'Swap current and baseline' }).click()
    // Another scenario may have become slower meanwhile, on a machine that does other things.
    const lines = page.getByRole('row').filter({ hasText: 'improved' })
    await lines.filter({ hasText: scenario }).first().waitFor()
    expect(new URL(page.url()).hash).toBe(`#/compare/${baseline}/${current}`)
  })
})
