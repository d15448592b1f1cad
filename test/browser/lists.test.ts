import type { Page } from 'playwright-core'
import { describe, expect, inject } from 'vitest'
import { settled, test } from '../support/pages.ts'

/** What there is to choose from: the list of runs, and the history. */

const shown = inject('shown')
const rowsOf = (page: Page) => page.getByRole('table', { name: /^Runs/ }).getByRole('rowheader')
const queryOf = (page: Page): URLSearchParams =>
  new URLSearchParams(new URL(page.url()).hash.split('?')[1] ?? '')

describe('the list of runs', () => {
  test('says what each run is, newest first, and leads to it', async ({ open }) => {
    const page = await open(`${shown.url}/`)
    await settled(page)
    expect(await page.title()).toBe('Runs · plimsoll')
    const starts = await Promise.all(
      (await rowsOf(page).locator('time').all()).map((time) => time.getAttribute('datetime')),
    )
    const times = starts.map((start) => Date.parse(start ?? ''))
    expect(times.length).toBeGreaterThan(14)
    expect(times).toEqual(times.toSorted((one, other) => other - one))
    const newest = page.getByRole('row').filter({ hasText: 'settle speakers' }).first()
    for (const words of ['bench', 'complete', 'broken', 'The recogniser moves to another region']) {
      expect(await newest.innerText()).toContain(words)
    }
    const baseline = page.getByRole('row').filter({ hasText: 'baseline main' })
    await baseline.getByRole('rowheader').getByRole('link').click()
    await settled(page)
    expect(new URL(page.url()).hash).toBe(`#/runs/${shown.bench.baseline}`)
  })

  test('is searched and filtered; the address keeps it', async ({ open }) => {
    const page = await open(`${shown.url}/#/runs`)
    await settled(page)
    const all = await rowsOf(page).count()
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('load')
    await expect.poll(() => rowsOf(page).count()).toBe(1)
    expect(queryOf(page).get('kind')).toBe('load')
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect.poll(() => rowsOf(page).count()).toBe(all)
    await page.keyboard.press('/')
    await page.keyboard.type('settle region')
    await expect.poll(() => rowsOf(page).count()).toBe(1)
    await page.reload()
    await settled(page)
    expect(await page.getByRole('searchbox', { name: 'Search' }).inputValue()).toBe('settle region')
    expect(await rowsOf(page).count()).toBe(1)
    await page.getByRole('searchbox').fill('no such words')
    await page.getByText('No run matches').waitFor()
  })

  test('compares two that are chosen, the older one as baseline', async ({ open }) => {
    const page = await open(`${shown.url}/#/runs?q=settle`)
    await settled(page)
    const boxes = page.getByRole('checkbox', { name: /^Choose to compare/ })
    expect(await boxes.count()).toBe(2)
    await boxes.last().check()
    await page.getByText('Choose another run to compare it with.').waitFor()
    await boxes.first().check()
    await page.getByRole('region', { name: 'Comparison' }).getByRole('link').click()
    await settled(page)
    const { current, baseline } = shown.bench
    expect(new URL(page.url()).hash).toBe(`#/compare/${current}/${baseline}`)
    await page.goBack()
    await settled(page)
    expect(await boxes.first().isChecked()).toBe(true)
  })
})

describe('the history', () => {
  const { scenario, stage } = shown.slower
  const address = `${shown.url}/#/history?scenario=${encodeURIComponent(scenario)}`

  test('shows what changed, by how much, and between which commits', async ({ open }) => {
    const page = await open(address)
    await settled(page)
    const change = page.getByRole('list', { name: /^Changes of level/ }).getByRole('listitem')
    await change.first().waitFor()
    const words = await change.first().innerText()
    expect(words).toMatch(/^▲ .* \(.* … .*\): .* → /)
    expect(words).toMatch(/until .*Hear who says what/s)
    expect(words).toMatch(/since .*The recogniser moves to another region/s)
    await change.first().getByRole('link', { name: 'Compare the two runs' }).click()
    await settled(page)
    expect(new URL(page.url()).hash).toMatch(/^#\/compare\/\w{26}\/\w{26}$/)
  })

  test('goes from a point to its run, by keyboard', async ({ open }) => {
    const page = await open(address)
    await settled(page)
    const slider = page.getByRole('slider', { name: new RegExp(scenario) }).first()
    await slider.focus()
    await page.keyboard.press('Home')
    const oldest = (await slider.getAttribute('aria-valuetext')) ?? ''
    expect(oldest).toMatch(/main/)
    await page.keyboard.press('End')
    expect(await slider.getAttribute('aria-valuetext')).not.toBe(oldest)
    await page.keyboard.press('Enter')
    await expect.poll(() => queryOf(page).get('run')).toBe(shown.bench.current)
    await page
      .getByRole('link', { name: /^run of/ })
      .first()
      .click()
    await settled(page)
    expect(new URL(page.url()).hash).toBe(`#/runs/${shown.bench.current}`)
  })

  test('is of what the address asks for, stages among it', async ({ open }) => {
    const page = await open(`${shown.url}/#/history`)
    await settled(page)
    const filter = page.getByRole('search', { name: 'History' })
    await filter.getByRole('combobox', { name: 'Scenario' }).fill(scenario)
    await page.keyboard.press('Enter')
    await filter.getByRole('button', { name: `Remove Scenario ${scenario}` }).waitFor()
    expect(queryOf(page).get('scenario')).toBe(scenario)
    await page
      .getByText(/^\d+ stages/)
      .first()
      .click()
    await page.getByRole('img', { name: new RegExp(`${stage}, run by run`) }).waitFor()
    await filter.getByRole('combobox', { name: 'Statistic' }).selectOption('mean')
    await expect.poll(() => queryOf(page).get('statistic')).toBe('mean')
  })
})
