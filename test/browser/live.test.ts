import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { fillProject, sharedTempDir } from '../support/folders.ts'
import { httpServer, type Listening } from '../support/listening.ts'
import { barriersIn, settled, test } from '../support/pages.ts'
import { startCli } from '../support/process.ts'
import { type Serving, startServer } from '../support/serving.ts'
import { isWritten, takePicture } from './picture.ts'

/** What is under way, as it goes on: real load tests, watched. */

const folder = join(sharedTempDir(), 'shop')
let server: Serving | undefined
let target: Listening | undefined

beforeAll(async () => {
  await fillProject(folder, {})
  target = await httpServer((_, response) => response.end('tea'))
  server = await startServer(folder)
})
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await target?.[Symbol.asyncDispose]()
})

const load = (duration: string) =>
  startCli(
    ['load', target?.url ?? '', '--rate', '50/s', '--warm-up', '0s', '--duration', duration],
    { cwd: folder },
  )

const TIMEOUT = { timeout: isWritten ? 120_000 : 30_000 }

/** What the first chart says it shows. */
const told = async (page: Page): Promise<string> =>
  (await page
    .getByRole('img', { name: /over time/ })
    .first()
    .getAttribute('aria-label')) ?? ''

describe('a load test that is watched', () => {
  test('is seen as it begins, as it goes on, and to its record', TIMEOUT, async ({ open }) => {
    const page = await open(`${server?.url}/#/live`, { height: 800 })
    await page.getByText('Nothing is being measured.').waitFor()
    await using running = load(isWritten ? '40s' : '4s')
    const run = page.getByRole('article', { name: /^load test/ })
    await run.getByText('running').waitFor()
    await page
      .getByRole('img', { name: /over time/ })
      .first()
      .waitFor()
    const first = await told(page)
    expect.soft(await barriersIn(page)).toEqual([])
    await expect.poll(() => told(page), { timeout: 10_000 }).not.toBe(first)
    if (isWritten) await page.getByText(/^0:25/).first().waitFor({ timeout: 40_000 })
    const { kept, taken } = await takePicture(page, 'live')
    expect.soft(kept).toEqual(taken)
    const ended = page.getByRole('status').filter({ hasText: 'It has ended' })
    await ended.waitFor({ timeout: 30_000 })
    expect([0, 3]).toContain((await running.ended).code)
    await ended.getByRole('link', { name: 'See the record.' }).click()
    await settled(page)
    await page.getByRole('heading', { level: 1, name: /^Load test of/ }).waitFor()
    expect(await page.getByRole('region', { name: 'Over time', exact: true }).isVisible()).toBe(
      true,
    )
    await page.getByRole('link', { name: 'Runs' }).click()
    await expect.poll(() => page.getByRole('rowheader').count()).toBe(1)
  })

  test('whose process dies is said to be lost', async ({ open }) => {
    const page = await open(`${server?.url}/#/live`)
    await using running = load('60s')
    await page.getByRole('article').getByText('running').waitFor()
    running.killGroup('SIGKILL')
    await page.getByRole('status').filter({ hasText: 'Its process has died' }).waitFor()
  })

  test('a connection that is lost is told, and comes back by itself', async ({ open }) => {
    const page = await open(`${server?.url}/#/live`, {
      expected: /WebSocket|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION/,
      prepare: async (context) => {
        await context.addInitScript(KEEP_SOCKETS)
      },
    })
    const said = page.getByRole('status').first()
    await said.getByText('Connected').waitFor()
    await page.context().setOffline(true)
    await page.evaluate('for (const socket of globalThis.sockets) socket.close()')
    await page.getByText(/The connection is lost/).waitFor()
    await page.context().setOffline(false)
    await page.getByText(/^Connected/).waitFor()
  })
})

/** Offline, a browser keeps the connections that it has. */
const KEEP_SOCKETS = `
  globalThis.sockets = []
  globalThis.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given)
      globalThis.sockets.push(this)
    }
  }`
