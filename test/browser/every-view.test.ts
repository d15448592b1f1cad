import { describe, expect, inject } from 'vitest'
import { barriersIn, overflowOf, settled, test } from '../support/pages.ts'
import { views } from './views.ts'

/** What holds for each view, whatever it shows. */

const shown = inject('shown')

describe.each(views)('$name', ({ path, unfold }) => {
  test('can be used by everybody, light and dark', async ({ open }) => {
    const page = await open(shown.url + path(shown))
    await settled(page)
    await unfold?.(page)
    await settled(page)
    expect.soft(await barriersIn(page), 'light').toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    // All else is the same in the dark.
    expect.soft(await barriersIn(page, ['color-contrast']), 'dark').toEqual([])
  })

  test('is never wider than the window, from 380 to 2560 pixels', async ({ open }) => {
    const page = await open(shown.url + path(shown), { width: 380, height: 800 })
    await settled(page)
    await unfold?.(page)
    await settled(page)
    expect.soft(await overflowOf(page), '380').toBe(0)
    expect.soft(await barriersIn(page, ['target-size', 'scrollable-region-focusable'])).toEqual([])
    await page.setViewportSize({ width: 2560, height: 1300 })
    await settled(page)
    expect.soft(await overflowOf(page), '2560').toBe(0)
  })
})
