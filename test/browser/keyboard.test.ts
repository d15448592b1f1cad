import type { Page } from 'playwright-core'
import { describe, expect, inject } from 'vitest'
import { settled, test } from '../support/pages.ts'

/** The whole way with the keyboard alone. */

const shown = inject('shown')

/** What has the keyboard: its name, or its text. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(
    `(({ activeElement: at }) => at.ariaLabel ?? at.labels?.[0]?.innerText ?? at.innerText)(document)`,
  )

/** Goes on until something has the keyboard. @throws Error when it never does */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = []
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press('Tab')
    const at = await focused(page)
    if (name.test(at)) return
    passed.push(at.slice(0, 40))
  }
  throw new Error(`${String(name)} is nowhere on the way: ${passed.join(' | ')}`)
}

describe('with the keyboard alone', () => {
  test('one gets past the header, finds two runs, compares them, and reads why', async ({
    open,
  }) => {
    const page = await open(`${shown.url}/#/runs`)
    await settled(page)
    await tabTo(page, /^Skip to the content/)
    await page.keyboard.press('Enter')
    await tabTo(page, /^Search/)
    await page.keyboard.type('settle')
    await expect.poll(() => page.getByRole('rowheader').count()).toBe(2)
    await tabTo(page, /^Choose to compare/)
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    await tabTo(page, /^Compare$/)
    await page.keyboard.press('Enter')
    await settled(page)
    const { current, baseline } = shown.bench
    expect(new URL(page.url()).hash).toBe(`#/compare/${current}/${baseline}`)
    // Whoever listens is told where they are.
    await expect.poll(() => focused(page)).toContain(shown.slower.scenario)
  })

  test('single keys go from view to view, and are listed', async ({ open }) => {
    const page = await open(`${shown.url}/#/runs`)
    await settled(page)
    await page.keyboard.press('?')
    const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await list.waitFor()
    const keys = await list.locator('dt').allInnerTexts()
    expect(keys.length).toBeGreaterThan(2)
    await page.keyboard.press('Escape')
    await list.waitFor({ state: 'hidden' })
    await page.keyboard.press('g')
    await page.keyboard.press('h')
    await page.getByRole('heading', { level: 1, name: 'History' }).waitFor()
  })

  test('what has it is seen', async ({ open }) => {
    const page = await open(`${shown.url}/#/runs/${shown.bench.current}`)
    await settled(page)
    for (let step = 0; step < 25; step++) {
      await page.keyboard.press('Tab')
      const outline = await page.evaluate(
        `getComputedStyle(document.activeElement).outlineStyle + ' ' + document.activeElement.outerHTML.slice(0, 100)`,
      )
      expect(outline).not.toMatch(/^none/)
    }
  })
})
