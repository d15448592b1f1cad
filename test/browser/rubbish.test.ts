import { describe, expect, inject } from 'vitest'
import { settled, test } from '../support/pages.ts'
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

describe.each(reading)('$name', ({ path }) => {
  test('says what is wrong, whatever the server answers', async ({ open }) => {
    const expected = /^(console|response|request): /
    let answer: (typeof ANSWERS)[number] = ANSWERS[0]
    const page = await open(shown.url, {
      expected,
      prepare: (context) =>
        context.route(documents, (route) => {
          const body = answer.what.startsWith('a document')
            ? hollow(route.request().url())
            : answer.body
          return route.fulfill({ status: answer.status, body, contentType: 'application/json' })
        }),
    })
    for (answer of ANSWERS) {
      await page.goto('about:blank')
      await page.goto(shown.url + path(shown))
      const alert = page.getByRole('alert').first()
      await alert.waitFor().catch(() => undefined)
      expect
        .soft(await alert.innerText({ timeout: 100 }).catch(() => 'nothing'), answer.what)
        .toMatch(/\w+ \w+ \w+/)
    }
  })

  test('says so when the server is gone, and goes on when it is back', async ({ open }) => {
    const page = await open(`${shown.url}/#/live`, { expected: /ERR_INTERNET_DISCONNECTED/ })
    await settled(page)
    await page.context().setOffline(true)
    await page.goto(shown.url + path(shown)).catch(() => undefined)
    await page.evaluate(`location.hash = ${JSON.stringify(path(shown).slice(1))}`)
    await page
      .getByRole('alert')
      .filter({ hasText: /does not answer/ })
      .waitFor()
  })
})

test('what is not there is said, with the way back', async ({ open }) => {
  const page = await open(`${shown.url}/#/runs/01ZZZZZZZZZZZZZZZZZZZZZZZZ`, {
    expected: /^(console|response): .*404/,
  })
  await page.getByRole('alert').waitFor()
  await page.goto(`${shown.url}/#/no/such/view`)
  await page.getByText('There is no such page').waitFor()
})
