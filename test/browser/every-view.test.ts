import { describe, expect, inject } from 'vitest'
import { barriersIn, overflowOf, settled, test } from '../support/pages.ts'
import { views } from './views.ts'

/** What holds for each view, whatever it shows. */

const shown = inject('shown')

/** Asked for beside those that axe-core asks for by itself: fingers, and keys. */
const SMALL = ['target-size', 'scrollable-region-focusable']

describe.each(views)('$name', ({ path, unfold }) => {
  test('can be used by everybody, light and dark, on 380 and on 2560 pixels', async ({ open }) => {
    const page = await open(shown.url + path(shown), { width: 380, height: 800 })
    await settled(page)
    await unfold?.(page)
    await settled(page)
    expect.soft(await overflowOf(page), '380 pixels').toBe(0)
    expect.soft(await barriersIn(page), 'light').toEqual([])
    expect.soft(await barriersIn(page, SMALL), 'small').toEqual([])
    await page.setViewportSize({ width: 2560, height: 1300 })
    await page.emulateMedia({ colorScheme: 'dark' })
    await settled(page)
    expect.soft(await overflowOf(page), '2560 pixels').toBe(0)
    // All else is the same in the dark.
    expect.soft(await barriersIn(page, ['color-contrast']), 'dark').toEqual([])
  })
})
