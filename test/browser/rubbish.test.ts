import type { Page } from 'playwright-core'
import { describe, expect, inject } from 'vitest'
import { test } from '../support/pages.ts'
import { views } from './views.ts'

/** A server that answers what it should not: each view says so in words, and never stays blank. */

const shown = inject('shown')

/** What comes instead of every document but the project's; the live view's own comes over WebSocket. */
const ANSWERS = [
  { what: 'no JSON', status: 200, body: '<html>Welcome to the airport’s wireless network' },
  { what: 'nothing', status: 200, body: '' },
  { what: 'null', status: 200, body: 'null' },
  { what: 'another document', status: 200, body: '{"schema":"other@1"}' },
  { what: 'a document of the name alone', status: 200, body: '' },
  { what: 'an error of a proxy', status: 502, body: '<html>Bad gateway</html>' },
] as const

/** By the beginning of its name. */
const SCHEMAS = [
  [/\/runs\?/, 'plimsoll/runs@1'],
  [/\/judged$/, 'plimsoll/judged@1'],
  [/\/runs\//, 'plimsoll/run@1'],
  [/\/comparisons\//, 'plimsoll/comparison@1'],
  [/\/history/, 'plimsoll/history@1'],
  [/\/baselines/, 'plimsoll/baselines@1'],
] as const
const hollow = (url: string): string => {
  const [, schema] = SCHEMAS.find(([name]) => name.test(url)) ?? []
  return JSON.stringify({ schema })
}

const documents = /\/api\/v1\/(?!project|live)/
const reading = views.filter(({ name }) => name !== 'what is under way')

/** Shows a view, by way of none: what it says then is its own. */
async function show(page: Page, path: string): Promise<void> {
  await page.goto(`${shown.url}/#/none`)
  await page.getByText('There is no such page').waitFor()
  await page.goto(shown.url + path)
}

describe('a server that answers every question with', () => {
  test.for(ANSWERS)('$what: each view says what is wrong', async (answer, { open }) => {
    const page = await open(`${shown.url}/#/none`, {
      expected: /^(console|response|request): /,
      prepare: (context) =>
        context.route(documents, (route) => {
          const { what, status, body } = answer
          const said = what.startsWith('a document') ? hollow(route.request().url()) : body
          return route.fulfill({ status, body: said, contentType: 'application/json' })
        }),
    })
    for (const { name, path } of reading) {
      await show(page, path(shown))
      const alert = page.getByRole('alert').first()
      await alert.waitFor()
      expect(await alert.innerText(), name).toMatch(/\w+ \w+ \w+/)
    }
  })

  test('nothing, since it is gone: each view says so', async ({ open }) => {
    const page = await open(`${shown.url}/#/none`, { expected: /ERR_INTERNET_DISCONNECTED/ })
    await page.context().setOffline(true)
    for (const { path } of reading) {
      await show(page, path(shown))
      await page
        .getByRole('alert')
        .filter({ hasText: /does not answer/ })
        .first()
        .waitFor()
    }
  })

  test('nothing for a while: another try shows what was asked for', async ({ open }) => {
    const page = await open(`${shown.url}/#/none`, { expected: /ERR_INTERNET_DISCONNECTED/ })
    await page.context().setOffline(true)
    await show(page, `/#/runs/${shown.bench.current}`)
    const again = page.getByRole('button', { name: 'Try again' })
    await again.waitFor()
    await page.context().setOffline(false)
    await again.click()
    await page.getByRole('heading', { level: 1, name: /^Benchmark of/ }).waitFor()
  })
})

test('what is not there is said', async ({ open }) => {
  const page = await open(`${shown.url}/#/runs/01ZZZZZZZZZZZZZZZZZZZZZZZZ`, {
    expected: /^(console|response): .*404/,
  })
  await page.getByRole('alert').waitFor()
})
